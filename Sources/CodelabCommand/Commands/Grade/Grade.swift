import ArgumentParser
import Foundation
import LessonKit

/// Grades submissions without a screen.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge submissions from the beginning, in isolation, and write reports.",
    discussion: """
      A submission is a folder, or a tar, tar.gz or zip archive, that holds <path>/Exercise.swift or \
      <id>/Exercise.swift for each exercise; for a single exercise, one Exercise.swift anywhere. Inputs are drawn anew \
      from a random seed, which the report records. Learner's progress is neither read nor written. \
      Codelabs/GRADING.md is the guide.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var source: GradeSource
  @OptionGroup var data: DataOptions
  @OptionGroup var pack: PackTrust
  @OptionGroup var reports: GradeReports

  @Argument(help: "The exercises; all of them without this.")
  var exercises: [String] = []

  @Option(help: "The seed; a random one without this.")
  var seed: UInt64?

  @Option(name: .shortAndLong, help: "How many exercises are graded at a time.")
  var jobs = 1

  @Option(help: ArgumentHelp("Grade only part i of n, as in 2/5.", valueName: "i/n"))
  var shard: Shard?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Join JSON reports of parts instead of grading.", valueName: "report"))
  var merge: [String] = []

  @Option(
    help: ArgumentHelp(
      "Grade as a JSON report recorded it, and compare the verdicts: 0 if they are the same, 1 if not.",
      valueName: "report"))
  var replay: String?

  @Flag(help: "Refuse to grade where the system cannot isolate the graded code.")
  var requireIsolation = false

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs is at least 1") }
    guard merge.isEmpty || (replay == nil && shard == nil && source.isEmpty && exercises.isEmpty) else {
      throw ValidationError("--merge joins reports and grades nothing; give it reports and formats only")
    }
    guard replay == nil || (seed == nil && shard == nil) else {
      throw ValidationError("--replay takes the seed from the report and has no parts")
    }
  }

  func run() throws {
    guard merge.isEmpty else {
      let parts = try merge.map { try GradeReport(contentsOf: URL(fileURLWithPath: $0)) }
      return try finish(try GradeReport.merge(parts))
    }
    let recorded = try replay.map { try GradeReport(contentsOf: URL(fileURLWithPath: $0)) }
    var (session, course) = try options.load()
    try pack.confirm(session)
    let selected = try chosen(from: course, recorded)
    session.data = try data.folders(for: selected, environment: session.environment)
    var plan = GradingPlan(selected)
    for place in try source.places(in: session) { plan.add(place) }
    guard plan.hasWork || source.isSeveral else {
      throw ValidationError("there is nothing to grade: \(plan.problem ?? "no exercise is chosen")")
    }
    if let shard { plan.keepShard(shard.number, of: shard.count) }

    var setup = try session.setup()
    var circumstances = Circumstances.current(setup)
    if let kernels = recorded?.circumstances.kernels, circumstances.choose(kernels) {
      setup.environment["CODELAB_ISA"] = kernels
    }
    let common = seed ?? UInt64.random(in: 1...UInt64(UInt32.max))
    let seeds = recorded?.seeds ?? [:]
    let grading = Grading(setup: setup, jobs: jobs) { seeds[$0.id] ?? common }
    Interruption.watch()
    var submissions = try grading.grade(plan, isCancelled: { Interruption.hasArrived }) {
      submission, exercise, step, update in
      guard case .finished(let result) = update else { return }
      Console.error("\(submission): \(exercise.id) > \(step.id): \(summary(of: result))")
    }
    Interruption.obey()
    let broken = exercises.isEmpty && recorded == nil ? course.broken : []
    if !broken.isEmpty, shard == nil || shard?.number == 1 {
      submissions.append(
        .init(
          name: "lessons",
          exercises: broken.map {
            .init($0, file: session.project.name(of: session.project.codelabs) + "/\($0.path)/lesson.md")
          }))
    }
    let report = GradeReport(submissions: submissions, circumstances: circumstances)
    if requireIsolation, !report.isIsolated {
      throw ValidationError(
        "this system does not isolate the graded code: \(report.protectionWords ?? "nothing ran")")
    }
    if let recorded { return try finish(Replay(of: recorded, as: report), report) }
    try finish(report)
  }

  private func chosen(from course: Course, _ recorded: GradeReport?) throws -> [Exercise] {
    let names =
      exercises.isEmpty ? recorded?.seeds.keys.sorted() ?? [] : exercises
    guard !names.isEmpty else { return course.exercises }
    let wanted = Set(try names.map { try course.find($0).id })
    return course.exercises.filter { wanted.contains($0.id) }
  }

  /// Writes the reports and ends with the exit code for the grade.
  private func finish(_ report: GradeReport) throws {
    try reports.write(report)
    if report.hasErrors { throw ExitCode.unusable }
    // One of more parts than there is work for.
    if shard != nil, report.submissions.isEmpty { return }
    if !report.passed { throw ExitCode.notPassed }
  }

  /// Says what differs, and ends with the exit code for that.
  private func finish(_ replay: Replay, _ report: GradeReport) throws {
    if !reports.format.isEmpty { try reports.write(report) }
    for change in replay.changes { Console.error("changed: \(Console.sanitizedText(change))") }
    for difference in replay.differences { Console.untrusted("differs: \(difference)") }
    guard replay.differences.isEmpty else { throw ExitCode.notPassed }
    Console.line("the same verdicts")
  }
}

/// One of several parts.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }
}

/// What came of a step, in one line.
private func summary(of result: StepResult) -> String {
  let points = result.maximumPoints > 0 ? ", \(result.points) of \(result.maximumPoints) points" : ""
  return Console.sanitizedText(result.ending.summary).replacingOccurrences(of: "\n", with: " ") + points
}
