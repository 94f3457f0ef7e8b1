import CKernels

/// How many 32-bit floating-point operations a second one core reaches where nothing waits for memory: what the speed
/// of a matrix product is measured by.
///
/// A multiplication and an addition are two operations. The fastest of some rounds counts, with the instructions in
/// use; all together take some tens of milliseconds.
public func peakOperationRate() -> Double {
  let clock = ContinuousClock()
  var result: Float = 0
  let rates = (0..<10).map { _ in
    let start = clock.now
    let operations = kernels.multiply_add_peak(200_000, &result)
    return Double(operations) / (start.duration(to: clock.now) / .seconds(1))
  }
  return rates.max() ?? 0
}
