/// Names of exercises, steps, tasks and checks.
enum Identifier {
  /// Whether a text is small letters, digits and hyphens, beginning with a letter or digit.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 100 else {
      return false
    }
    return text.utf8.allSatisfy(isAllowed)
  }

  /// A text in small letters, with a hyphen between words.
  static func slug(_ text: String) -> String {
    text.lowercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}
