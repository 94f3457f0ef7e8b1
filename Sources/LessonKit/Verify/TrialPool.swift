import Foundation

/// Carries out trials, some at a time.
struct TrialPool {
  let setup: RunSetup
  /// How many trials run at a time, at least 1.
  let jobs: Int
  /// A folder for what steps write; each trial gets one of its own below it.
  let scratch: URL

  /// Carries out all trials.
  ///
  /// The first trial of an exercise goes ahead of the others of the same exercise, which then find what it
  /// compiled and what the lesson keeps.
  ///
  /// - Parameters:
  ///   - trials: The trials, those of one exercise together.
  ///   - isCancelled: Asked many times a second; every run is ended when it says so.
  ///   - onResult: Called with what came of each trial, in the order in which they end.
  /// - Returns: The results in the order of `trials`; fewer after a cancellation.
  /// - Throws: If a folder cannot be made, or a wrong answer not be read.
  func results(
    of trials: [Trial], isCancelled: () -> Bool, onResult: (TrialResult) -> Void
  ) throws -> [TrialResult] {
    var waiting = Array(trials.indices)
    var active: [Int: TrialRun] = [:]
    var results: [Int: TrialResult] = [:]

    func isReady(_ index: Int) -> Bool {
      let first = trials.firstIndex { $0.exercise.path == trials[index].exercise.path } ?? index
      return first == index || results[first] != nil
    }

    while !waiting.isEmpty || !active.isEmpty {
      if isCancelled() {
        waiting = []
        for run in active.values { run.cancel() }
      }
      while active.count < jobs, let place = waiting.firstIndex(where: isReady) {
        let index = waiting.remove(at: place)
        let directory = scratch.appendingPathComponent("\(index)", isDirectory: true)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        active[index] = try TrialRun(trials[index], setup: setup, directory: directory)
      }
      for (index, run) in active {
        guard let result = run.advance(now: monotonicSeconds()) else { continue }
        active[index] = nil
        results[index] = result
        if result.steps.last?.result.ending != .cancelled { onResult(result) }
      }
      guard let deadline = active.values.map(\.deadline).min() else { continue }
      wait(
        reading: active.values.flatMap(\.readDescriptors),
        writing: active.values.flatMap(\.writeDescriptors), until: deadline)
    }
    return trials.indices.compactMap { results[$0] }
  }
}
