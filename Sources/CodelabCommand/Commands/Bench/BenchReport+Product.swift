import Codelab
import Foundation

extension BenchReport {
  /// A large matrix product, beside the fastest that one core could be.
  struct Product: Encodable {
    /// What is multiplied.
    static let name = "matrix product 1,024 cubed, 1 thread"

    /// The case.
    var name = Product.name
    /// The times of single products.
    var times: Times
    /// Floating-point operations a second, by the median time; a multiplication and an addition are two.
    var rate: Double
    /// The same where nothing waits for memory, in the same moments: also a median.
    var peakRate: Double
    /// The part of the peak that is reached.
    var share: Double
    /// What the part should be at least.
    var target = 0.8
    /// Whether it is.
    var isMet: Bool

    init(times: Times, peakRate: Double) {
      self.times = times
      rate = 2 * pow(1_024, 3) / times.median
      self.peakRate = peakRate
      share = rate / peakRate
      isMet = share >= target
    }

    /// Measures product and peak in turn, on one thread.
    static func measure(samples: Int) -> Product {
      let threads = threadCount
      threadCount = 1
      defer { threadCount = threads }
      let (a, b) = (BenchData.inputs(1_024, shape: [1_024]), BenchData.inputs(1_024, shape: [1_024]))
      var times: [Double] = []
      var peakRates: [Double] = []
      _ = BenchCase.timed(3, 0) { _ = matrixProduct(a, b) }  // warm-up
      for _ in 0..<BenchCase.rounds {
        peakRates.append(peakOperationRate())
        times += BenchCase.timed(samples / BenchCase.rounds + 1, BenchCase.seconds) {
          _ = matrixProduct(a, b)
        }
      }
      return Product(times: Times(Latency(samples: times)), peakRate: Latency(samples: peakRates).p50)
    }
  }
}
