/// The parts of `lesson.md`, found line by line; what they say is read elsewhere.
struct LessonText: Equatable {
  /// A run of lines.
  struct Part: Equatable {
    /// The line of the file where it begins.
    var line: Int
    var lines: [String]

    var text: String { lines.joined(separator: "\n") }

    /// Drops blank lines at both ends.
    mutating func trimBlankLines() {
      while let first = lines.first, first.allSatisfy(\.isWhitespace) {
        lines.removeFirst()
        line += 1
      }
      while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    }
  }

  /// A fenced block whose first word names a directive, or nearly does.
  struct Directive: Equatable {
    var name: String
    /// The line of the opening fence.
    var line: Int
    var body: Part
  }

  /// An H2 and what stands below it.
  struct Section: Equatable {
    var heading: String
    var line: Int
    var pieces: [Piece] = []
  }

  enum Piece: Equatable {
    case prose(Part)
    case directive(Directive)
  }

  static let directives = ["task", "hint", "predict", "knob", "figure"]

  /// The YAML between the two lines of `---`, without them.
  private(set) var frontMatter: Part?
  private(set) var intro = Part(line: 1, lines: [])
  private(set) var sections: [Section] = []
  private(set) var problems: [Diagnostic] = []

  /// Takes a text apart.
  init(_ text: String, file: String) {
    let lines = text.lines
    var index = readFrontMatter(lines, file: file)
    var prose = Part(line: index + 1, lines: [])

    while index < lines.count {
      let line = lines[index]
      if let heading = Self.heading(of: line) {
        finish(&prose)
        sections.append(Section(heading: heading, line: index + 1))
        index += 1
        prose = Part(line: index + 1, lines: [])
        continue
      }
      guard let fence = Fence(line) else {
        prose.lines.append(line)
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex(where: fence.isClosed(by:))
      if end == nil {
        problems.append(
          Diagnostic(
            file: file, line: index + 1,
            message: "this fenced block is never closed; add a line of '\(fence.marker)' below it"))
      }
      let body = lines[(index + 1)..<(end ?? lines.count)]
      let next = end.map { $0 + 1 } ?? lines.count
      if Self.isDirective(fence.word) {
        finish(&prose)
        let directive = Directive(
          name: fence.word, line: index + 1, body: Part(line: index + 2, lines: Array(body)))
        if sections.isEmpty {
          problems.append(
            Diagnostic(
              file: file, line: index + 1,
              message: "'\(fence.word)' stands before the first step; move it below an H2 heading"))
        } else {
          sections[sections.count - 1].pieces.append(.directive(directive))
        }
        prose = Part(line: next + 1, lines: [])
      } else {
        prose.lines += lines[index..<next]
      }
      index = next
    }
    finish(&prose)
  }

  private mutating func readFrontMatter(_ lines: [String], file: String) -> Int {
    guard lines.first.map(Self.isRule) == true else {
      problems.append(
        Diagnostic(file: file, line: 1, message: "the front matter is missing; begin the file with '---'"))
      return 0
    }
    guard let end = lines.dropFirst().firstIndex(where: Self.isRule) else {
      problems.append(
        Diagnostic(file: file, line: 1, message: "the front matter is never closed; add a line of '---'"))
      return lines.count
    }
    frontMatter = Part(line: 2, lines: Array(lines[1..<end]))
    return end + 1
  }

  /// Stores prose where it belongs, without blank lines around it.
  private mutating func finish(_ prose: inout Part) {
    prose.trimBlankLines()
    guard !prose.lines.isEmpty else { return }
    if sections.isEmpty {
      if intro.lines.isEmpty { intro = prose } else { intro.lines += [""] + prose.lines }
    } else {
      sections[sections.count - 1].pieces.append(.prose(prose))
    }
  }

  static func isRule(_ line: String) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  /// The text of an H2, or nil for every other line.
  private static func heading(of line: String) -> String? {
    guard let text = line.unindented, text.hasPrefix("##") else { return nil }
    let rest = text.dropFirst(2)
    guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
    return rest.trimming(\.isWhitespace)
  }

  /// Whether a fence's word is a directive's name, or so near that it was meant to be one.
  private static func isDirective(_ word: String) -> Bool {
    if directives.contains(word) { return true }
    let languages = [
      "text", "txt", "math", "c", "sh", "swift", "json", "yaml", "bash", "python", "task-list",
    ]
    return !word.isEmpty && !languages.contains(word) && Suggestion.nearest(to: word, in: directives) != nil
  }
}

/// The opening line of a fenced block, after CommonMark.
struct Fence {
  let marker: String
  let word: String

  init?(_ line: String) {
    guard let text = line.unindented, let character = text.first, "`~".contains(character) else { return nil }
    let run = text.prefix { $0 == character }
    let info = text.dropFirst(run.count)
    guard run.count >= 3, character == "~" || !info.contains("`") else { return nil }
    marker = String(run)
    word = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
  }

  func isClosed(by line: String) -> Bool {
    guard let text = line.unindented else { return false }
    let run = text.prefix { $0 == marker.first }
    return run.count >= marker.count && text.dropFirst(run.count).allSatisfy(\.isWhitespace)
  }
}

extension String {
  /// The line from its first character on, or nil if four spaces or more make it code.
  fileprivate var unindented: Substring? {
    let text = drop { $0 == " " }
    return utf8.distance(from: startIndex, to: text.startIndex) <= 3 ? text : nil
  }
}

extension StringProtocol {
  /// The text without the characters at both ends for which `isTrimmed` holds.
  func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, isTrimmed(last) { rest = rest.dropLast() }
    return String(rest.drop(while: isTrimmed))
  }
}
