/// Colors Swift code: keywords, types, strings, numbers, comments.
///
/// By the shape of tokens, without parsing: a capitalized name is a type. Comments and strings over several
/// lines are followed across lines; code within an interpolation has the color of its string.
enum SwiftHighlighter {
  private static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch", "class",
    "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough",
    "false", "fileprivate", "final", "for", "func", "get", "guard", "if", "import", "in", "indirect", "init",
    "inout", "internal", "is", "lazy", "let", "mutating", "nil", "nonisolated", "nonmutating", "open",
    "operator", "override", "package", "private", "protocol", "public", "repeat", "required", "rethrows",
    "return", "self", "set", "some", "static", "struct", "subscript", "super", "switch", "throw", "throws",
    "true", "try", "typealias", "unowned", "var", "weak", "where", "while",
  ]

  /// What continues on the next line.
  private enum Context { case code, comment(depth: Int), string(hashes: Int) }

  static func highlight(_ lines: [String], theme: Theme) -> [[Span]] {
    var context = Context.code
    return lines.map { line in
      tokens(of: Array(line), &context).map { Span($0.text, theme[$0.role]) }
    }
  }

  private static func tokens(of line: [Character], _ context: inout Context) -> [(text: String, role: Role)] {
    var tokens: [(text: String, role: Role)] = []
    var position = 0
    func emit(upTo end: Int, _ role: Role) {
      guard end > position else { return }
      tokens.append((String(line[position..<end]), role))
      position = end
    }
    func has(_ text: String, at index: Int) -> Bool {
      line[min(index, line.count)...].starts(with: text)
    }
    func end(from start: Int, while condition: (Character) -> Bool) -> Int {
      line[start...].firstIndex { !condition($0) } ?? line.count
    }

    while position < line.count {
      switch context {
      case .comment(var depth):
        var end = position
        while end < line.count, depth > 0 {
          if has("*/", at: end) {
            depth -= 1
            end += 2
          } else if has("/*", at: end) {
            depth += 1
            end += 2
          } else {
            end += 1
          }
        }
        context = depth > 0 ? .comment(depth: depth) : .code
        emit(upTo: end, .codeComment)
      case .string(let hashes):
        let close = "\"\"\"" + String(repeating: "#", count: hashes)
        if let start = (position..<line.count).first(where: { has(close, at: $0) }) {
          context = .code
          emit(upTo: start + close.count, .codeString)
        } else {
          emit(upTo: line.count, .codeString)
        }
      case .code:
        let character = line[position]
        if has("//", at: position) {
          emit(upTo: line.count, .codeComment)
        } else if has("/*", at: position) {
          context = .comment(depth: 1)
          emit(upTo: position + 2, .codeComment)
        } else if character == "\"" || character == "#" {
          let hashes = line[position...].prefix { $0 == "#" }.count
          if has("\"\"\"", at: position + hashes) {
            context = .string(hashes: hashes)
            emit(upTo: position + hashes + 3, .codeString)
          } else if has("\"", at: position + hashes) {
            emit(upTo: endOfString(line, from: position + hashes + 1, hashes: hashes), .codeString)
          } else {
            emit(upTo: end(from: position + 1) { $0.isLetter }, .codeKeyword)
          }
        } else if character == "@" {
          emit(upTo: end(from: position + 1) { $0.isLetter || $0.isNumber }, .codeKeyword)
        } else if character.isNumber {
          let end = end(from: position) { $0.isNumber || $0.isLetter || $0 == "_" }
          emit(upTo: endOfFraction(line, from: end), .codeNumber)
        } else if character.isLetter || character == "_" {
          let end = end(from: position) { $0.isLetter || $0.isNumber || $0 == "_" }
          let word = String(line[position..<end])
          let isMember = position > 0 && line[position - 1] == "."
          let role: Role =
            if keywords.contains(word), !isMember || word == "self" || word == "init" {
              .codeKeyword
            } else {
              word.first?.isUppercase == true ? .codeType : .code
            }
          emit(upTo: end, role)
        } else {
          emit(upTo: position + 1, .code)
        }
      }
    }
    return tokens
  }

  /// The position after the quote that ends a string of one line; a backslash takes the next character along.
  private static func endOfString(_ line: [Character], from start: Int, hashes: Int) -> Int {
    let close = "\"" + String(repeating: "#", count: hashes)
    var index = start
    while index < line.count {
      if line[index...].starts(with: close) { return index + close.count }
      index += line[index] == "\\" && hashes == 0 ? 2 : 1
    }
    return line.count
  }

  /// The position after the fraction of a number: `0.5`, but neither `0...5` nor `0.isZero`.
  private static func endOfFraction(_ line: [Character], from dot: Int) -> Int {
    guard dot + 1 < line.count, line[dot] == ".", line[dot + 1].isNumber else { return dot }
    return line[(dot + 1)...].firstIndex { !$0.isNumber && !$0.isLetter && $0 != "_" } ?? line.count
  }
}
