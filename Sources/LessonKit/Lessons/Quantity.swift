/// Amounts with a unit, as people write them.
enum Quantity {
  /// A way to write an amount: units with their worth, and an example for messages.
  struct Kind: Sendable {
    let units: [String: Double]
    let example: String
  }

  /// Bytes; KB is 1,024 bytes.
  static let bytes = Kind(
    units: ["B": 1, "byte": 1, "bytes": 1, "KB": 1024, "MB": 1_048_576, "GB": 1_073_741_824],
    example: "50 KB")
  /// Seconds.
  static let seconds = Kind(
    units: [
      "us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "second": 1, "seconds": 1, "minute": 60, "minutes": 60,
    ],
    example: "30 s")
  /// Percentage points, as a share of one.
  static let points = Kind(units: ["point": 0.01, "points": 0.01], example: "1 point")

  /// Reads an amount such as `50 KB`.
  ///
  /// - Returns: The amount in the base unit, or what is wrong with the text.
  static func parse(_ text: String, as kind: Kind) -> Result<Double, Problem> {
    let number = text.prefix { $0.isNumber || $0 == "." || $0 == "_" }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    guard let value = Double(number.filter { $0 != "_" }), value.isFinite else {
      return .failure(Problem(text: "'\(text)' is not an amount; write it like '\(kind.example)'"))
    }
    guard let factor = kind.units[String(unit)] else {
      let choices = kind.units.keys.sorted()
      return .failure(
        Problem(
          text: unit.isEmpty
            ? "'\(text)' has no unit; write it like '\(kind.example)'"
            : "'\(unit)' is not a unit here; \(Suggestion.sentence(for: String(unit), among: choices))"))
    }
    // Amounts end up as whole numbers of bytes in places; far beyond any machine is a typing error.
    guard value * factor < 1e15 else { return .failure(Problem(text: "'\(text)' is too large")) }
    return .success(value * factor)
  }

  /// Why a text is not an amount.
  struct Problem: Error, Equatable {
    let text: String
  }
}
