/// A function or type at the top level of a Swift file, found without a compiler.
struct Declaration: Equatable {
  /// The name, without labels.
  var name: String
  /// What stands before the body, with single spaces, as in `func relu(_ values: [Float]) -> [Float]`.
  var signature: String
  /// The text, from its keyword's line to the end of its body.
  var text: String
  /// Where the text lies in the file, in bytes.
  var range: Range<Int>
  /// The line where it begins, from 1.
  var line: Int

  private static let keywords: Set = ["func", "struct", "class", "enum", "protocol", "extension", "actor"]

  /// The functions and types that a file declares, in order.
  static func all(in text: String) -> [Declaration] {
    var scanner = SwiftScanner(text)
    var found: [Declaration] = []
    var lineStart = 0
    while let (piece, range) = scanner.next() {
      switch piece {
      case .newline: lineStart = range.upperBound
      case .word where keywords.contains(scanner.text(range)):
        if let declaration = take(&scanner, from: lineStart, keyword: range.lowerBound) {
          found.append(declaration)
        }
      case .symbol(let opening): _ = skip(&scanner, opening)
      case .word, .filler: continue
      }
    }
    return found
  }

  /// Takes the rest of a declaration whose keyword has just been passed.
  private static func take(_ scanner: inout SwiftScanner, from start: Int, keyword: Int) -> Declaration? {
    var name = ""
    while let (piece, range) = scanner.next() {
      switch piece {
      case .word where name.isEmpty: name = scanner.text(range)
      case .symbol(UInt8(ascii: "{")):
        guard skip(&scanner, UInt8(ascii: "{")), !name.isEmpty else { return nil }
        let signature = scanner.text(keyword..<range.lowerBound).split(whereSeparator: \.isWhitespace)
        return Declaration(
          name: name, signature: signature.joined(separator: " "),
          text: scanner.text(start..<scanner.position),
          range: start..<scanner.position, line: scanner.line(of: start))
      case .symbol(let opening): guard skip(&scanner, opening) else { return nil }
      default: continue
      }
    }
    return nil
  }

  /// Skips what a bracket encloses; false if it never closes.
  private static func skip(_ scanner: inout SwiftScanner, _ opening: UInt8) -> Bool {
    switch opening {
    case UInt8(ascii: "("): scanner.skip(to: UInt8(ascii: ")"), opening: opening)
    case UInt8(ascii: "["): scanner.skip(to: UInt8(ascii: "]"), opening: opening)
    case UInt8(ascii: "{"): scanner.skip(to: UInt8(ascii: "}"), opening: opening)
    default: true
    }
  }
}
