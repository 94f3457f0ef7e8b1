import Codelab
import Foundation

/// Reads `lesson.md` into front matter and steps, and says everything that is wrong with it.
struct LessonReader {
  private(set) var frontMatter: FrontMatter?
  private(set) var intro = LessonText.Part(line: 1, lines: [])
  private(set) var steps: [LessonStep] = []
  private(set) var problems: [Diagnostic]
  private let file: String
  /// The lines of knob directives, which the steps do not keep.
  private var knobLines: [(name: String, line: Int)] = []

  /// Reads a text; `file` is the name used in messages.
  init(_ text: String, file: String) {
    self.file = file
    let parts = LessonText(text, file: file)
    problems = parts.problems
    intro = parts.intro
    if let part = parts.frontMatter {
      var settings = Settings(yaml: part.text, file: file, firstLine: part.line, line: 1)
      frontMatter = FrontMatter(&settings)
      settings.reportUnknownKeys()
      problems += settings.problems
    }
    if parts.sections.isEmpty {
      problems.append(
        Diagnostic(
          file: file, line: intro.line,
          message: "the lesson has no step; add a heading, as in '## Title {#id}'"))
    }
    for section in parts.sections { steps.append(readStep(section)) }
    checkReferences()
    problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  private mutating func report(_ message: String, line: Int) {
    problems.append(Diagnostic(file: file, line: line, message: message))
  }

  // MARK: Steps

  private mutating func readStep(_ section: LessonText.Section) -> LessonStep {
    var title = section.heading
    var id: String?
    if title.hasSuffix("}"), let brace = title.range(of: "{#", options: .backwards) {
      id = String(title[brace.upperBound...].dropLast())
      title = title[..<brace.lowerBound].trimming(\.isWhitespace)
    }
    if title.isEmpty { report("the heading has no text; write '## Title {#id}'", line: section.line) }
    let identifier = id ?? Identifier.slug(title)
    if !Identifier.isValid(identifier) {
      report(
        "'\(identifier)' is not an identifier; use small letters, digits and hyphens, as in '{#choose-bits}'",
        line: section.line)
    }
    var step = LessonStep(id: identifier, title: title, line: section.line, minutes: nil, blocks: [])
    for (index, piece) in section.pieces.enumerated() {
      switch piece {
      case .prose(var part):
        if index == 0 { step.minutes = takeDuration(&part) }
        if !part.lines.isEmpty { step.blocks.append(.prose(part.text, line: part.line)) }
      case .directive(let directive):
        if let block = readDirective(directive) { step.blocks.append(block) }
      }
    }
    return step
  }

  /// Takes a line `Duration: 4` from the top of a step.
  private mutating func takeDuration(_ part: inout LessonText.Part) -> Int? {
    guard let first = part.lines.first, first.hasPrefix("Duration:") else { return nil }
    let line = part.line
    let text = first.dropFirst("Duration:".count).trimming(\.isWhitespace)
    part.lines.removeFirst()
    part.line += 1
    while part.lines.first?.allSatisfy(\.isWhitespace) == true {
      part.lines.removeFirst()
      part.line += 1
    }
    guard let minutes = Int(text), (1...600).contains(minutes) else {
      report("'\(text)' is not a duration; write whole minutes, as in 'Duration: 4'", line: line)
      return nil
    }
    return minutes
  }

  // MARK: Directives

  private mutating func readDirective(_ directive: LessonText.Directive) -> LessonStep.Block? {
    guard LessonText.directives.contains(directive.name) else {
      report(
        "unknown directive '\(directive.name)'; "
          + Suggestion.sentence(for: directive.name, among: LessonText.directives), line: directive.line)
      return nil
    }
    var header = directive.body
    var text = LessonText.Part(line: directive.line, lines: [])
    if directive.name == "hint" {
      guard let rule = header.lines.firstIndex(where: LessonText.isRule) else {
        report("the hint has no text; write '---' and the help below its keys", line: directive.line)
        return nil
      }
      text = LessonText.Part(line: header.line + rule + 1, lines: Array(header.lines[(rule + 1)...]))
      header.lines = Array(header.lines[..<rule])
    }
    var settings = Settings(
      yaml: header.text, file: file, firstLine: header.line, line: directive.line)
    let block: LessonStep.Block? =
      switch directive.name {
      case "task": LessonTask(&settings).map { .task($0) }
      case "hint": Hint(&settings, text: text.text).map { .hint($0) }
      case "predict": Prediction(&settings).map { .predict($0) }
      case "knob": settings.identifier("name").map { .knob($0) }
      default: settings.identifier("id").map { .figure($0) }
      }
    settings.reportUnknownKeys()
    problems += settings.problems
    if case .knob(let name) = block { knobLines.append((name, directive.line)) }
    return block
  }

  // MARK: What only shows when all is read

  private mutating func checkReferences() {
    reportRepeated(steps.map { ($0.id, $0.line) }, as: "step", advice: "give this one another '{#id}'")
    let tasks = steps.flatMap(\.tasks)
    reportRepeated(tasks.map { ($0.id, $0.line) }, as: "task", advice: "give this one another id")
    reportRepeated(
      steps.flatMap(\.predictions).map { ($0.id, $0.line) }, as: "prediction",
      advice: "give this one another id")
    reportRepeated(
      tasks.flatMap { task in task.checks.map { ($0, task.line) } }, as: "check",
      advice: "a check decides one task only; remove it here or give it another name")

    for step in steps {
      for hint in step.hints where !step.checks.contains(hint.check) {
        report(
          "no task of this step lists the check '\(hint.check)'; "
            + Suggestion.sentence(for: hint.check, among: step.checks), line: hint.line)
      }
      var seen: [String] = []
      for hint in step.hints {
        let key = "\(hint.check) at level \(hint.level)" + (hint.mistake.map { " when \($0)" } ?? "")
        if seen.contains(key) {
          report("there is already a hint for \(key); change the level", line: hint.line)
        }
        seen.append(key)
      }
    }
    if let knobs = frontMatter?.knobs.map(\.name) {
      for (name, line) in knobLines where !knobs.contains(name) {
        let advice =
          knobs.isEmpty ? "declare it under 'knobs:'" : Suggestion.sentence(for: name, among: knobs)
        report("the front matter declares no knob '\(name)'; \(advice)", line: line)
      }
    }
  }

  private mutating func reportRepeated(_ names: [(String, Int)], as kind: String, advice: String) {
    var first: [String: Int] = [:]
    for (name, line) in names {
      if let earlier = first[name] {
        report("the \(kind) '\(name)' exists already, in line \(earlier); \(advice)", line: line)
      } else {
        first[name] = line
      }
    }
  }
}
