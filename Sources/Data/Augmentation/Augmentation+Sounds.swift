import Engine
import Foundation

/// Changes of a sound; its length stays.
extension Augmentation where Example == Sound {
  /// Moves the sound in time by up to a share of its length, either way; silence follows it.
  public static func timeShift(upTo share: Float) -> Augmentation {
    Augmentation("time shift") { sound, generator in
      let count = sound.samples.count
      let shift = Int((generator.number(in: -share...share) * Float(count)).rounded())
      sound = sound.delayed(by: min(max(shift, -count), count))
    }
  }

  /// Makes the sound louder or softer.
  ///
  /// - Parameter decibels: where the change is drawn from; 20 decibels are a factor of 10. Samples stay in -1...1.
  public static func gain(decibels: ClosedRange<Float>) -> Augmentation {
    Augmentation("gain") { sound, generator in
      let factor = pow(10, generator.number(in: decibels) / 20)
      sound.samples = sound.samples.map { clamped($0 * factor, to: -1...1) }
    }
  }

  /// Adds white noise.
  ///
  /// - Parameter decibels: where the ratio of the sound's mean square to that of the noise is drawn from. Silence stays
  ///   silent; samples stay in -1...1.
  public static func noise(signalToNoise decibels: ClosedRange<Float>) -> Augmentation {
    Augmentation("noise") { sound, generator in
      let meanSquare = sound.samples.reduce(0) { $0 + $1 * $1 } / Float(max(1, sound.samples.count))
      let deviation = meanSquare.squareRoot() * pow(10, -generator.number(in: decibels) / 20)
      let noise = generator.noise(count: sound.samples.count, deviation: deviation)
      sound.samples = zip(sound.samples, noise).map { clamped($0 + $1, to: -1...1) }
    }
  }
}

extension Sound {
  /// The sound that begins `count` samples later, or earlier if it is below 0; silence fills the gap, and what leaves
  /// the length is lost.
  ///
  /// - Precondition: `count` is at most the number of samples, either way.
  public func delayed(by count: Int) -> Sound {
    let silence = [Float](repeating: 0, count: abs(count))
    let kept = count >= 0 ? samples.prefix(samples.count - count) : samples.suffix(samples.count + count)
    return Sound(samples: count >= 0 ? silence + kept : kept + silence, rate: rate)
  }
}

/// Changes of a spectrogram.
extension Augmentation where Example == Spectrogram {
  /// SpecAugment: hides a run of frequencies and a run of moments, each of a random length.
  ///
  /// From Park et al., "SpecAugment: a simple data augmentation method for automatic speech recognition" (2019), without
  /// its warping of time, which the paper finds to matter least.
  ///
  /// - Parameters:
  ///   - bins: the most frequencies of a run.
  ///   - frames: the most moments of a run.
  ///   - count: how many runs of each.
  ///   - value: what stands where something is hidden; nil for the mean of the spectrogram.
  public static func specAugment(bins: Int, frames: Int, count: Int = 1, value: Float? = nil) -> Augmentation
  {
    Augmentation("SpecAugment") { spectrogram, generator in
      let mean = spectrogram.values.reduce(0, +) / Float(max(1, spectrogram.values.count))
      let value = value ?? mean
      for _ in 0..<count {
        let columns = run(upTo: bins, of: spectrogram.bins, using: &generator)
        let rows = run(upTo: frames, of: spectrogram.frames, using: &generator)
        for frame in 0..<spectrogram.frames {
          for bin in rows.contains(frame) ? 0..<spectrogram.bins : columns {
            spectrogram.values[frame * spectrogram.bins + bin] = value
          }
        }
      }
    }
  }

  /// A run of 0 to `limit` of `count` places, anywhere.
  private static func run(upTo limit: Int, of count: Int, using generator: inout SeededGenerator) -> Range<
    Int
  > {
    let length = generator.index(below: min(limit, count) + 1)
    let start = generator.index(below: count - length + 1)
    return start..<start + length
  }
}
