import Foundation
import Testing

@testable import Engine

@Suite struct CalibrationTests {
  /// Integers in -2^16...2^16, roughly normal, as `Golden/calibration.py` draws them.
  private static let bell: [Int] = {
    var state = 1
    func draw() -> Int {
      state = (state * 1_103_515_245 + 12_345) % (1 << 31)
      return state >> 16
    }
    return (0..<6000).map { _ in draw() + draw() + draw() + draw() - 1 << 16 }
  }()

  private static let tensors: [String: [Float]] = {
    let squares = bell.map { $0.signum() * (($0 * $0) >> 9) }
    return [
      "normal": bell.map { Float($0) / 0x1p15 },
      "heavy": squares.map { Float($0) / 0x1p18 },
      "relu": bell.map { Float(max($0 + 4000, 0)) / 0x1p15 },
      "skewed": squares.map { Float(abs($0) - 100_000) / 0x1p14 },
      "negative": bell.map { -Float(abs($0)) / 0x1p25 },
    ]
  }()

  private func range(
    _ method: CalibrationMethod, _ values: [Float], samples: Int = 1
  ) throws -> ClosedRange<Float> {
    var observer = try RangeObserver(method)
    try observer.observe(Tensor(shape: [samples, values.count / samples], values: values))
    return try observer.range()
  }

  @Test(arguments: tensors.keys.sorted()) func rangesAreThoseOfNumpy(name: String) throws {
    struct Ranges: Decodable { let percentile, entropy: [Double] }
    let expected = try #require(try storedRun([String: Ranges].self, "calibration")[name])
    let values = try #require(Self.tensors[name])
    for (method, bounds) in [
      (CalibrationMethod.percentile(99.9), expected.percentile), (.entropy, expected.entropy),
    ] {
      let range = try range(method, values, samples: 4)
      #expect(abs(Double(range.lowerBound) - bounds[0]) <= 1e-6 * abs(bounds[0]), "\(method)")
      #expect(abs(Double(range.upperBound) - bounds[1]) <= 1e-6 * abs(bounds[1]), "\(method)")
    }
  }

  @Test func extremes() throws {
    #expect(try range(.minMax, [3, -1, 0.5, -7, 2]) == -7...3)
    #expect(try range(.minMax, [4]) == 4...4)
  }

  /// Batches of two: (-1, 2), (-3, 1), and half a one, (0, 5).
  @Test func movingAveragesStartAtTheFirstBatch() throws {
    let range = try range(
      .movingAverage(batchSize: 2), [-1, 2, 0, 0, -3, 1, 1, -1, 5, 0], samples: 5)
    #expect(abs(range.lowerBound - ((-1 + 0.01 * -2) * 0.99)) < 1e-6)
    #expect(abs(range.upperBound - (1.99 * 0.99 + 0.05)) < 1e-6)
    #expect(try self.range(.movingAverage(batchSize: 9), [1, 4, -2], samples: 3) == -2...4)
  }

  /// Evenly spread values: the percentile is known, and so is one bin's width.
  @Test func percentilesOfEvenValues() throws {
    let values = (0..<10_000).map { Float($0) / 10_000 }
    let range = try range(.percentile(99), values)
    #expect(abs(range.lowerBound - 0.005) < 1e-3 && abs(range.upperBound - 0.995) < 1e-3)
    #expect(try self.range(.percentile(100), values) == 0...0.9999)
    // One value of a million does not count.
    let rare = [Float](repeating: 0.5, count: 99_999) + [1000]
    #expect(try self.range(.percentile(), rare).upperBound < 1)
  }

  /// Every pair of candidate ends tried on the values themselves.
  @Test(arguments: tensors.keys.sorted()) func noRangeHasLessSquaredError(name: String) throws {
    let values = Array(try #require(Self.tensors[name]).prefix(300))
    func error(_ low: Float, _ high: Float) -> Double {
      // The definition of affine quantization, in double precision.
      let scale = (Double(high) - Double(low)) / 255
      let zero = (-128 - Double(low) / scale).rounded()
      return values.reduce(0) { sum, value in
        let integer = min(max((Double(value) / scale).rounded(.toNearestOrEven) + zero, -128), 127)
        let difference = (integer - zero) * scale - Double(value)
        return sum + difference * difference
      }
    }
    let (low, high) = (min(values.min()!, 0), max(values.max()!, 0))
    let candidates = (1...64).map { Float($0) / 64 }
    let best = candidates.flatMap { a in candidates.map { error(low * a, high * $0) } }
      .filter { !$0.isNaN }.min()!
    let found = try range(.meanSquaredError, values)
    #expect(error(found.lowerBound, found.upperBound) <= 1.03 * best)
  }

  /// One outlier among many small values stretches the range of min-max, and of nothing else.
  @Test(arguments: [.percentile(), .entropy] as [CalibrationMethod])
  func outliersAreCutOff(method: CalibrationMethod) throws {
    var generator = SeededGenerator(seed: 2)
    let values = generator.normal(count: 50_000) + [60]
    #expect(try range(method, values).upperBound < 8)
    #expect(try range(.minMax, values).upperBound == 60)
  }

  /// The histogram depends on the values alone, not on their order or on how they are dealt to samples.
  @Test(arguments: [.percentile(99), .meanSquaredError, .entropy] as [CalibrationMethod])
  func orderDoesNotMatter(method: CalibrationMethod) throws {
    let values = try #require(Self.tensors["heavy"])
    let expected = try range(method, values)
    #expect(try range(method, values.sorted { abs($0) < abs($1) }, samples: 100) == expected)
    #expect(try range(method, values.reversed(), samples: 6000) == expected)
  }

  @Test func histogramsGrowWithoutMovingValues() {
    var histogram = MagnitudeHistogram()
    for values: [Float] in [[0, 1e-3, -2e-3], [0.5], [0, -1.5], [100, 3]] {
      values.withUnsafeBufferPointer { histogram.include($0, largest: values.map(abs).max()!) }
    }
    #expect(histogram.width == 0.0625 && histogram.zeros == 2)
    #expect(histogram.positive[0] == 1 && histogram.positive[8] == 1 && histogram.positive[48] == 1)
    #expect(histogram.positive[1600] == 1 && histogram.negative[0] == 1 && histogram.negative[24] == 1)
    #expect(histogram.bins.reduce(0) { $0 + $1.count } == 8)
  }

  @Test(arguments: [.percentile(99), .meanSquaredError, .entropy, .minMax] as [CalibrationMethod])
  func valuesThatAreAllZeroOrTiny(method: CalibrationMethod) throws {
    #expect(try range(method, [0, 0, 0]) == 0...0)
    let least = Float.leastNonzeroMagnitude
    let tiny = try range(method, [least, 0, -least])
    #expect(tiny.lowerBound >= -least && tiny.upperBound <= least)
    let huge = try range(method, [Float.greatestFiniteMagnitude, -1])
    #expect(huge.lowerBound >= -1 && huge.upperBound.isFinite)
  }

  @Test func programsAreCalibratedByEveryMethod() throws {
    let graph = try digitGraph()
    var images = TestNumbers(seed: 3).tensorOfImages(20)
    images[100] = 40  // an outlier
    let program = try graph.compiled()
    let plain = try program.calibration(on: images)
    #expect(plain.input.upperBound == 40)
    for method: CalibrationMethod in [
      .movingAverage(batchSize: 8), .percentile(99.9), .meanSquaredError, .entropy,
    ] {
      let calibration = try program.calibration(on: images, method: method)
      #expect(Set(calibration.results.keys) == Set(plain.results.keys))
      #expect(calibration.input.upperBound <= 40)
      for (name, range) in calibration.results {
        #expect(range.upperBound > 0 && range.upperBound <= plain.results[name]!.upperBound, "\(method)")
      }
      let quantized = try graph.quantized(calibration: images, method: method)
      #expect(quantized.inputQuantization == AffineParameters(covering: calibration.input))
    }
    #expect(try program.calibration(on: images, method: .percentile(99.9)).input.upperBound < 2)
  }

  @Test func unusableObservationsAreErrors() throws {
    #expect(throws: QuantizationError.percentile(50)) { try RangeObserver(.percentile(50)) }
    #expect(throws: QuantizationError.percentile(100.1)) { try RangeObserver(.percentile(100.1)) }
    #expect(throws: QuantizationError.self) { try RangeObserver(.percentile(.nan)) }
    #expect(throws: QuantizationError.batchSize(0)) { try RangeObserver(.movingAverage(batchSize: 0)) }
    var observer = try RangeObserver(.entropy)
    #expect(throws: QuantizationError.noValues) { try observer.range() }
    try observer.observe(Tensor(shape: [0, 3]))
    #expect(throws: QuantizationError.noValues) { try observer.range() }
    #expect(throws: QuantizationError.notFinite) {
      try observer.observe(Tensor(shape: [2], values: [1, .nan]))
    }
    try observer.observe(Tensor(shape: [2], values: [1, 2]))
    #expect(try observer.range().upperBound == 2)
    #expect(throws: QuantizationError.percentile(0)) {
      try digitGraph().quantized(calibration: Tensor(shape: [1, 28, 28, 1]), method: .percentile(0))
    }
  }
}

extension TestNumbers {
  fileprivate func tensorOfImages(_ count: Int) -> Tensor {
    var copy = self
    return copy.tensor([count, 28, 28, 1])
  }
}
