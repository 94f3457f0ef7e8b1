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
    StepRun(plan, setup: setup).runToEnd(isCancelled: isCancelled, onUpdate: onUpdate)
  }

  /// Runs the step to its end, for those who want more of it than the result.
  public func runToEnd(
    isCancelled: () -> Bool = { false }, onUpdate: (RunUpdate) -> Void = { _ in }
  ) -> StepResult {
    while true {
      if isCancelled() { cancel() }
      for update in advance(now: monotonicSeconds()) { onUpdate(update) }
      if let result { return result }
      wait(reading: readDescriptors, writing: writeDescriptors, until: deadline ?? 0)
    }
  }
}
