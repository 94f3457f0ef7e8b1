/// Why symbols cannot be coded, or bits not be decoded.
public enum HuffmanError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is nothing to make a code for.
  case noSymbols

  /// More symbols than bytes have values.
  case symbolCount(Int)

  /// Counts that are negative or too large.
  case counts

  /// A code of so many bits.
  case length(Int)

  /// More codes than so short ones can be told apart.
  case tooManyCodes

  /// Codes that leave some sequences of bits without a meaning.
  case tooFewCodes

  /// A symbol that has no code.
  case noCode(UInt8)

  /// A number of symbols that is negative, or larger than the bits can hold.
  case count(Int)

  /// The bits end before the last symbol does, or one of them has no meaning.
  case bits(symbol: Int)

  /// The last byte is not filled up with zeros.
  case padding

  /// What is wrong.
  public var description: String {
    switch self {
    case .noSymbols: "there is no symbol to make a code for"
    case .symbolCount(let count): "\(count) symbols: a byte has 256 values"
    case .counts: "the counts of symbols must not be negative, and their sum must be less than 2^58"
    case .length(let length):
      "a code of \(length) bits: codes have 1 to \(HuffmanCode.longest), or 0 for none"
    case .tooManyCodes: "the lengths of the codes are too short for so many symbols"
    case .tooFewCodes: "the lengths of the codes leave some bits without a meaning"
    case .noCode(let symbol): "the symbol \(symbol) has no code: it did not occur when the code was made"
    case .count(let count): "\(count) symbols cannot lie in so few bits"
    case .bits(let symbol): "the bits of symbol \(symbol) are missing or have no meaning"
    case .padding: "the last byte is not filled up with zeros"
    }
  }
}
