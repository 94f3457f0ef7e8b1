/// Rows of text under headings.
public struct Table: Codable, Sendable, Equatable {
  /// The column headings.
  public var columns: [String]
  /// The rows, each with one text a column.
  public var rows: [[String]]

  /// Makes a table.
  public init(columns: [String], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }
}

extension Table: FigureData {
  var defect: String? {
    let isShort =
      rows.count <= Limits.samples && Limits.allow(columns) && rows.allSatisfy { Limits.allow($0) }
    return isShort ? nil : "is too long"
  }

  /// Each row with the heading before each of its texts, so that it can be understood alone; without empty cells.
  var plainLines: [String] {
    rows.map { row in
      row.enumerated().filter { !$1.isEmpty }.map { column, text in
        column == 0 || column >= columns.count ? text : "\(columns[column]) \(text)"
      }.joined(separator: ", ")
    }
  }

  var summary: String { plainLines.last ?? "nothing yet" }
}
