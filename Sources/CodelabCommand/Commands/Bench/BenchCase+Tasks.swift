import Codelab
import Foundation

extension BenchCase {
  /// Inferences of one input at a time.
  static func inference(of program: Program, input: Tensor, threads: Int) -> Timing {
    let context = Program.Context(program, threads: threads)
    let values = input.values
    var results = [Float](repeating: 0, count: program.outputShape.reduce(1, *))
    return { samples, seconds in
      values.withUnsafeBufferPointer { values in
        results.withUnsafeMutableBufferPointer { results in
          _ = timed(20, 0.1) { context.infer(values, into: results) }  // warm-up
          return timed(samples, seconds) { context.infer(values, into: results) }
        }
      }
    }
  }

  /// Training steps on one batch with Adam: forward, cross-entropy, backward, update.
  ///
  /// Timed from step to step of `fit`, so everything a learner waits for counts. The first two steps warm up.
  static func training(of model: Model, on batch: Dataset) -> Timing {
    struct IsOver: Error {}
    return { samples, seconds in
      let clock = ContinuousClock()
      var times: [Double] = []
      var last = clock.now
      let end = last.advanced(by: .seconds(seconds))
      do {
        try model.fit(batch, epochs: samples + 2, batchSize: batch.count, seed: 7) { progress in
          let now = clock.now
          if progress.epoch > 2 { times.append(last.duration(to: now) / .seconds(1)) }
          last = now
          if times.count >= 3, now > end { throw IsOver() }
        }
      } catch is IsOver {}
      return times
    }
  }
}
