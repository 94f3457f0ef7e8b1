/// Times single inferences, one image at a time, with the machine's monotonic clock.
///
/// Images are taken in turn. Everything is allocated before the clock starts.
///
/// - Parameters:
///   - images: `[n] + program.inputShape`, at least one image.
///   - samples: how many inferences are timed.
///   - threads: how many threads may share one inference, the calling one included.
///   - warmUp: how many run before the first timed one, to fill caches and wake the processor.
/// - Throws: `MeasureError` without images or samples, or for more than 10 million samples, `ProgramError` for images of
///   another shape.
public func latency(
  of program: Program, on images: Tensor, samples: Int = 200, threads: Int = 1, warmUp: Int = 20
) throws -> Latency {
  try latencies(of: [program], on: images, samples: samples, threads: threads, warmUp: warmUp)[0]
}

/// Times single inferences of several programs, to be compared.
///
/// They take turns of some inferences each, so that what slows the machine down for a while slows all of them. A turn
/// begins with a few that are not timed: the program before has used the caches.
///
/// - Parameters:
///   - images: inputs of all programs, as `latency(of:on:)` takes them.
///   - samples: how many inferences of each are timed.
///   - threads: how many threads may share one inference, the calling one included.
///   - warmUp: how many of each run before its first timed one.
/// - Returns: the latency of each, in the order of `programs`.
/// - Throws: what `latency(of:on:)` throws.
public func latencies(
  of programs: [Program], on images: Tensor, samples: Int = 200, threads: Int = 1, warmUp: Int = 20
) throws -> [Latency] {
  guard (1...10_000_000).contains(samples) else { throw MeasureError.samples(samples) }
  for program in programs { try program.checkShape(of: images) }
  guard images.count > 0 else { throw MeasureError.noImages }
  let runs = programs.map { TimedRuns(of: $0, samples: samples, threads: threads) }
  let turn = 20
  for start in stride(from: 0, to: samples, by: turn) {
    let warmUp = start == 0 ? warmUp : programs.count > 1 ? 3 : 0
    for run in runs { run.take(min(turn, samples - start), after: max(0, warmUp), on: images) }
  }
  return runs.map { Latency(samples: $0.times) }
}

/// The inferences of one program, and the seconds that they took.
private final class TimedRuns {
  private(set) var times: [Double] = []
  private let context: Program.Context
  private let pixels: Int
  private var logits: [Float]
  private var next = 0

  init(of program: Program, samples: Int, threads: Int) {
    times.reserveCapacity(samples)
    context = Program.Context(program, threads: threads)
    pixels = program.inputShape.reduce(1, *)
    logits = [Float](repeating: 0, count: program.outputShape.reduce(1, *))
  }

  /// Times some inferences after others that are not timed.
  func take(_ count: Int, after warmUp: Int, on images: Tensor) {
    images.withUnsafeBuffer { images in
      logits.withUnsafeMutableBufferPointer { logits in
        let clock = ContinuousClock()
        for run in -warmUp..<count {
          let image = UnsafeBufferPointer(rebasing: images[next * pixels..<(next + 1) * pixels])
          next = (next + 1) % (images.count / pixels)
          let start = clock.now
          context.infer(image, into: logits)
          let duration = start.duration(to: clock.now)
          if run >= 0 { times.append(duration / .seconds(1)) }
        }
      }
    }
  }
}
