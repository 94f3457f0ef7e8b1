import Foundation

extension StepRun {
  /// Runs a step to its end, for commands without a screen.
  ///
  /// - Parameter onUpdate: Called with every piece of news; the run is cancelled when it returns false.
  /// - Returns: What came of it.
  public static func runToEnd(
    _ plan: RunPlan, setup: RunSetup, onUpdate: (RunUpdate) -> Bool = { _ in true }
  ) -> StepResult {
    let run = StepRun(plan, setup: setup)
    while true {
      for update in run.advance(now: monotonicSeconds()) where !onUpdate(update) { run.cancel() }
      if let result = run.result { return result }
      run.wait()
    }
  }

  /// Sleeps until a turn is due.
  private func wait() {
    var descriptors = readDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    descriptors += writeDescriptors.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
    let seconds = max(0, (deadline ?? 0) - monotonicSeconds())
    poll(&descriptors, nfds_t(descriptors.count), Int32(min(seconds * 1000 + 1, 60_000)))
  }
}
