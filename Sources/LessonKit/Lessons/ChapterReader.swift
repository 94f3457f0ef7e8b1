import Foundation

/// Reads the page of a chapter, `README.md` in its folder.
struct ChapterReader {
  private(set) var title: String?
  private(set) var blocks: [Chapter.Block] = []
  private(set) var problems: [Diagnostic] = []
  private let file: String

  /// Reads a text; `file` is the name used in messages.
  init(_ text: String, file: String) {
    self.file = file
    let lines = text.lines
    var prose = LessonText.Part(line: 1, lines: [])
    var index = 0
    while index < lines.count {
      if title == nil, let heading = Self.title(of: lines[index]) {
        title = heading
        index += 1
        continue
      }
      guard let fence = Fence(lines[index]) else {
        if prose.lines.isEmpty { prose.line = index + 1 }
        prose.lines.append(lines[index])
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex(where: fence.isClosed(by:))
      if end == nil {
        report("this fenced block is never closed; add a line of '\(fence.marker)' below it", line: index + 1)
      }
      let body = Array(lines[(index + 1)..<(end ?? lines.count)])
      let next = end.map { $0 + 1 } ?? lines.count
      if Suggestion.nearest(to: fence.word, in: ["measured"]) != nil {
        finish(&prose)
        readDirective(fence.word, LessonText.Part(line: index + 2, lines: body))
      } else {
        if prose.lines.isEmpty { prose.line = index + 1 }
        prose.lines += lines[index..<next]
      }
      index = next
    }
    finish(&prose)
    if title == nil { report("the page has no title; begin it with '# Title'", line: 1) }
  }

  private mutating func readDirective(_ name: String, _ body: LessonText.Part) {
    let line = body.line - 1
    guard name == "measured" else {
      return report("unknown directive '\(name)'; did you mean 'measured'?", line: line)
    }
    var settings = Settings(yaml: body.text, file: file, firstLine: body.line, line: line)
    if let row = Measured(&settings) {
      if case .measured(let rows) = blocks.last {
        blocks[blocks.count - 1] = .measured(rows + [row])
      } else {
        blocks.append(.measured([row]))
      }
    }
    settings.reportUnknownKeys()
    problems += settings.problems
  }

  /// Stores prose without blank lines around it.
  private mutating func finish(_ prose: inout LessonText.Part) {
    defer { prose.lines = [] }
    prose.trimBlankLines()
    if !prose.lines.isEmpty { blocks.append(.prose(prose.text, line: prose.line)) }
  }

  private mutating func report(_ message: String, line: Int) {
    problems.append(Diagnostic(file: file, line: line, message: message))
  }

  /// The text of an H1, or nil for every other line.
  private static func title(of line: String) -> String? {
    guard line.hasPrefix("# ") else { return nil }
    let text = line.dropFirst(2).trimming(\.isWhitespace)
    return text.isEmpty ? nil : text
  }
}

extension Measured {
  init?(_ settings: inout Settings) {
    let exercise = settings.identifier("exercise")
    let step = settings.has("step") ? settings.identifier("step") : nil
    let metric = settings.identifier("metric")
    let label = settings.string("label", required: true)
    guard let exercise, let metric, let label else { return nil }
    self.init(exercise: exercise, step: step, metric: metric, label: label, line: settings.line)
  }
}

extension Chapter {
  /// Reads a chapter's folder; `prefix` is its name in messages.
  static func read(_ folder: URL, path: String, prefix: String) -> Chapter {
    var chapter = Chapter(path: path, title: title(ofFolder: path))
    let page = folder.appendingPathComponent("README.md")
    guard FileManager.default.fileExists(atPath: page.path) else { return chapter }
    let name = "\(prefix)/README.md"
    guard let text = try? String(contentsOf: page, encoding: .utf8) else {
      chapter.diagnostics = [
        Diagnostic(file: name, message: "the file cannot be read as UTF-8; save it as UTF-8")
      ]
      return chapter
    }
    let reader = ChapterReader(text, file: name)
    chapter.title = reader.title ?? chapter.title
    (chapter.blocks, chapter.diagnostics) = (reader.blocks, reader.problems)
    return chapter
  }

  /// What only shows when all exercises are read.
  func relationProblems(among exercises: [Exercise], file: String) -> [Diagnostic] {
    measured.compactMap { row in
      guard let exercise = exercises.first(where: { $0.id == row.exercise }) else {
        return Diagnostic(
          file: file, line: row.line,
          message: "'measured' names an unknown exercise '\(row.exercise)'; "
            + Suggestion.sentence(for: row.exercise, among: exercises.map(\.id)))
      }
      guard let step = row.step, exercise.step(step) == nil else { return nil }
      return Diagnostic(
        file: file, line: row.line,
        message: "\(exercise.id) has no step '\(step)'; "
          + Suggestion.sentence(for: step, among: exercise.steps.map(\.id)))
    }
  }
}
