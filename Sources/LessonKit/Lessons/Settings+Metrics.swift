import Codelab

// Units of measurements, and amounts in them.

extension Settings {
  /// The unit of a metric; it must be there.
  mutating func unit(_ key: String) -> Metric.Unit? {
    guard let name = string(key, required: true) else { return nil }
    let unit = Metric.Unit(rawValue: name)
    if unit == nil {
      let units = Metric.Unit.allCases.map(\.rawValue)
      report("'\(name)' is not a unit; \(Suggestion.sentence(for: name, among: units))", line: line(of: key))
    }
    return unit
  }

  /// A measured amount, in the unit's base.
  ///
  /// Bytes and seconds have their unit, as in `20 KB`; a fraction may be in percent.
  mutating func amount(_ key: String, in unit: Metric.Unit) -> Double? {
    switch unit {
    case .bytes: return quantity(key, Quantity.bytes)
    case .seconds: return quantity(key, Quantity.seconds)
    case .count, .number: return number(key)
    case .fraction:
      guard let text = string(key) else { return nil }
      let digits = text.trimming { $0 == "%" || $0 == " " }
      guard let number = Double(digits), number.isFinite else {
        report("'\(key)' must be a fraction, as in '0.95' or '95 %'", line: line(of: key))
        return nil
      }
      return text.contains("%") ? number / 100 : number
    }
  }
}
