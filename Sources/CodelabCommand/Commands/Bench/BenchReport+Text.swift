import Codelab
import Foundation

extension BenchReport {
  /// The report as tables.
  var text: String {
    let tables = [cases, productCells, fileCells].filter { $0.count > 1 }.flatMap { [Self.table($0), ""] }
    return (tables + [machine.text] + peerLines).joined(separator: "\n")
  }

  private var cases: [[String]] {
    let names = (peers ?? [:]).keys.sorted()
    let compares = peers != nil
    let header =
      ["case", "median", "5 % to 95 %"] + names + (compares ? ["ratio", "target", ""] : [])
    return [header]
      + rows.map { row in
        let unit = Metric.Unit.seconds
        let own = [
          row.name, unit.text(row.times.median),
          "\(unit.text(row.times.low)) to \(unit.text(row.times.high))",
        ]
        guard compares else { return own }
        let theirs = names.map { name in
          row.peers?.first { $0.name == name }?.times.map { unit.text($0.median) } ?? ""
        }
        return own + theirs + [
          row.ratio.map { String(format: "%.2f", $0) } ?? "",
          row.target.map { String(format: "<= %.2f", $0) } ?? "",
          row.isMet.map { $0 ? "met" : "missed" } ?? "",
        ]
      }
  }

  private var productCells: [[String]] {
    func gigaflops(_ rate: Double) -> String { String(format: "%.1f GFLOP/s", rate / 1e9) }
    return [["product", "median", "rate", "peak", "share", "target"]]
      + [product].compactMap { $0 }.map { product in
        [
          product.name, Metric.Unit.seconds.text(product.times.median), gigaflops(product.rate),
          gigaflops(product.peakRate), String(format: "%.0f %%", 100 * product.share),
          String(format: ">= %.0f %%, %@", 100 * product.target, product.isMet ? "met" : "missed"),
        ]
      }
  }

  private var fileCells: [[String]] {
    let unit = Metric.Unit.bytes
    return [["file", "bytes", "weights", "scales", "biases", "code tables", "structure", "target"]]
      + files.map { file in
        [file.name]
          + [file.total, file.weights, file.scales, file.biases, file.codeTables, file.structure]
          .map { String($0) }
          + [
            file.target.map { "<= \(unit.text(Double($0))), \(file.total <= $0 ? "met" : "missed")" } ?? ""
          ]
      }
  }

  /// Versions, and what is missing; settings differ from case to case and are in the JSON.
  private var peerLines: [String] {
    (peers ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + (missingPeers ?? [:]).sorted { $0.key < $1.key }.map {
        "\($0.key): \(Console.sanitizedText($0.value))"
      }
  }

  /// Cells in columns as wide as their widest text.
  static func table(_ cells: [[String]]) -> String {
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        .trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
