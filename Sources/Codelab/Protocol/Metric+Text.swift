import Foundation

extension Metric.Unit {
  /// A value with its unit, as panels, logs and reports write it.
  ///
  /// A KB is 1,024 bytes; a microsecond is written `us`, which every terminal can show.
  public func text(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    switch self {
    case .bytes:
      return value < 1_024 ? "\(grouped(value, digits: 0)) B" : "\(grouped(value / 1_024, digits: 1)) KB"
    case .seconds:
      return switch abs(value) {
      case ..<1e-3: "\(grouped(value * 1e6, digits: 1)) us"
      case ..<1: "\(grouped(value * 1e3, digits: 2)) ms"
      default: "\(grouped(value, digits: 2)) s"
      }
    case .fraction:
      return "\(grouped(value * 100, digits: 1)) %"
    case .count:
      return grouped(value, digits: 0)
    case .number:
      // Whole numbers are written out, as far as people read them; minus zero is zero.
      guard abs(value) < 1e4 || abs(value) >= 1e9 else { return grouped(value, digits: 0) }
      return String(format: "%.4g", value == 0 ? 0 : value)
    }
  }
}

/// A number with a fixed number of digits behind the point and commas between thousands.
private func grouped(_ value: Double, digits: Int) -> String {
  let text = String(format: "%.\(digits)f", abs(value))
  let whole = text.prefix { $0 != "." }
  var result = ""
  for (index, digit) in whole.enumerated() {
    if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
  return (value < 0 && !isZero ? "-" : "") + result + text.dropFirst(whole.count)
}

extension Metric {
  /// The value with its unit.
  public var text: String { unit.text(value) }

  /// The name for people, as in `latency p50`.
  public var title: String { name.replacingOccurrences(of: "-", with: " ") }
}
