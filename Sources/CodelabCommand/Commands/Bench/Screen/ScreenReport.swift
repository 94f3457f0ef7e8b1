import Codelab
import Foundation

/// What `codelab bench --screen` found; encoded, the format of its `--json`.
struct ScreenReport: Encodable {
  /// One thing that was measured, with what it should not exceed.
  struct Row: Encodable {
    /// What was measured, as in `key to screen, while training`.
    var name: String
    /// "seconds" or "fraction".
    var unit: String
    /// The value that is held against the target: the worst of several where there are several.
    var value: Double
    /// The median of several; nil where there is one value.
    var median: Double?
    /// How many were measured.
    var count: Int
    /// What the value should not exceed.
    var target: Double
    /// Whether the value is at most the target.
    var isMet: Bool

    /// The worst of several times, in seconds.
    init(_ name: String, worstOf times: [Double], target: Double) {
      self.init(name, times.max() ?? .nan, unit: .seconds, count: times.count, target: target)
      median = times.isEmpty ? nil : times.sorted()[times.count / 2]
    }

    /// The median of several times, in seconds.
    init(_ name: String, medianOf times: [Double], target: Double) {
      let median = times.isEmpty ? .nan : times.sorted()[times.count / 2]
      self.init(name, median, unit: .seconds, count: times.count, target: target)
    }

    /// A single value.
    init(_ name: String, _ value: Double, unit: Metric.Unit, count: Int = 1, target: Double) {
      self.name = name
      self.unit = unit.rawValue
      self.value = value
      self.count = count
      self.target = target
      isMet = value <= target
    }
  }

  /// The version of this format.
  let schema = "codelab.bench.screen/1"
  /// Where it ran.
  var machine: Machine
  /// What was measured.
  var rows: [Row]

  /// The report as a table.
  var text: String {
    var cells = [["screen", "measured", "median", "target", ""]]
    for row in rows {
      let unit = Metric.Unit(rawValue: row.unit) ?? .number
      // Shares of a processor are far below a tenth of a percent.
      func text(_ value: Double) -> String {
        unit == .fraction ? String(format: "%.4g %%", 100 * value) : unit.text(value)
      }
      cells.append([
        row.name, text(row.value), row.median.map(text) ?? "", "<= \(text(row.target))",
        row.isMet ? "met" : "missed",
      ])
    }
    return BenchReport.table(cells) + "\n\n" + machine.text
  }
}
