import Foundation

/// A sound of one channel.
public struct Sound: Sendable, Equatable {
  /// The samples in time, from -1 to 1.
  public var samples: [Float]

  /// Samples a second.
  public let rate: Int

  /// Makes a sound.
  ///
  /// - Precondition: `rate` is positive.
  public init(samples: [Float], rate: Int) {
    precondition(rate > 0, "\(rate) samples a second")
    self.samples = samples
    self.rate = rate
  }

  /// The sound with exactly `count` samples: cut, or silence added, at the end.
  public func fitted(to count: Int) -> Sound {
    let kept = samples.prefix(count)
    return Sound(samples: kept + [Float](repeating: 0, count: count - kept.count), rate: rate)
  }

  /// The same sound with another number of samples a second.
  ///
  /// Each new sample is a sum of old ones, weighted by a windowed sinc, the impulse response of a low-pass filter. It
  /// lets pass what both rates can represent, so that going to a lower rate does not alias:
  /// J. O. Smith, "Digital audio resampling home page", https://ccrma.stanford.edu/~jos/resample/. Beyond its ends
  /// the sound is taken for silent.
  ///
  /// - Parameters:
  ///   - rate: samples a second.
  ///   - limit: the most samples to compute; the rest of the sound is left out.
  /// - Precondition: `rate` is positive and `limit` not negative.
  public func resampled(to rate: Int, limit: Int = .max) -> Sound {
    guard rate != self.rate else { return Sound(samples: Array(samples.prefix(limit)), rate: rate) }
    let ratio = Double(rate) / Double(self.rate)
    let cutoff = min(1, ratio)
    let reach = Double(SincTable.crossings) / cutoff
    let count = min(limit, Int((Double(samples.count) * ratio).rounded(.up)))
    let table = SincTable.shared
    let resampled = (0..<count).map { index in
      let center = Double(index) / ratio
      let first = max(0, Int((center - reach).rounded(.up)))
      let last = min(samples.count - 1, Int(center + reach))
      var sum: Float = 0
      for position in stride(from: first, through: last, by: 1) {
        sum += samples[position] * table.value(at: abs(center - Double(position)) * cutoff)
      }
      return sum * Float(cutoff)
    }
    return Sound(samples: resampled, rate: rate)
  }
}

/// A sinc function under a Hann window, stored finely enough for linear interpolation.
private struct SincTable {
  /// Zero crossings on each side.
  static let crossings = 24

  /// Steps from one zero crossing to the next: the error of the interpolation, (pi / 512)² / 8, is below 16 bits.
  private static let steps = 512

  static let shared = SincTable()

  private let values: [Float]

  private init() {
    // One more than the last, at which the interpolation looks.
    values = (0...Self.crossings * Self.steps + 1).map { index in
      let x = Double(index) / Double(Self.steps)
      guard x > 0, x < Double(Self.crossings) else { return x > 0 ? 0 : 1 }
      let window = (1 + cos(.pi * x / Double(Self.crossings))) / 2
      return Float(sin(.pi * x) / (.pi * x) * window)
    }
  }

  /// The value `x` zero crossings away from the center, `x` in `0...crossings`.
  func value(at x: Double) -> Float {
    let position = min(x, Double(Self.crossings)) * Double(Self.steps)
    let index = Int(position)
    return values[index] + (values[index + 1] - values[index]) * Float(position - Double(index))
  }
}
