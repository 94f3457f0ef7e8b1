import Foundation

/// Holds exercises against what the author's guide demands.
public struct Verifier {
  /// The compiler, engine and worker, and the project.
  public var setup: RunSetup
  /// With how many seeds the solution has to pass: the exercise's own and those that follow it.
  public var seeds: Int
  /// How many answers are tried at a time.
  public var jobs: Int
  /// Whether wrong answers are put through the step of their check alone, which does not show that they fail no other.
  public var isQuick = false
  /// Finds the links of a lesson's text.
  public var links: LinkReader

  /// Makes a verifier.
  public init(setup: RunSetup, seeds: Int, jobs: Int, links: @escaping LinkReader) {
    self.setup = setup
    self.seeds = seeds
    self.jobs = jobs
    self.links = links
  }

  /// Verifies exercises of a course.
  ///
  /// - Parameters:
  ///   - course: The course.
  ///   - paths: The exercises below the Codelabs folder; all, and what lies beside them, if nil.
  ///   - isCancelled: Asked many times a second; everything that was started is ended when it says so.
  ///   - onResult: Called with what came of each answer that was tried.
  /// - Throws: What keeps answers from being tried at all.
  public func verify(
    _ course: Course, paths: [String]? = nil, isCancelled: () -> Bool = { false },
    onResult: (TrialResult) -> Void = { _ in }
  ) throws -> Verification {
    let exercises = course.exercises.filter { paths?.contains($0.path) ?? true }
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
      "codelab-verify-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let formatting = FormatAudit(setup)

    var verified = course.broken.filter { paths?.contains($0.path) ?? true }.map {
      ExerciseVerification(id: $0.path, path: $0.path, diagnostics: $0.diagnostics)
    }
    var trials: [Trial] = []
    for exercise in exercises {
      let prefix = setup.project.name(of: exercise.folder)
      let (answers, misnamed) = wrongAnswers(of: exercise, prefix: prefix)
      trials += self.trials(of: exercise) + answers
      let sources = FolderAudit.files(below: exercise.folder).filter { $0.hasSuffix(".swift") }
      let unformatted = try formatting?.problems(
        of: sources.map { exercise.folder.appendingPathComponent($0) })
      verified.append(
        ExerciseVerification(
          id: exercise.id, path: exercise.path, checkCount: exercise.steps.flatMap(\.checks).count,
          diagnostics: LessonAudit(exercise, prefix: prefix).problems(links: links) + misnamed
            + (unformatted ?? [])))
    }

    let pool = TrialPool(setup: setup, jobs: max(1, jobs), scratch: scratch)
    var results = try pool.results(of: trials, isCancelled: isCancelled, onResult: onResult)
    for index in results.indices where results[index].trial.answer == .solution {
      timeAgainAlone(&results[index], scratch: scratch, isCancelled: isCancelled)
    }
    for index in verified.indices {
      let own = results.filter { $0.trial.exercise.path == verified[index].path }
      verified[index].trials = own
      verified[index].diagnostics += problems(of: own)
      verified[index].diagnostics = verified[index].diagnostics.inOrder
    }
    let beside =
      FolderAudit.problems(of: setup.project.codelabs, name: setup.project.name(of: setup.project.codelabs))
      + pageProblems(of: course, results)
    return Verification(
      exercises: verified.sorted { $0.path < $1.path },
      diagnostics: paths == nil ? beside.inOrder : [],
      checksFormat: formatting != nil)
  }

  // MARK: What is tried

  /// The solution with each seed, then the starter.
  private func trials(of exercise: Exercise) -> [Trial] {
    let first = exercise.frontMatter.seed
    let solutions = (0..<UInt64(max(1, seeds))).map {
      Trial(exercise: exercise, answer: .solution, file: exercise.solution, seed: first &+ $0)
    }
    return solutions + [Trial(exercise: exercise, answer: .starter, file: exercise.starter, seed: first)]
  }

  /// The files of `Wrong` that say which check they fail, and what is wrong with the others.
  private func wrongAnswers(of exercise: Exercise, prefix: String) -> (
    trials: [Trial], problems: [Diagnostic]
  ) {
    let checks = exercise.steps.flatMap(\.checks)
    let folder = exercise.folder.appendingPathComponent("Wrong", isDirectory: true)
    let names = FolderAudit.files(below: folder).filter { $0.hasSuffix(".swift") && !$0.contains("/") }
    var trials: [Trial] = []
    var problems: [Diagnostic] = []
    for name in names {
      let file = folder.appendingPathComponent(name)
      let first = SourceText(of: file).lines.first ?? ""
      guard let match = first.wholeMatch(of: /\/\/ fails: *(\S+) */) else {
        problems.append(
          Diagnostic(
            file: "\(prefix)/Wrong/\(name)", line: 1,
            message: "the first line names no check; write '// fails: \(checks.first ?? "check-id")'"))
        continue
      }
      let check = String(match.1)
      if checks.contains(check) {
        trials.append(
          Trial(
            exercise: exercise, answer: .wrong(check: check), file: file, seed: exercise.frontMatter.seed,
            isQuick: isQuick))
      } else {
        problems.append(
          Diagnostic(
            file: "\(prefix)/Wrong/\(name)", line: 1,
            message: "no task lists the check '\(check)'; " + Suggestion.sentence(for: check, among: checks)))
      }
    }
    return (trials, problems)
  }

  // MARK: What came of it

  private func problems(of results: [TrialResult]) -> [Diagnostic] {
    guard let exercise = results.first?.trial.exercise else { return [] }
    let audit = TrialAudit(
      exercise: exercise, prefix: setup.project.name(of: exercise.folder),
      lessonText: SourceText(of: exercise.lessonText))
    return results.flatMap(audit.problems)
  }

  /// What is wrong with the chapters' pages: as read, links, and measurements that the solutions never make.
  private func pageProblems(of course: Course, _ results: [TrialResult]) -> [Diagnostic] {
    let solutions = results.filter { $0.trial.answer == .solution }
    return course.chapters.flatMap { chapter -> [Diagnostic] in
      let folder = setup.project.codelabs.appendingPathComponent(chapter.path, isDirectory: true)
      let file = "\(setup.project.name(of: folder))/README.md"
      let dead = chapter.blocks.flatMap { block -> [Link] in
        if case .prose(let text, let line) = block { links(text, line) } else { [] }
      }.compactMap { link in
        link.defect(in: folder, anchors: []).map { Diagnostic(file: file, line: link.line, message: $0) }
      }
      let unmeasured = chapter.measured.compactMap { row -> Diagnostic? in
        guard let solution = solutions.first(where: { $0.trial.exercise.id == row.exercise }) else {
          return nil
        }
        let names = solution.steps.filter { row.step == nil || $0.result.step == row.step }
          .flatMap(\.result.metrics).map(\.name)
        guard !names.contains(row.metric) else { return nil }
        return Diagnostic(
          file: file, line: row.line,
          message: "the solution of \(row.exercise) never measures '\(row.metric)'"
            + (row.step.map { " in step '\($0)'" } ?? "") + "; "
            + Suggestion.sentence(for: row.metric, among: names))
      }
      return chapter.diagnostics + dead + unmeasured
    }
  }

  /// Runs steps again that took too much of their limit, with nothing beside them to slow them down.
  private func timeAgainAlone(_ result: inout TrialResult, scratch: URL, isCancelled: () -> Bool) {
    let limits = result.trial.exercise.frontMatter.limits
    for (index, step) in result.trial.exercise.steps.enumerated() where index < result.steps.count {
      let isSlow = result.steps[index].result.shares(of: limits).contains { $0.share > TrialAudit.share }
      guard result.steps[index].result.ending == .passed, isSlow, !isCancelled() else { continue }
      let plan = RunPlan(
        result.trial.exercise, step: step, answer: result.trial.file, seed: result.trial.seed,
        directory: scratch)
      let again = StepRun.runToEnd(plan, setup: setup, isCancelled: isCancelled)
      guard again.ending == .passed else { continue }
      result.steps[index].result.durations.merge(again.durations) { min($0, $1) }
    }
  }
}

extension [Diagnostic] {
  /// By file and line, each once.
  var inOrder: [Diagnostic] {
    var seen: [Diagnostic] = []
    for diagnostic in self where !seen.contains(diagnostic) { seen.append(diagnostic) }
    return seen.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
  }
}
