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
  public internal(set) var result: StepResult?
  /// What the step's code handed in, once it has run.
  public internal(set) var evidence: [Evidence] = []
  /// The stage at the moment.
  public private(set) var stage: RunStage?

  let setup: RunSetup
  let state: URL
  /// The time of the turn.
  var now = 0.0
  var next: RunStage? = .compileExercise
  var process: LimitedProcess?
  var pending: (compilation: Compilation, key: String, build: BuildFolder)?
  var compilerText: [UInt8] = []
  var libraries: [RunStage: URL] = [:]
  var transcript = WorkerTranscript(role: .subject)
  var lastWords = LastWords()
  /// A crash while its line is looked for.
  var crash: Ending?
  /// The declarations that come from the reference.
  var supplied: [String] = []
  var symbolizerText: [UInt8] = []
  var protections: [Protection]?
  var metrics: [Metric] = []
  var diagnostics: [Diagnostic] = []
  var durations: [RunStage: Double] = [:]
  var problems = 0
  var isCancelled = false

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
    self.now = now
    var updates: [RunUpdate] = []
    while result == nil {
      if let process {
        for line in process.advance(now: now) { take(line, &updates) }
        guard let end = process.end, let stage else { break }
        if crash == nil { durations[stage] = now - process.started }
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

  func begin(_ stage: RunStage, now: Double, _ updates: inout [RunUpdate]) throws {
    switch stage {
    case .compileExercise, .compileSolution: try compile(stage, now: now, &updates)
    case .subject, .judge:
      updates.append(.stage(stage))
      try work(stage, now: now)
    }
  }

  func compile(_ stage: RunStage, now: Double, _ updates: inout [RunUpdate]) throws {
    if stage == .compileExercise { supply(&updates) }
    let compilation = Compilation(
      role: stage == .compileExercise ? .subject : .judge, lesson: plan.exercise.lessonCode,
      answer: stage == .compileExercise ? plan.answer : plan.exercise.solution,
      alias: stage == .compileExercise ? plan.alias : nil,
      toolchain: setup.toolchain, engine: setup.engine, supplied: stage == .compileExercise ? supplied : [])
    let key = try compilation.key()
    if let kept = cache.find(key) {
      updates.append(.cached(stage))
      libraries[stage] = kept.library
      report(compilation.diagnostics(in: kept.messages, name: name(of:)), stage, &updates)
      next = stage == .compileExercise ? .subject : .judge
      return
    }
    updates.append(.stage(stage))
    try FileManager.default.createDirectory(at: cache.folder, withIntermediateDirectories: true)
    let builds = state.appendingPathComponent("builds", isDirectory: true)
    let build = try BuildFolder(compilation.buildName, in: builds)
    let arguments = try compilation.arguments(build: build, moduleCache: moduleCache)
    compilerText = []
    try build.begin()
    pending = (compilation, key, build)
    process = try LimitedProcess(
      .init(
        executable: setup.toolchain.compiler, arguments: arguments, environment: setup.environment,
        directory: cache.folder.path),
      limits: .init(time: limits.compile, memory: nil, output: 1 << 20), now: now)
  }

  /// Looks which declarations of earlier steps come from the reference, and says so.
  func supply(_ updates: inout [RunUpdate]) {
    let earlier = plan.exercise.steps.prefix { $0.id != plan.step.id }.flatMap(\.tasks).flatMap(\.writes)
    let own = plan.step.tasks.flatMap(\.writes)
    let learner = (try? String(contentsOf: plan.answer, encoding: .utf8)) ?? ""
    let missing = SuppliedSource.unfinished(earlier, in: learner)
    supplied = earlier.filter { (missing + plan.supplied).contains($0) && !own.contains($0) }
    if !supplied.isEmpty {
      let names = supplied.joined(separator: ", ")
      updates.append(.event(.log(text: "taken from the reference for this step: \(names)")))
    }
  }

  /// The compiler's cache of modules, which is bound to the path it was made at: a project that was moved or
  /// copied gets another.
  var moduleCache: URL {
    var fingerprint = Fingerprint()
    fingerprint.add(state.standardizedFileURL.path)
    return state.appendingPathComponent("modules-\(fingerprint.hex.prefix(8))")
  }

  func work(_ stage: RunStage, now: Double) throws {
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
      processorTimeLimit: Int(limit.rounded(.up) + 1) * ProcessInfo.processInfo.activeProcessorCount,
      fileSizeLimit: Self.fileLimit, sandbox: sandbox(role, library: library, artifacts: artifacts))
    transcript = WorkerTranscript(role: role)
    lastWords = LastWords()
    process = try LimitedProcess(
      .init(
        executable: setup.worker, arguments: RunSetup.workerArguments, environment: workerEnvironment,
        directory: role == .subject ? plan.directory.path : artifacts.path,
        input: [UInt8](try Wire.encode(request)), eventDescriptor: Worker.eventDescriptor),
      limits: .init(
        time: limit, memory: limits.memory, output: limits.output,
        files: plan.enclosure.map { ($0, Self.fileLimit) }),
      now: now)
  }

  /// Bytes that a worker may write into files.
  static let fileLimit = 256 << 20

  func sandbox(_ role: WorkerRequest.Role, library: URL?, artifacts: URL) -> Sandbox? {
    guard let enclosure = plan.enclosure else { return nil }
    let readable = ([library, setup.project.datasets] + data.values.map { $0 }).compactMap {
      $0?.resolvingSymlinksInPath().path
    }
    // A judge works on what strangers sent; it has no business in their folder, nor they in its.
    let writable = role == .subject ? enclosure : artifacts
    return Sandbox(readable: readable, writable: [writable.resolvingSymlinksInPath().path])
  }

  var workerEnvironment: [String: String] {
    guard let enclosure = plan.enclosure else { return setup.environment }
    return setup.environment.merging(["HOME": enclosure.path, "TMPDIR": enclosure.path]) { $1 }
  }

  // MARK: During stages

  func take(_ line: LimitedProcess.Line, _ updates: inout [RunUpdate]) {
    if stage == .compileExercise || stage == .compileSolution {
      switch line.content {
      case .whole(let bytes): compilerText += bytes + [UInt8(ascii: "\n")]
      case .part(let bytes): compilerText += bytes
      case .tooLong: break
      }
      return
    }
    if crash != nil {
      if case .whole(let bytes) = line.content { symbolizerText += bytes + [UInt8(ascii: "\n")] }
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
  func note(_ problem: String, _ updates: inout [RunUpdate]) {
    problems += 1
    if problems <= 10 { updates.append(.problem(problem)) }
    if problems == 10 { updates.append(.problem("further problems of this run are not shown")) }
  }
}
