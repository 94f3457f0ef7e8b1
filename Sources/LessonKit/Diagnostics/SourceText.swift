import Foundation

/// The lines of a file, to find where something stands.
struct SourceText {
  let lines: [String]

  /// Reads a file; one that cannot be read has no lines.
  init(of file: URL) {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    lines = text.lines
  }

  /// The number of the first line, at or below another, that holds a text; numbers begin at 1.
  func line(of text: String, from start: Int = 1) -> Int? {
    lines.indices.dropFirst(start - 1).first { lines[$0].contains(text) }.map { $0 + 1 }
  }

  /// The string literals that are the first argument of calls, with their lines.
  ///
  /// As `ends` in `expect("ends", ...)`; what is put together at run time is not seen.
  func firstArguments(of function: String) -> [(text: String, line: Int)] {
    var found: [(text: String, line: Int)] = []
    var isOpen = false
    for (index, line) in lines.enumerated() {
      var rest = line[...]
      // The literal may stand in the line below the parenthesis.
      if isOpen, let text = Self.literal(at: rest) { found.append((text, index + 1)) }
      isOpen = false
      while let call = rest.range(of: function + "(") {
        let isWhole =
          call.lowerBound == rest.startIndex || !Self.isWord(rest[rest.index(before: call.lowerBound)])
        rest = rest[call.upperBound...]
        guard isWhole else { continue }
        if let text = Self.literal(at: rest) { found.append((text, index + 1)) }
        isOpen = rest.allSatisfy(\.isWhitespace)
      }
    }
    return found
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  /// The content of the plain string literal that a text begins with.
  private static func literal(at text: Substring) -> String? {
    let start = text.drop(while: \.isWhitespace)
    guard start.first == "\"" else { return nil }
    let content = start.dropFirst().prefix { $0 != "\"" }
    return content.contains("\\") || content.endIndex == start.endIndex ? nil : String(content)
  }
}
