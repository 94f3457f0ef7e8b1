/// Numbers as the screen shows them.
public enum Format {
  /// A number with a fixed count of decimals, rounded half away from zero; `nan` and `inf` by name.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let decimals = max(0, min(9, decimals))
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let scaled = (abs(value) * factor).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    var digits = String(Int64(scaled))
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
    return value < 0 && scaled > 0 ? "-" + digits : digits
  }

  /// A size: bytes below 1,024, else KB or MB of 1,024 with one decimal: `36.3 KB`.
  public static func bytes(_ count: Int) -> String {
    switch abs(count) {
    case ..<1024: "\(count) B"
    case ..<(1024 * 1024): fixed(Double(count) / 1024, decimals: 1) + " KB"
    default: fixed(Double(count) / 1024 / 1024, decimals: 1) + " MB"
    }
  }

  /// A duration with three digits: `11.2 us`, `1.25 ms`, `2.00 s`.
  public static func seconds(_ value: Double) -> String {
    let units: [(limit: Double, factor: Double, name: String)] = [
      (1e-6, 1e9, "ns"), (1e-3, 1e6, "us"), (1, 1e3, "ms"), (.infinity, 1, "s"),
    ]
    // Compared after rounding, so that 999.9 us becomes 1.00 ms.
    let unit = units.first { abs(value) * 1.0005 < $0.limit } ?? units[3]
    return significant(value * unit.factor) + " " + unit.name
  }

  /// A fraction as percent: `93.9 %`.
  public static func percent(_ fraction: Double, decimals: Int = 1) -> String {
    fixed(fraction * 100, decimals: decimals) + " %"
  }

  /// A count with separators: `35,210`.
  public static func count(_ value: Int) -> String {
    var result = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + String(result.reversed())
  }

  /// Three significant digits, for a magnitude below 1,000.
  private static func significant(_ value: Double) -> String {
    switch abs(value) {
    case ..<9.995: fixed(value, decimals: 2)
    case ..<99.95: fixed(value, decimals: 1)
    default: fixed(value, decimals: 0)
    }
  }
}

/// What the numbers of an axis mean.
public enum AxisFormat: Hashable, Sendable {
  /// Plain numbers.
  case plain
  /// Fractions, shown as percent.
  case percent
  /// Sizes in bytes.
  case bytes
  /// Durations in seconds.
  case seconds

  /// The label of a tick; neighboring ticks are `step` apart, which decides how many decimals are needed.
  func label(_ value: Double, step: Double) -> String {
    switch self {
    case .plain where abs(value) >= 1e4 && abs(value) < 1e15 && decimals(for: step) == 0:
      Format.count(Int(value.rounded()))
    case .plain: Format.fixed(value, decimals: decimals(for: step))
    case .percent: Format.fixed(value * 100, decimals: decimals(for: step * 100)) + "%"
    case .bytes: value == 0 ? "0" : bytesLabel(value, step: step)
    case .seconds: value == 0 ? "0" : Format.seconds(value)
    }
  }

  /// All ticks of an axis have one unit, the one that sizes have elsewhere on the screen.
  private func bytesLabel(_ value: Double, step: Double) -> String {
    let unit = step < 1024 ? 1.0 : 1024
    let (count, name) = (max(-1e15, min(1e15, value)) / unit, step < 1024 ? "B" : "KB")
    let decimals = decimals(for: step / unit)
    return (decimals == 0 ? Format.count(Int(count.rounded())) : Format.fixed(count, decimals: decimals))
      + " \(name)"
  }

  private func decimals(for step: Double) -> Int {
    guard step > 0, step.isFinite else { return 2 }
    var decimals = 0
    var scaled = step
    while decimals < 6, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
      scaled *= 10
      decimals += 1
    }
    return decimals
  }
}
