import Engine
import Foundation
import Testing

@testable import Data

@Suite struct SpectrogramTests {
  private struct Stored: Decodable {
    struct Spectrum: Decodable {
      let frame, step, frames, bins: Int
      let values: [Float]
    }
    let rate: Int
    let samples: [Float]
    let spectra: [Spectrum]
    let logMel: [Float]
  }

  @Test func agreesWithSciPy() throws {
    let stored = try storedRun(Stored.self, "features")
    let sound = Sound(samples: stored.samples, rate: stored.rate)
    for expected in stored.spectra {
      let spectrogram = sound.spectrogram(frame: expected.frame, step: expected.step)
      #expect(spectrogram.tensor.shape == [expected.frames, expected.bins])
      for (value, reference) in zip(spectrogram.values, expected.values) {
        #expect(abs(value - reference) < 1e-5 * max(1, reference))
      }
    }
    let bands = sound.spectrogram().mel(bands: 20, rate: stored.rate, in: 125...3800).logarithm()
    #expect(bands.values.count == stored.logMel.count)
    for (value, reference) in zip(bands.values, stored.logMel) { #expect(abs(value - reference) < 1e-4) }
  }

  /// The sum that defines the transform, in double precision.
  @Test(arguments: [2, 4, 8, 64, 1024]) func agreesWithTheDefinition(count: Int) {
    var generator = SeededGenerator(seed: 1)
    let samples = generator.uniform(count: count, in: -1...1)
    for (k, value) in RealFFT(count: count).magnitudes(samples).enumerated() {
      var (real, imaginary) = (0.0, 0.0)
      for (n, sample) in samples.enumerated() {
        let angle = -2 * Double.pi * Double(k * n % count) / Double(count)
        real += Double(sample) * cos(angle)
        imaginary += Double(sample) * sin(angle)
      }
      #expect(abs(Double(value) - hypot(real, imaginary)) < 2e-5)
    }
  }

  /// The book's project: a second at 16,000 Hz.
  @Test func hasTheShapeOfTheBook() {
    let sound = Sound(samples: [Float](repeating: 0, count: 16_000), rate: 16_000)
    #expect(sound.spectrogram().tensor.shape == [124, 129])
    #expect(Sound(samples: [1, 2, 3], rate: 8000).spectrogram().tensor.shape == [0, 129])
    #expect(sound.spectrogram().logarithm().values.allSatisfy { $0 == log(1e-6) })
  }
}
