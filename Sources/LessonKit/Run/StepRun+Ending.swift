import Codelab
import Foundation

// What follows from how a stage ended.

extension StepRun {
  func finish(_ stage: RunStage, _ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    switch stage {
    case .compileExercise, .compileSolution: finishCompilation(stage, end, &updates)
    case .subject where crash != nil: finishLocating(&updates)
    case .subject: finishSubject(end, &updates)
    case .judge: finishJudge(end, &updates)
    }
  }

  func finishCompilation(_ stage: RunStage, _ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    guard let (compilation, key, build) = pending else { return }
    // Nobody else compiles in the folder before the library is out of it.
    defer { withExtendedLifetime(build) {} }
    pending = nil
    let text = String(decoding: compilerText, as: UTF8.self)
    removeOldest(in: state.appendingPathComponent("builds"), keeping: 128)
    let found = compilation.diagnostics(in: text, name: name(of:))
    let hasErrors = found.contains { $0.severity == .error }
    // A compiler that fails without a word has not come to its end.
    if case .exited(let status) = end, status == 0 || hasErrors { build.end() }
    switch end {
    case .exited(0):
      do {
        libraries[stage] = try cache.finish(key, from: build.output, messages: found.isEmpty ? "" : text)
        report(found, stage, &updates)
        next = stage == .compileExercise ? .subject : .judge
      } catch {
        conclude(.judgeFailed(message: "the compiled exercise cannot be kept: \(reason(error))"), &updates)
      }
    case .cancelled: conclude(.cancelled, &updates)
    case _ where CompilerOutput.wasKilled(end, found):
      let reason = "the compiler was killed, as when memory runs out; run it again when there is more"
      conclude(.judgeFailed(message: reason), &updates)
    case _ where stage == .compileSolution:
      let first = found.first { $0.severity == .error }?.description ?? end.words
      conclude(.judgeFailed(message: "the reference solution does not compile: \(first)"), &updates)
    case .overTime: conclude(.timedOut(stage: stage, limit: limits.compile), &updates)
    default:
      let unknown = Diagnostic(
        file: "swiftc",
        message: "the compiler failed without naming a place (\(end.words)): \(text.suffix(2000))")
      report(hasErrors ? found : found + [unknown], stage, &updates)
      conclude(.didNotCompile, &updates)
    }
  }

  func finishSubject(_ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
    metrics = transcript.metrics
    evidence = transcript.evidence
    protections = plan.enclosure == nil ? nil : transcript.protections ?? []
    if let ending = interruption(end, stage: .subject, limit: limits.run) {
      if case .crashed = ending, locate(ending) { return }
      conclude(ending, &updates)
    } else if !plan.isJudged, !plan.step.checks.isEmpty {
      conclude(.ran, &updates)
    } else if plan.step.checks.isEmpty {
      conclude(.passed, &updates)
    } else {
      next = .compileSolution
    }
  }

  /// Begins to look for the line of a crash; false where it cannot be found.
  func locate(_ ending: Ending) -> Bool {
    guard let library = libraries[.compileExercise], let symbolizer = setup.toolchain.symbolizer,
      !transcript.crashFrames.isEmpty
    else { return false }
    symbolizerText = []
    process = try? LimitedProcess(
      .init(
        executable: symbolizer, arguments: CrashPlace.arguments(library, transcript.crashFrames),
        environment: setup.environment, directory: cache.folder.path),
      limits: .init(time: 5, memory: nil, output: 1 << 20), now: now)
    crash = process == nil ? nil : ending
    return process != nil
  }

  func finishLocating(_ updates: inout [RunUpdate]) {
    guard case .crashed(let signal, let name, let message) = crash else { return }
    crash = nil
    let text = String(decoding: symbolizerText, as: UTF8.self)
    guard let line = CrashPlace.line(of: plan.alias ?? plan.answer, in: text) else {
      return conclude(.crashed(signal: signal, name: name, message: message), &updates)
    }
    let file = self.name(of: plan.answer)
    let ending = Ending.crashed(
      signal: signal, name: name, message: CrashPlace.message(message, signal: signal, file: file, line: line)
    )
    diagnostics.append(Diagnostic(file: file, line: line, message: ending.summary))
    conclude(ending, &updates)
  }

  func finishJudge(_ end: LimitedProcess.End, _ updates: inout [RunUpdate]) {
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
  func interruption(_ end: LimitedProcess.End, stage: RunStage, limit: Double) -> Ending? {
    switch end {
    case .cancelled: return .cancelled
    case .overTime: return .timedOut(stage: stage, limit: limit)
    case .overMemory: return .memoryLimit(limit: limits.memory)
    case .overOutput(let limit): return .outputLimit(limit: limit)
    case .overFiles, .signaled(SIGXFSZ): return .fileLimit(limit: Self.fileLimit)
    case .signaled(SIGSYS):
      // Signals were blocked, as when a process is started, and so the worker could not say what it was.
      return .forbidden(what: transcript.forbidden ?? "start another process or reach out of its own")
    case .signaled(let signal):
      return .crashed(signal: signal, name: signalName(signal), message: lastWords.message)
    case .exited(let status):
      if let what = transcript.forbidden { return .forbidden(what: what) }
      if let unfinished = transcript.unfinished {
        return .notDone(text: unfinished.text, file: name(ofFileID: unfinished.file), line: unfinished.line)
      }
      if let failure = transcript.failure { return .threw(message: failure) }
      return transcript.hasFinished && status == 0 ? nil : .exitedEarly(status: status)
    }
  }

  func conclude(_ ending: Ending, tasks: [TaskResult]? = nil, _ updates: inout [RunUpdate]) {
    let result = StepResult(
      exercise: plan.exercise.id, step: plan.step.id, ending: ending,
      tasks: tasks ?? Judgement.unjudgedTasks(of: plan.step, because: ending.summary), metrics: metrics,
      diagnostics: diagnostics, durations: durations, seed: plan.seed, knobs: plan.knobs,
      sets: data.keys.sorted(),
      protections: protections, supplied: supplied)
    self.result = result
    updates.append(.finished(result))
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
    case .overOutput, .overFiles: "it wrote too much"
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
