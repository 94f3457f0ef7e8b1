import Foundation

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
