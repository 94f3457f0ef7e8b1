import ArgumentParser
import Foundation
import LessonKit
import TerminalUI

/// Holds exercises against what the author's guide demands.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "For authors: try everything that an exercise promises.",
    discussion: """
      The starter compiles and does not pass, the solution passes with several seeds in a third of the time allowed, \
      each wrong answer fails exactly the check it names, and text, code and folder fit together. Exit code 1 \
      if something is wrong; everything that is, is printed as file:line: error: what, and what to do.
      """)

  /// How the result is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @OptionGroup var options: CourseOptions
  @OptionGroup var pack: PackTrust

  @Argument(help: "The exercises; all, and what lies beside them, without this.")
  var exercises: [String] = []

  @Option(help: "With how many seeds the solution has to pass.")
  var seeds = 3

  @Option(help: "How many answers are tried at a time; as many as there are processors without this.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Try wrong answers at the step of their check alone, not whether they fail others, too.")
  var quick = false

  @Option(help: "The result's format.")
  var format = Format.text

  func validate() throws {
    guard (1...100).contains(seeds) else { throw ValidationError("--seeds is a number from 1 to 100") }
    guard (1...1000).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 1000") }
  }

  func run() throws {
    let (session, course) = try options.load()
    try pack.confirm(session)
    var verifier = Verifier(setup: try session.setup(), seeds: seeds, jobs: jobs, links: markdownLinks)
    verifier.isQuick = quick
    let paths = exercises.isEmpty ? nil : try exercises.map { try path(of: $0, in: course) }
    Interruption.watch()
    let verification = try verifier.verify(
      course, paths: paths, isCancelled: { Interruption.hasArrived },
      onResult: { Console.error(summary(of: $0)) })
    Interruption.obey()
    guard !verification.exercises.isEmpty else { throw ValidationError("there is nothing to verify") }
    Console.line(format == .json ? verification.json : verification.text)
    if !verification.isPassed { throw ExitCode.notPassed }
  }

  /// The path of the exercise that is meant, whether it can be read or not.
  private func path(of text: String, in course: Course) throws -> String {
    if let broken = course.broken.first(where: { $0.path == text.trimmingCharacters(in: ["/"]) }) {
      return broken.path
    }
    return try course.find(text).path
  }
}

private func summary(of result: TrialResult) -> String {
  let failed = result.failedChecks
  let outcome =
    if result.isPassed {
      "passed"
    } else if !failed.isEmpty {
      "failed " + failed.joined(separator: ", ")
    } else {
      result.steps.first { $0.result.ending != .passed }?.result.ending.summary ?? ""
    }
  let seconds = result.seconds.formatted(.number.precision(.fractionLength(1)))
  return Console.sanitizedText(
    "\(result.trial.exercise.id) > \(result.trial.name), seed \(result.trial.seed): \(outcome) (\(seconds) s)"
  )
}

/// The links of Markdown, as the screen reads it.
func markdownLinks(_ markdown: String, firstLine: Int) -> [Link] {
  func links(_ inlines: [Inline], _ line: Int) -> [Link] {
    inlines.flatMap { inline -> [Link] in
      switch inline {
      case .link(let text, let destination), .image(let text, let destination):
        [Link(destination: destination, line: line)] + links(text, line)
      case .emphasis(let inner), .strong(let inner): links(inner, line)
      case .text, .code, .lineBreak: []
      }
    }
  }
  func links(_ blocks: [MarkdownBlock]) -> [Link] {
    blocks.flatMap { block -> [Link] in
      switch block.kind {
      case .heading(_, let text), .paragraph(let text): links(text, block.line)
      case .list(let list): list.items.flatMap(links)
      case .quote(let inner): links(inner)
      case .table(let table):
        ([table.header] + table.rows).flatMap { $0 }.flatMap { links($0, block.line) }
      case .code, .rule: []
      }
    }
  }
  return links(Markdown.parse(markdown, firstLine: firstLine))
}
