extension StepRun {
  /// Runs a step to its end, for commands without a screen.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked many times a second; the run is cancelled when it says so.
  ///   - onUpdate: Called with every piece of news.
  /// - Returns: What came of it.
  public static func runToEnd(
    _ plan: RunPlan, setup: RunSetup, isCancelled: () -> Bool = { false },
    onUpdate: (RunUpdate) -> Void = { _ in }
  ) -> StepResult {
    let run = StepRun(plan, setup: setup)
    while true {
      if isCancelled() { run.cancel() }
      for update in run.advance(now: monotonicSeconds()) { onUpdate(update) }
      if let result = run.result { return result }
      wait(
        reading: run.readDescriptors, writing: run.writeDescriptors, until: run.deadline ?? 0)
    }
  }
}
