import Foundation

/// How strong each frequency of a sound is, moment by moment.
public struct SpectrogramFigure: Codable, Sendable, Equatable {
  /// The strengths `[moment][band]`, low frequencies first, as a rule logarithms.
  public var values: [[Float]]
  /// The length of the sound, in seconds.
  public var seconds: Double
  /// The middle of each band, in Hz.
  public var frequencies: [Double]

  /// Makes a figure of strengths.
  public init(_ values: [[Float]], seconds: Double, frequencies: [Double]) {
    self.values = values
    self.seconds = seconds
    self.frequencies = frequencies
  }

  /// Makes a figure of a spectrogram by frequency, as `Sound.spectrogram` gives it.
  ///
  /// - Parameters:
  ///   - spectrogram: the strengths, best as logarithms (`logarithm(floor:)`).
  ///   - rate: samples a second of the sound.
  ///   - step: the samples from one moment to the next.
  public init(_ spectrogram: Spectrogram, rate: Int, step: Int = 128) {
    let highest = Double(rate) / 2
    self.init(
      spectrogram, rate: rate, step: step,
      frequencies: (0..<spectrogram.bins).map { highest * Double($0) / Double(max(1, spectrogram.bins - 1)) })
  }

  /// Makes a figure of a spectrogram by bands of the mel scale, as `Spectrogram.mel` gives it.
  ///
  /// - Parameters:
  ///   - mel: the strengths of the bands, best as logarithms.
  ///   - rate: samples a second of the sound.
  ///   - step: the samples from one moment to the next.
  ///   - range: the range of frequencies that `mel` was given, in Hz.
  public init(mel: Spectrogram, rate: Int, step: Int = 128, in range: ClosedRange<Float>) {
    // The scale of `Spectrogram.mel` and its inverse, so that an axis shows where a band is.
    func pitch(_ frequency: Double) -> Double { 2595 * log10(1 + frequency / 700) }
    func frequency(_ pitch: Double) -> Double { 700 * (pow(10, pitch / 2595) - 1) }
    let (low, high) = (pitch(Double(range.lowerBound)), pitch(Double(range.upperBound)))
    self.init(
      mel, rate: rate, step: step,
      frequencies: (1...max(1, mel.bins)).map {
        frequency(low + (high - low) * Double($0) / Double(mel.bins + 1))
      })
  }

  private init(_ spectrogram: Spectrogram, rate: Int, step: Int, frequencies: [Double]) {
    let bins = spectrogram.bins
    self.init(
      (0..<spectrogram.frames).map { Array(spectrogram.values[$0 * bins..<($0 + 1) * bins]) },
      seconds: Double(spectrogram.frames * step) / Double(rate), frequencies: frequencies)
  }
}

extension SpectrogramFigure: FigureData {
  var defect: String? {
    guard values.allSatisfy({ $0.count == frequencies.count }),
      values.count * frequencies.count <= Limits.samples * 10, values.count <= Limits.samples
    else { return "has strengths that do not fit its frequencies" }
    guard seconds.isFinite, seconds >= 0, frequencies.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      return "has a time or a frequency that makes no sense"
    }
    return nil
  }

  var plainLines: [String] {
    guard let low = frequencies.min(), let high = frequencies.max(), !values.isEmpty else {
      return ["no sound"]
    }
    let size =
      "\(Metric.Unit.seconds.text(seconds)) of sound, \(values.count) moments of \(frequencies.count) bands from "
      + "\(Self.text(low)) to \(Self.text(high))"
    // The strongest band of four parts of the sound says how it goes.
    let parts = min(4, values.count)
    let course = (0..<parts).map { part in
      let moments = values[values.count * part / parts..<values.count * (part + 1) / parts]
      let sums = frequencies.indices.map { band in moments.reduce(0) { $0 + $1[band] } }
      let strongest = sums.indices.max { sums[$0] < sums[$1] } ?? 0
      return Self.text(frequencies[strongest])
    }
    return [size, "strongest, quarter by quarter: \(course.joined(separator: ", "))"]
  }

  var summary: String { plainLines[0] }

  private static func text(_ frequency: Double) -> String { "\(Metric.Unit.count.text(frequency)) Hz" }
}
