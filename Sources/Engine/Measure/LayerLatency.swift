/// How long each layer of a program takes for one image, in seconds: medians, in the order in which layers run.
///
/// One thread runs all layers, and the clock is read after each, which costs a layer some tens of nanoseconds: the
/// sum is a little more than `latency(of:on:)` says. A layer that moves nothing, as a reshape, takes no more than that.
///
/// - Parameters:
///   - images: `[n] + program.inputShape`, at least one image; they are taken in turn.
///   - samples: how many inferences are timed.
///   - warmUp: how many run before the first timed one.
/// - Throws: `MeasureError` without images or samples, `ProgramError` for images of another shape.
public func layerLatencies(
  of program: Program, on images: Tensor, samples: Int = 200, warmUp: Int = 20
) throws -> [Double] {
  guard samples > 0 else { throw MeasureError.samples(samples) }
  try program.checkShape(of: images)
  guard images.count > 0 else { throw MeasureError.noImages }
  let count = images.shape[0]
  let context = Program.Context(program)
  var times = [[Double]](repeating: [Double](repeating: 0, count: samples), count: program.layers.count)
  let clock = ContinuousClock()
  withExtendedLifetime(images) {
    for run in -max(0, warmUp)..<samples {
      context.read(example: (run + max(0, warmUp)) % count, of: [images])
      var start = clock.now
      program.packed.run(context) { layer, _ in
        let end = clock.now
        if run >= 0 { times[layer][run] = start.duration(to: end) / .seconds(1) }
        start = clock.now
      }
    }
  }
  return times.map { Latency(samples: $0).p50 }
}
