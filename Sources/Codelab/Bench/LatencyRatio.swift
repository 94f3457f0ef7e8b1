extension Work {
  /// How the time of an inference compares with that of another program on the same machine: 0.5 for half the time.
  ///
  /// The two are timed in turn, so that whatever slows the machine down slows both. Each round gives the ratio of
  /// their medians; the result is the median of the rounds.
  ///
  /// - Parameters:
  ///   - images: Inputs of both programs, as `latency(of:on:)` takes them.
  ///   - rounds: How often each program has its turn, at least 1.
  /// - Throws: What `latency(of:on:)` throws.
  public func latencyRatio(
    of program: Program, to reference: Program, on images: Tensor, rounds: Int = 9
  ) throws -> Double {
    precondition(rounds >= 1, "a ratio needs a round")
    let ratios = try (0..<rounds).map { _ in
      let time = try latency(of: program, on: images, samples: 30, warmUp: 5).p50
      return try time / latency(of: reference, on: images, samples: 30, warmUp: 5).p50
    }
    return ratios.sorted()[rounds / 2]
  }
}
