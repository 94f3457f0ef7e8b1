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
  guard (1...10_000_000).contains(samples) else { throw MeasureError.samples(samples) }
  try program.checkShape(of: images)
  guard images.count > 0 else { throw MeasureError.noImages }
  let pixels = program.inputShape.reduce(1, *)
  let context = Program.Context(program, threads: threads)
  var times = [Double](repeating: 0, count: samples)
  var logits = [Float](repeating: 0, count: program.outputShape.reduce(1, *))
  images.withUnsafeBuffer { images in
    logits.withUnsafeMutableBufferPointer { logits in
      let clock = ContinuousClock()
      for run in -max(0, warmUp)..<samples {
        let index = (run + max(0, warmUp)) % (images.count / pixels)
        let image = UnsafeBufferPointer(rebasing: images[index * pixels..<(index + 1) * pixels])
        let start = clock.now
        context.infer(image, into: logits)
        let duration = start.duration(to: clock.now)
        if run >= 0 { times[run] = duration / .seconds(1) }
      }
    }
  }
  return Latency(samples: times)
}
