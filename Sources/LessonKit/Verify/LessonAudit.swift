import Foundation

/// What can be said about an exercise without running it, beyond what reading it says.
struct LessonAudit {
  let exercise: Exercise
  /// The folder's name in messages, as in `Codelabs/01-intro/01-count`.
  let prefix: String
  let lessonText: SourceText
  /// `Lesson.swift`, and `Judge.swift` if there is one, by name.
  let code: [(name: String, text: SourceText)]

  /// Takes an exercise up.
  init(_ exercise: Exercise, prefix: String) {
    self.exercise = exercise
    self.prefix = prefix
    lessonText = SourceText(of: exercise.lessonText)
    code = [exercise.lessonCode, exercise.judgeCode].map { ($0.lastPathComponent, SourceText(of: $0)) }
  }

  /// Everything that is wrong; `links` finds the links of a piece of Markdown that begins in some line.
  func problems(links: LinkReader) -> [Diagnostic] {
    hintProblems + codeProblems + knobProblems + linkProblems(links) + fileProblems(links)
  }

  // MARK: lesson.md by itself

  private var hintProblems: [Diagnostic] {
    exercise.steps.flatMap { step in
      step.tasks.flatMap { task in
        task.checks.filter { check in !step.hints.contains { $0.check == check && $0.mistake == nil } }.map {
          Diagnostic(
            file: "\(prefix)/lesson.md", line: task.line,
            message:
              "the check '\($0)' has no hint for every failure; add a 'hint' without 'when' to the step")
        }
      }
    }
  }

  private var knobProblems: [Diagnostic] {
    let shown = exercise.steps.flatMap(\.knobs)
    return exercise.frontMatter.knobs.filter { !shown.contains($0.name) }.map {
      Diagnostic(
        file: "\(prefix)/lesson.md", line: lessonText.line(of: "\($0.name):") ?? 1,
        message: "no step shows the knob '\($0.name)'; add a 'knob' directive, or remove it")
    }
  }

  // MARK: lesson.md and Lesson.swift

  private var codeProblems: [Diagnostic] {
    let checks = exercise.steps.flatMap(\.checks)
    let steps = exercise.steps.map(\.id)
    let unlisted = firstArguments(of: "expect").filter { !checks.contains($0.text) }.map {
      Diagnostic(
        file: $0.file, line: $0.line,
        message: "no task of lesson.md lists the check '\($0.text)'; "
          + Suggestion.sentence(for: $0.text, among: checks))
    }
    let unknown = firstArguments(of: "Step").filter { !steps.contains($0.text) }.map {
      Diagnostic(
        file: $0.file, line: $0.line,
        message: "lesson.md has no step '\($0.text)'; " + Suggestion.sentence(for: $0.text, among: steps))
    }
    let unreported = exercise.steps.flatMap(\.hints).compactMap { hint -> Diagnostic? in
      guard let mistake = hint.mistake, !code.contains(where: { $0.text.line(of: "\"\(mistake)\"") != nil })
      else { return nil }
      return Diagnostic(
        file: "\(prefix)/lesson.md", line: hint.line,
        message: "no judge names the mistake '\(mistake)', so that this hint never shows; "
          + "give it to expect as 'mistake:'")
    }
    return unlisted + unknown + unreported
  }

  /// The literals that calls of a function begin with, wherever the exercise's code calls it.
  private func firstArguments(of function: String) -> [(text: String, file: String, line: Int)] {
    code.flatMap { name, source in
      source.firstArguments(of: function).map { ($0.text, "\(prefix)/\(name)", $0.line) }
    }
  }

  // MARK: Links and files

  private func linkProblems(_ links: LinkReader) -> [Diagnostic] {
    allLinks(links).compactMap { link in
      guard let defect = link.defect(in: exercise.folder, anchors: exercise.steps.map(\.id)) else {
        return nil
      }
      return Diagnostic(file: "\(prefix)/lesson.md", line: link.line, message: defect)
    }
  }

  private func allLinks(_ links: LinkReader) -> [Link] {
    let steps = exercise.steps.flatMap(\.blocks).flatMap { block -> [Link] in
      switch block {
      case .prose(let text, let line): links(text, line)
      case .hint(let hint):
        // The text of a hint begins below its keys.
        links(hint.text, lessonText.line(of: "---", from: hint.line).map { $0 + 1 } ?? hint.line)
      default: []
      }
    }
    return links(exercise.intro, exercise.introLine) + steps
  }

  private func fileProblems(_ links: LinkReader) -> [Diagnostic] {
    let linked = allLinks(links).map(\.destination)
    return FolderAudit.files(below: exercise.folder).compactMap { name in
      let isWrongAnswer =
        name.hasPrefix("Wrong/") && name.hasSuffix(".swift") && name.count { $0 == "/" } == 1
      guard !Exercise.files.contains(name), name != "Judge.swift", !isWrongAnswer, !linked.contains(name)
      else { return nil }
      return Diagnostic(
        file: "\(prefix)/\(name)",
        message: "this file belongs to no exercise; remove it, or link it from lesson.md")
    }
  }
}

/// A link of a Markdown text.
public struct Link: Sendable, Equatable {
  /// Where it leads.
  public var destination: String
  /// The line of the file where its paragraph begins.
  public var line: Int

  /// Makes a link.
  public init(destination: String, line: Int) {
    self.destination = destination
    self.line = line
  }

  /// What is wrong with it in a text of a folder with places to lead to; nothing of the network is asked.
  func defect(in folder: URL, anchors: [String]) -> String? {
    if let scheme = destination.firstRange(of: /^[a-z][a-z0-9+.-]*:/.ignoresCase()) {
      let isWeb = ["http:", "https:", "mailto:"].contains(destination[scheme].lowercased())
      guard isWeb, URL(string: destination) != nil, destination[scheme.upperBound...].count > 2 else {
        return "the link '\(destination)' leads nowhere; write a whole address, as in 'https://swift.org'"
      }
      return nil
    }
    if destination.hasPrefix("#") {
      let anchor = String(destination.dropFirst())
      return anchors.contains(anchor)
        ? nil : "the link '\(destination)' names no step; " + Suggestion.sentence(for: anchor, among: anchors)
    }
    let path = destination.prefix { $0 != "#" }.removingPercentEncoding ?? destination
    return !path.isEmpty && FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
      ? nil : "the link '\(destination)' leads to no file; write its path from the folder of this text"
  }
}

/// Finds the links of Markdown that begins in a line of its file.
public typealias LinkReader = (_ markdown: String, _ firstLine: Int) -> [Link]
