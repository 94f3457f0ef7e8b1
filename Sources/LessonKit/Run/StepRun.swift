import Codelab
import Foundation

/// A step being compiled, run and judged, without threads.
///
/// The owner selects on `readDescriptors` and `writeDescriptors` until `deadline` and then calls
/// `advance(now:)`, again and again until `result` is there. Every call returns at once.
public final class StepRun {
  /// What is run.
  public let plan: RunPlan
  /// What came of it, when it is over.
  public private(set) var result: StepResult?
  /// The stage at the moment.
  public private(set) var stage: RunStage?

  private let setup: RunSetup
  private let state: URL
  private var next: RunStage? = .compileExercise
  private var process: LimitedProcess?
  private var pending: (compilation: Compilation, key: String, build: BuildFolder)?
  private var compilerText: [UInt8] = []
  private var libraries: [RunStage: URL] = [:]
  private var transcript = WorkerTranscript(role: .subject)
  private var lastWords = LastWords()
  private var evidence: [Evidence] = []
  private var metrics: [Metric] = []
  private var diagnostics: [Diagnostic] = []
  private var durations: [RunStage: Double] = [:]
  private var problems = 0
  private var isCancelled = false

  /// Prepares a run; nothing starts before the first `advance`.
  public init(_ plan: RunPlan, setup: RunSetup) {
    self.plan = plan
    self.setup = setup
    state = setup.project.writableState()
  }

  /// The descriptors to wait for reading.
  public var readDescriptors: [Int32] { process?.readDescriptors ?? [] }
  /// The descriptors to wait for writing.
  public var writeDescriptors: [Int32] { process?.writeDescriptors ?? [] }

  /// The time, in seconds of the clock given to `advance`, when the next turn is due; nil when it is over,
  /// zero when it is due now.
  public var deadline: Double? {
    guard result == nil else { return nil }
    return isCancelled || process == nil ? 0 : process?.deadline
  }

  /// Stops the run and everything it started; `advance` then gives the result.
  public func cancel() {
    guard result == nil else { return }
    isCancelled = true
    process?.cancel()
  }

  /// Takes one turn.
  ///
  /// - Parameter now: The time in seconds, from a clock that never goes back.
  public func advance(now: Double) -> [RunUpdate] {
    var updates: [RunUpdate] = []
    while result == nil {
      if let process {
        for line in process.advance(now: now) { take(line, &updates) }
        guard let end = process.end, let stage else { break }
        durations[stage] = now - process.started
        self.process = nil
        finish(stage, end, &updates)
      } else if isCancelled {
        conclude(.cancelled, &updates)
      } else if let next {
        stage = next
        do {
          try begin(next, now: now, &updates)
        } catch {
          conclude(.judgeFailed(message: reason(error)), &updates)
        }
      }
    }
    return updates
  }

  // MARK: Beginning stages

  private func begin(_ stage: RunStage, now: Double, _ updates: inout [RunUpdate]) throws {
    switch stage {
    case .compileExercise, .compileSolution: try compile(stage, now: now, &updates)
    case .subject, .judge:
      updates.append(.stage(stage))
      try work(stage, now: now)
    }
  }

  private func compile(_ stage: RunStage, now: Double, _ updates: inout [RunUpdate]) throws {
    let compilation = Compilation(
      lesson: plan.exercise.lessonCode,
      answer: stage == .compileExercise ? plan.answer : plan.exercise.solution,
      toolchain: setup.toolchain, engine: setup.engine)
    let key = try compilation.key()
    if let kept = cache.find(key) {
      updates.append(.cached(stage))
      libraries[stage] = kept.library
      report(compilation.diagnostics(in: kept.messages, project: setup.project), stage, &updates)
      next = stage == .compileExercise ? .subject : .judge
      return
    }
    updates.append(.stage(stage))
    try FileManager.default.createDirectory(at: cache.folder, withIntermediateDirectories: true)
    let builds = state.appendingPathComponent("builds", isDirectory: true)
    let build = try BuildFolder(compilation.buildName, in: builds)
    let arguments = try compilation.arguments(
      entryPoint: try cache.file("EntryPoint.swift", Worker.entryPoint), build: build,
      output: cache.unfinished(key), moduleCache: moduleCache)
    compilerText = []
    pending = (compilation, key, build)
    process = try LimitedProcess(
      .init(
        executable: setup.toolchain.compiler, arguments: arguments, environment: setup.environment,
        directory: cache.folder.path),
      limits: .init(time: limits.compile, memory: nil, output: 1 << 20), now: now)
  }

  /// The compiler's cache of modules, which is bound to the path it was made at: a project that was moved or
  /// copied gets another.
  private var moduleCache: URL {
    var fingerprint = Fingerprint()
    fingerprint.add(state.standardizedFileURL.path)
    return state.appendingPathComponent("modules-\(fingerprint.hex.prefix(8))")
  }

  private func work(_ stage: RunStage, now: Double) throws {
    let role: WorkerRequest.Role = stage == .subject ? .subject : .judge
    let limit = role == .subject ? limits.run : limits.judge
    let artifacts = try artifactFolder(role)
    let library = libraries[stage == .subject ? .compileExercise : .compileSolution]
    let request = WorkerRequest(
      role: role, library: library?.path ?? "", step: plan.step.id, seed: plan.seed, knobs: plan.knobs,
      budget: plan.exercise.frontMatter.budget, datasets: setup.project.datasets.path,
      data: data.mapValues(\.path),
      artifacts: artifacts.path, evidence: role == .judge ? evidence : [],
      // Only for a leap between two looks at the memory.
      memoryLimit: limits.memory * 4,
      // For a worker that outlives this program.
      processorTimeLimit: Int(limit.rounded(.up) + 1) * ProcessInfo.processInfo.activeProcessorCount)
    transcript = WorkerTranscript(role: role)
    lastWords = LastWords()
    process = try LimitedProcess(
      .init(
        executable: setup.worker, arguments: setup.workerArguments, environment: setup.environment,
        directory: role == .subject ? plan.directory.path : artifacts.path,
        input: [UInt8](try Wire.encode(request)), eventDescriptor: Worker.eventDescriptor),
      limits: .init(
        time: limit, memory: limits.memory, output: limits.output),
      now: now)
  }

  // MARK: During stages

  private func take(_ line: LimitedProcess.Line, _ updates: inout [RunUpdate]) {
    if stage == .compileExercise || stage == .compileSolution {
      switch line.content {
      case .whole(let bytes): compilerText += bytes + [UInt8(ascii: "\n")]
      case .part(let bytes): compilerText += bytes
      case .tooLong: break
      }
      return
    }
    switch (line.stream, line.content) {
    case (.events, .whole(let bytes)):
      switch transcript.read(bytes) {
      case .event(let event): updates.append(.event(event))
      case .problem(let text): note(text, &updates)
      case .noted: break
      }
    case (.events, _):
      note("the worker sent a line of more than \(WorkerTranscript.lineLimit.formattedBytes)", &updates)
    case (let stream, .whole(let bytes)), (let stream, .part(let bytes)):
      let text = String(decoding: bytes, as: UTF8.self)
      if stream == .output || lastWords.add(text) { updates.append(.output(text)) }
    case (_, .tooLong): break
    }
  }

  /// Reports the first problems; a worker gone wild can cause millions.
  private func note(_ problem: String, _ updates: inout [RunUpdate]) {
    problems += 1
    if problems <= 10 { updates.append(.problem(problem)) }
    if problems == 10 { updates.append(.problem("further problems of this run are not shown")) }
  }

  // MARK: Ending stages

  private func finish(_ stage: RunStage, _ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    switch stage {
    case .compileExercise, .compileSolution: finishCompilation(stage, end, &updates)
    case .subject: finishSubject(end, &updates)
    case .judge: finishJudge(end, &updates)
    }
  }

  private func finishCompilation(_ stage: RunStage, _ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    guard let (compilation, key, build) = pending else { return }
    pending = nil
    let text = String(decoding: compilerText, as: UTF8.self)
    removeOldest(in: state.appendingPathComponent("builds"), keeping: 64)
    let found = compilation.diagnostics(in: text, project: setup.project)
    switch end {
    case .exited(0):
      do {
        libraries[stage] = try cache.finish(key, messages: found.isEmpty ? "" : text)
        report(found, stage, &updates)
        next = stage == .compileExercise ? .subject : .judge
      } catch {
        conclude(.judgeFailed(message: "the compiled exercise cannot be kept: \(reason(error))"), &updates)
      }
    case .cancelled: conclude(.cancelled, &updates)
    case _ where stage == .compileSolution:
      let first = found.first { $0.severity == .error }?.description ?? end.words
      conclude(.judgeFailed(message: "the reference solution does not compile: \(first)"), &updates)
    case .overTime: conclude(.timedOut(stage: stage, limit: limits.compile), &updates)
    default:
      let unknown = Diagnostic(
        file: "swiftc",
        message: "the compiler failed without naming a place (\(end.words)): \(text.suffix(2000))")
      let hasErrors = found.contains { $0.severity == .error }
      // A compiler that fails without a word may have tripped over what an interrupted one left.
      if !hasErrors { build.clear() }
      report(hasErrors ? found : found + [unknown], stage, &updates)
      conclude(.didNotCompile, &updates)
    }
  }

  private func finishSubject(_ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    metrics = transcript.metrics
    evidence = transcript.evidence
    if let ending = interruption(end, stage: .subject, limit: limits.run) {
      conclude(ending, &updates)
    } else if !plan.isJudged, !plan.step.checks.isEmpty {
      conclude(.ran, &updates)
    } else if plan.step.checks.isEmpty {
      conclude(.passed, &updates)
    } else {
      next = .compileSolution
    }
  }

  private func finishJudge(_ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    for metric in transcript.metrics {
      metrics.removeAll { $0.name == metric.name }
      metrics.append(metric)
    }
    for verdict in transcript.verdicts where !plan.step.checks.contains(verdict.check) {
      updates.append(.problem("the judge gave a verdict on '\(verdict.check)', which no task lists"))
    }
    let interruption = interruption(end, stage: .judge, limit: limits.judge)
    var silence = "the judge gave no verdict on it"
    switch interruption {
    case nil: break
    case .cancelled: return conclude(.cancelled, &updates)
    case .threw(let message): silence = message
    case .some(let other): return conclude(.judgeFailed(message: other.summary), &updates)
    }
    let tasks = Judgement.tasks(
      of: plan.step, verdicts: transcript.verdicts, metrics: transcript.metrics, silence: silence
    ) {
      plan.hintLevels[$0] ?? 1
    }
    let ending = Judgement.ending(of: tasks)
    if ending == .passed, let interruption {
      conclude(.judgeFailed(message: interruption.summary), &updates)
    } else {
      conclude(ending, tasks: tasks, &updates)
    }
  }

  /// Why a worker did not run to its end; nil if it did.
  private func interruption(_ end: LimitedProcess.End, stage: RunStage, limit: Double) -> Ending? {
    switch end {
    case .cancelled: return .cancelled
    case .overTime: return .timedOut(stage: stage, limit: limit)
    case .overMemory: return .memoryLimit(limit: limits.memory)
    case .overOutput(let limit): return .outputLimit(limit: limit)
    case .signaled(let signal):
      return .crashed(signal: signal, name: signalName(signal), message: lastWords.message)
    case .exited(let status):
      if let unfinished = transcript.unfinished {
        return .notDone(text: unfinished.text, file: name(ofFileID: unfinished.file), line: unfinished.line)
      }
      if let failure = transcript.failure { return .threw(message: failure) }
      return transcript.hasFinished && status == 0 ? nil : .exitedEarly(status: status)
    }
  }

  private func conclude(_ ending: Ending, tasks: [TaskResult]? = nil, _ updates: inout [RunUpdate]) {
    let result = StepResult(
      exercise: plan.exercise.id, step: plan.step.id, ending: ending,
      tasks: tasks ?? Judgement.unjudgedTasks(of: plan.step, because: ending.summary), metrics: metrics,
      diagnostics: diagnostics, durations: durations, seed: plan.seed, knobs: plan.knobs)
    self.result = result
    updates.append(.finished(result))
  }

  // MARK: Names and places

  private var data: [String: URL] {
    setup.data.filter { plan.exercise.frontMatter.data.contains($0.key) }
  }
  private var limits: Limits { plan.exercise.frontMatter.limits }
  private var cache: LibraryCache { LibraryCache(folder: state.appendingPathComponent("libraries")) }

  private func report(_ found: [Diagnostic], _ stage: RunStage, _ updates: inout [RunUpdate]) {
    // Warnings about the solution and the lesson are the author's business.
    let learners = setup.project.name(of: plan.answer)
    let relevant = found.filter { $0.severity == .error || $0.file == learners }
    guard stage == .compileExercise, !relevant.isEmpty else { return }
    diagnostics = relevant
    updates.append(.diagnostics(relevant))
  }

  /// The learner's file for `Exercise/Exercise.swift`, which is what the compiler knows it by.
  private func name(ofFileID id: String) -> String {
    let last = id.split(separator: "/").last.map(String.init) ?? id
    let files = [plan.answer, plan.exercise.lessonCode]
    return files.first { $0.lastPathComponent == last }.map(setup.project.name(of:)) ?? id
  }

  /// A judge and a subject keep their artifacts apart, so that a learner's code cannot change a judge's.
  private func artifactFolder(_ role: WorkerRequest.Role) throws -> URL {
    var fingerprint = Fingerprint()
    fingerprint.add([UInt8](try Foundation.Data(contentsOf: plan.exercise.lessonCode)))
    fingerprint.add(setup.engine.fingerprint)
    for (name, folder) in data.sorted(by: { $0.key < $1.key }) { fingerprint.add(folder, of: name) }
    let folder = state.appendingPathComponent(
      "artifacts/\(fingerprint.hex)/\(role.rawValue)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removeOldest(in: state.appendingPathComponent("artifacts"), keeping: 64)
    return folder
  }
}

extension LimitedProcess.End {
  /// How it ended, in words.
  fileprivate var words: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signaled(let signal): "signal \(signal)"
    case .overTime: "it took too long"
    case .overMemory: "it used too much memory"
    case .overOutput: "it wrote too much"
    case .cancelled: "cancelled"
    }
  }
}

/// The usual name of a signal, as in `SIGSEGV`.
private func signalName(_ signal: Int32) -> String {
  let names: [Int32: String] = [
    SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGINT: "SIGINT",
    SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
  ]
  return names[signal] ?? "signal \(signal)"
}

extension Compilation {
  /// What the compiler said, with files named for people, explained where the lesson meets the learner's file.
  func diagnostics(in text: String, project: Project) -> [Diagnostic] {
    let found = CompilerOutput.diagnostics(
      in: text, name: { project.name(of: URL(fileURLWithPath: $0)) },
      source: { path in
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
      })
    return CompilerOutput.explained(
      found, lesson: project.name(of: lesson), learner: project.name(of: answer))
  }
}

extension Project {
  /// The state folder, or one for temporary files if that cannot be written.
  func writableState() -> URL {
    try? FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    if FileManager.default.isWritableFile(atPath: state.path) { return state }
    return FileManager.default.temporaryDirectory.appendingPathComponent(
      "codelab-\(getuid())", isDirectory: true)
  }
}
