/// Walks over the text of a Swift file, so that braces and words in comments and strings are not taken for code.
///
/// It knows comments, strings of every kind and interpolations; not regular expressions between bare slashes.
struct SwiftScanner {
  /// A piece of the text.
  enum Piece: Equatable {
    /// A word or number.
    case word
    /// One character of another kind.
    case symbol(UInt8)
    /// A comment, a string, or white space without an end of line.
    case filler
    /// The end of a line.
    case newline
  }

  private let bytes: [UInt8]
  /// Where the next piece begins.
  private(set) var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The text between two positions.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The line of a position, from 1.
  func line(of position: Int) -> Int { bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1 }

  /// The next piece and where it lies; nil at the end.
  mutating func next() -> (piece: Piece, range: Range<Int>)? {
    guard position < bytes.count else { return nil }
    let start = position
    let piece = take()
    return (piece, start..<position)
  }

  /// Moves behind the bracket that closes the one just passed; false if there is none.
  mutating func skip(to closing: UInt8, opening: UInt8) -> Bool {
    var depth = 1
    while let (piece, _) = next() {
      if piece == .symbol(opening) { depth += 1 }
      if piece == .symbol(closing) { depth -= 1 }
      if depth == 0 { return true }
    }
    return false
  }

  private mutating func take() -> Piece {
    let byte = bytes[position]
    if has("//") {
      while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      return .filler
    }
    if has("/*") {
      takeBlockComment()
      return .filler
    }
    if byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "#") && isRawString) {
      takeString()
      return .filler
    }
    position += 1
    switch byte {
    case UInt8(ascii: "\n"): return .newline
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return .filler
    default: break
    }
    guard Self.isWord(byte) else { return .symbol(byte) }
    while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
    return .word
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private func has(_ text: StaticString) -> Bool {
    bytes[position...].prefix(text.utf8CodeUnitCount)
      .elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func takeBlockComment() {
    var depth = 0
    while position < bytes.count {
      if has("/*") {
        depth += 1
        position += 2
      } else if has("*/") {
        depth -= 1
        position += 2
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
  }

  private var isRawString: Bool {
    bytes[position...].first { $0 != UInt8(ascii: "#") } == UInt8(ascii: "\"")
  }

  private mutating func takeString() {
    var hashes = 0
    while bytes[position] == UInt8(ascii: "#") {
      hashes += 1
      position += 1
    }
    let isMultiline = has("\"\"\"")
    let quotes = isMultiline ? 3 : 1
    position += quotes
    let end = [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + hashMarks(hashes)
    let escape = [UInt8(ascii: "\\")] + hashMarks(hashes)
    while position < bytes.count {
      if bytes[position...].starts(with: end) {
        position += end.count
        return
      }
      if bytes[position...].starts(with: escape) {
        position += escape.count
        guard position < bytes.count else { return }
        position += 1
        // An interpolation holds code again.
        if bytes[position - 1] == UInt8(ascii: "(") {
          _ = skip(to: UInt8(ascii: ")"), opening: UInt8(ascii: "("))
        }
        continue
      }
      // A string of one line that never ends is the compiler's to report.
      if !isMultiline, bytes[position] == UInt8(ascii: "\n") { return }
      position += 1
    }
  }

  private func hashMarks(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "#"), count: count) }
}
