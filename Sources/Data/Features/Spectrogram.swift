import Engine
import Foundation

/// How strong each frequency of a sound is, moment by moment.
public struct Spectrogram: Sendable, Equatable {
  /// The number of moments.
  public let frames: Int

  /// The number of frequencies, or of bands of them.
  public let bins: Int

  /// The strengths `[frames][bins]`, low frequencies first.
  public var values: [Float]

  /// Makes a spectrogram.
  ///
  /// - Precondition: there are `frames * bins` values.
  public init(frames: Int, bins: Int, values: [Float]) {
    precondition(values.count == frames * bins, "\(values.count) values for \(frames) frames of \(bins)")
    self.frames = frames
    self.bins = bins
    self.values = values
  }

  /// The spectrogram as a tensor `[frames, bins]`.
  public var tensor: Tensor { Tensor(shape: [frames, bins], values: values) }

  /// The strengths of `bands` bands that are evenly spaced as the ear hears pitch.
  ///
  /// Each band is a triangle on the mel scale, `2595 log10(1 + f / 700)` for f in Hz, with the centers of its
  /// neighbors as corners (O'Shaughnessy, "Speech communication", 1987; the scale of HTK and TensorFlow).
  ///
  /// - Parameters:
  ///   - bands: the number of bands.
  ///   - rate: samples a second of the sound.
  ///   - range: the corners, in Hz, of the lowest and the highest band.
  /// - Precondition: there are at least 2 bins, `bands` is positive, and the range begins at 0 or above.
  public func mel(bands: Int, rate: Int, in range: ClosedRange<Float>) -> Spectrogram {
    precondition(bins >= 2 && bands > 0 && range.lowerBound >= 0 && range.lowerBound < range.upperBound)
    let (low, high) = (Self.mel(range.lowerBound), Self.mel(range.upperBound))
    let distance = (high - low) / Float(bands + 1)
    let pitches = (0..<bins).map { Self.mel(Float($0) * Float(rate) / 2 / Float(bins - 1)) }
    let weights = (1...bands).map { band in
      pitches.map { max(0, 1 - abs($0 - low - Float(band) * distance) / distance) }
    }
    var result: [Float] = []
    result.reserveCapacity(frames * bands)
    for frame in 0..<frames {
      for weights in weights {
        var sum: Float = 0
        for bin in 0..<bins { sum += weights[bin] * values[frame * bins + bin] }
        result.append(sum)
      }
    }
    return Spectrogram(frames: frames, bins: bands, values: result)
  }

  /// The natural logarithm of each value plus `floor`, which keeps silence finite.
  public func logarithm(floor: Float = 1e-6) -> Spectrogram {
    Spectrogram(frames: frames, bins: bins, values: values.map { log($0 + floor) })
  }

  private static func mel(_ frequency: Float) -> Float { 2595 * log10(1 + frequency / 700) }
}

extension Sound {
  /// The sizes of the short-time Fourier transform.
  ///
  /// Each frame of the sound, under a Hann window `(1 - cos(2 pi n / frame)) / 2`, is filled up with zeros to a power
  /// of two, N, and transformed: N / 2 + 1 frequencies, from 0 to half the rate. Samples at the end that do not fill a
  /// frame are left out. One second at 16,000 Hz gives 124 frames of 129 frequencies.
  ///
  /// - Parameters:
  ///   - frame: the samples of a frame.
  ///   - step: the samples from one frame to the next.
  /// - Precondition: `frame` is at least 2 and `step` positive.
  public func spectrogram(frame: Int = 256, step: Int = 128) -> Spectrogram {
    precondition(frame >= 2 && step > 0, "frames of \(frame) samples every \(step)")
    var count = 2
    while count < frame { count *= 2 }
    let fft = RealFFT(count: count)
    let window = (0..<frame).map { Float((1 - cos(2 * .pi * Double($0) / Double(frame))) / 2) }
    var values: [Float] = []
    var windowed = [Float](repeating: 0, count: count)
    let starts = stride(from: 0, through: samples.count - frame, by: step)
    for start in starts {
      for index in 0..<frame { windowed[index] = samples[start + index] * window[index] }
      values += fft.magnitudes(windowed)
    }
    return Spectrogram(frames: values.count / (count / 2 + 1), bins: count / 2 + 1, values: values)
  }
}
