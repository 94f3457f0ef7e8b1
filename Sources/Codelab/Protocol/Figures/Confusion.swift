/// How often each class was taken for each class.
public struct Confusion: Codable, Sendable, Equatable {
  /// The counts: `counts[actual][predicted]`.
  public var counts: [[Int]]
  /// The names of the classes; numbers from 0 where they have none.
  public var labels: [String]

  /// Makes a figure of counts, `counts[actual][predicted]`; without labels the classes are numbered from 0.
  public init(_ counts: [[Int]], labels: [String] = []) {
    self.counts = counts
    self.labels = labels.isEmpty ? counts.indices.map(String.init) : labels
  }

  /// Makes a figure of a measured matrix; without labels the classes are numbered from 0.
  public init(_ matrix: ConfusionMatrix, labels: [String] = []) {
    self.init(matrix.counts, labels: labels)
  }
}

extension Confusion: FigureData {
  var defect: String? {
    let isSane =
      counts.count <= Limits.items && labels.count == counts.count && Limits.allow(labels)
      && counts.allSatisfy { row in
        row.count == counts.count && row.allSatisfy { (0...Limits.count).contains($0) }
      }
    return isSane ? nil : "has counts that are no matrix of classes"
  }

  var plainLines: [String] {
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let total = counts.joined().reduce(0, +)
    let rows = counts.indices.map { actual in
      let row = counts[actual]
      let wrong = row.indices.filter { $0 != actual && row[$0] > 0 }.sorted { row[$0] > row[$1] }
      let taken = wrong.map { "\(row[$0]) taken for \(labels[$0])" }
      return (["\(labels[actual]): \(row[actual]) of \(row.reduce(0, +)) right"] + taken).joined(
        separator: ", ")
    }
    return ["\(right) of \(total) right"] + rows
  }

  var summary: String { plainLines[0] }
}
