import Testing

@testable import Engine

/// Values that a learner may give by mistake, or a knob at the end of its range, are errors that say where, or have a
/// harmless meaning; nothing traps.
@Suite struct BadInputCallTests {
  private func network() throws -> Model {
    try Model(inputs: [[4], [3]], seed: 1) { inputs in
      Dense(2)(Concatenate()(Dense(3)(inputs[0]), inputs[1]))
    }
  }

  // MARK: Numbers that are none

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func valuesThatAreNotFiniteAreNamed(value: Float) throws {
    let model = try network()
    let good = [Tensor(shape: [3, 4], repeating: 0.5), Tensor(shape: [3, 3], repeating: 0.5)]
    var spoiled = good
    spoiled[1][3 * 2 + 1] = value
    let bad = spoiled
    #expect(throws: ModelError.notFinite(input: 1, example: 2)) { try model.predict(bad) }
    let programs = [
      try model.compiled(), try model.quantized(calibration: good), try model.dynamicallyQuantized(),
    ]
    for program in programs {
      #expect(throws: ProgramError.notFinite(input: 1, example: 2)) { try program.logits(inputs: bad) }
      #expect(try program.logits(inputs: good).isFinite)
    }
    #expect(throws: ProgramError.calibrationNotFinite(image: 2)) { try model.quantized(calibration: bad) }
    let data = try Dataset(inputs: good, values: Tensor(shape: [3, 2]))
    let changed = #expect(throws: TrainingError.self) {
      try model.fit(data, loss: .meanSquaredError, transform: { batch, _ in batch.inputs = bad })
    }
    #expect(changed?.description.contains("example 2 of input 1") == true)
    let target = #expect(throws: TrainingError.self) {
      try model.fit(
        data, loss: .meanSquaredError,
        transform: { batch, _ in batch.targets = .values(Tensor(shape: [3, 2], repeating: value)) })
    }
    #expect(target?.description.contains("target") == true)

    let single = try Model(input: [2], seed: 1) { Dense(2) }.compiled()
    #expect(throws: ProgramError.notFinite(input: 0, example: 0)) { try single.logits(for: [1, value]) }
    #expect(throws: ProgramError.notFinite(input: 0, example: 0)) {
      try single.predict(Tensor(shape: [1, 2], values: [1, value]))
    }
  }

  /// The loop without checks goes on, and integers come to some end of their range.
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func theHotLoopTakesValuesAsTheyAre(value: Float)
    throws
  {
    let model = try Model(input: [2], seed: 1) { Dense(2) }
    #expect(try model.compiled().uncheckedLogits(for: [1, value]).count == 2)
    let integers = try model.quantized(calibration: Tensor(shape: [2, 2], values: [-1, 1, 0, 0.5]))
    let results = integers.uncheckedLogits(for: [1, value])
    #expect(results.allSatisfy { $0.isFinite })
  }

  @Test func idsOfProgramsAreChecked() throws {
    let model = try Model(input: [3], seed: 1) {
      Embedding(5, width: 2)
      GlobalAveragePool()
    }
    let program = try model.quantized(calibration: Tensor(shape: [1, 3], values: [0, 1, 4]))
    for id in [Float(5), -1, 0.5, .nan] {
      let error = #expect(throws: ProgramError.self) { try program.logits(for: [0, 1, id]) }
      #expect(error?.description.contains("embedding_1") == true)
      #expect(error?.description.contains("the id \(id) in example 0 is not a whole number in 0..<5") == true)
    }
    #expect(try program.logits(for: [0, 1, 4]) == program.uncheckedLogits(for: [0, 1, 4]))
    #expect(program.uncheckedLogits(for: [0, 1, 5]) == program.uncheckedLogits(for: [0, 1, 0]))
    #expect(program.uncheckedLogits(for: [0, 1, 5]) != program.uncheckedLogits(for: [0, 1, 4]))
  }

  /// A model that diverged predicts what it computes, and makes no program.
  @Test func weightsThatAreNotFiniteAreNamed() throws {
    let model = try network()
    model.parameters[0].value[1] = .nan
    let inputs = [Tensor(shape: [1, 4], repeating: 1), Tensor(shape: [1, 3])]
    #expect(!(try model.predict(inputs).isFinite))
    for make: () throws -> Program in [
      { try model.compiled() }, { try model.quantized(calibration: inputs) },
      { try model.dynamicallyQuantized() }, { try model.quantizationAware().quantized() },
    ] {
      let error = #expect(throws: ProgramError.self) { _ = try make() }
      #expect(error?.description.contains("dense_1") == true)
      #expect(error?.description.contains("not a number") == true)
    }
  }

  // MARK: Quantization

  @Test(arguments: [Int.min, -1, 0, 1, 9, 33, .max])
  func bitsThatAreNoneAreNamed(bits: Int) throws {
    let weight = randomTensor([4, 3], seed: 1)
    #expect(throws: QuantizationError.bits(bits)) { try QuantizedTensor(weight, bits: bits) }
    #expect(throws: QuantizationError.bits(bits)) { try QuantizedTensor.affine(weight, bits: bits) }
    let model = try network()
    let images = [Tensor(shape: [1, 4]), Tensor(shape: [1, 3])]
    let error = #expect(throws: ProgramError.self) {
      try model.quantized(calibration: images, weightBits: bits)
    }
    #expect(error?.description.contains("\(bits) bits") == true)
    #expect(throws: QuantizationError.bits(bits)) { try model.quantizationAware(weightBits: bits) }
  }

  @Test(arguments: [Int.min, -1, 0, .max])
  func blocksAreCheckedOrCoverAll(size: Int) throws {
    let weight = randomTensor([4, 3], seed: 1)
    if size > 0 {
      #expect(try QuantizedTensor(weight, bits: 4, granularity: .blocks(size)).scales.count == 3)
    } else {
      #expect(throws: QuantizationError.blockSize(size)) {
        try QuantizedTensor(weight, bits: 4, granularity: .blocks(size))
      }
    }
    for shape in [[0, 3], [3, 0], []] where size > 0 {
      #expect(throws: QuantizationError.self) {
        try QuantizedTensor(Tensor(shape: shape), granularity: .blocks(size))
      }
    }
  }

  @Test func calibrationOfWhatCannotBeObservedIsNamed() throws {
    let model = try network()
    let none = [Tensor(shape: [0, 4]), Tensor(shape: [0, 3])]
    #expect(throws: ProgramError.noCalibrationImages) { try model.quantized(calibration: none) }
    #expect(throws: ProgramError.inputCount(expected: 2, actual: 0)) {
      try model.quantized(calibration: [Tensor]())
    }
    let images = [Tensor(shape: [2, 4], repeating: 1), Tensor(shape: [2, 3], repeating: 1)]
    let integers = try model.quantized(calibration: images)
    let observed = #expect(throws: ProgramError.self) { try integers.calibration(on: images) }
    #expect(observed?.description.contains("computes in integers") == true)
    let ranges = Calibration(
      inputs: [0...1], results: ["dense_1": 0...1, "concatenate_1": 0...1, "dense_2": 0...1])
    let missing = #expect(throws: ProgramError.self) { try model.graph().quantized(ranges: ranges) }
    #expect(missing?.description.contains("input 1") == true)
    // What is not a number does not equal itself.
    let share = #expect(throws: QuantizationError.self) {
      try model.quantized(calibration: images, method: .percentile(.nan))
    }
    #expect(share?.description.contains("percentile nan") == true)
    #expect(throws: QuantizationError.batchSize(0)) {
      try model.quantized(calibration: images, method: .movingAverage(batchSize: 0))
    }
  }

  /// Whatever scale and zero point are, an integer of 8 bits comes out.
  @Test func scalesAndZeroPointsOfAnySizeGiveIntegers() {
    let numbers: [Float] = [
      0, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    for scale in numbers {
      for zero in [Int.min, -20_000_001, -129, 0, 128, 20_000_001, .max] {
        let parameters = AffineParameters(scale: scale, zeroPoint: zero)
        for real in numbers { _ = parameters.quantize(real) }
        _ = parameters.dequantize(-128)
        for sum in [Int32.min, 0, .max] { _ = requantized(sum, by: scale, zeroPoint: zero) }
      }
    }
    #expect(AffineParameters(covering: -.infinity ... .infinity).scale.isFinite)
    #expect(AffineParameters(covering: -1...2).quantize(.nan) == -128)
    #expect(requantized(5, by: .nan, zeroPoint: 0) == -128)
    if let factor = try? FixedPointMultiplier(0.5) {
      #expect(requantized(.max, by: factor, zeroPoint: .max) == 127)
      #expect(requantized(.min, by: factor, zeroPoint: .min) == -128)
    }
    for factor in [0, -1, .nan, .infinity, 1e300] {
      #expect(throws: QuantizationError.scale) { try FixedPointMultiplier(factor) }
    }
  }

  // MARK: Randomness, schedules, measures

  @Test func countsThatAreNegativeGiveNothing() {
    var generator = SeededGenerator(seed: .max)
    for count in [Int.min, -1, 0] {
      #expect(generator.uniform(count: count, in: 0...1).isEmpty)
      #expect(generator.normal(count: count).isEmpty)
      #expect(generator.permutation(count: count).isEmpty)
    }
    for fan in [Int.min, -1, 0, .max] {
      let glorot = Tensor.glorotUniform(shape: [2], fanIn: fan, fanOut: fan, using: &generator)
      #expect(glorot.isFinite)
      #expect(Tensor.heNormal(shape: [2], fanIn: fan, using: &generator).isFinite)
    }
  }

  @Test func impossibleSchedulesCanBeDrawn() {
    let schedules: [LearningRateSchedule] = [
      .step(every: .min, factor: .nan), .cosine(final: .infinity), .warmUp(steps: .min, then: .constant),
      .warmUp(steps: .max, then: .cosine()), .warmUp(steps: -1, then: .step(every: 0, factor: 2)),
    ]
    for schedule in schedules {
      let isPossible = schedule == .warmUp(steps: .max, then: .cosine())
      for step in [Int.min, -1, 0, 5, .max] {
        for total in [Int.min, 0, 3, .max] { _ = schedule.factor(at: step, of: total) }
      }
      #expect((schedule.problem == nil) == isPossible)
    }
  }

  @Test func measuresOfImpossibleSizesAreNamed() throws {
    let program = try Model(input: [2], seed: 1) { Dense(2) }.compiled()
    for samples in [Int.min, -1, 0, .max] {
      #expect(throws: MeasureError.samples(samples)) {
        try latency(of: program, on: Tensor(shape: [1, 2]), samples: samples)
      }
    }
    #expect(throws: MeasureError.classes(.max)) {
      try ConfusionMatrix(actual: [0], predicted: [0], classes: .max)
    }
    #expect(throws: MeasureError.classes(-1)) {
      try ConfusionMatrix(actual: [0], predicted: [0], classes: -1)
    }
    #expect(throws: MeasureError.matrix(rows: [2, 2])) {
      try ConfusionMatrix(counts: [[.max, .max], [.max, .max]])
    }
  }

  @Test func duplicatesAndEmptyModelsAreNamed() throws {
    var graph = try Graph(input: [2])
    try graph.append(.relu, name: "a")
    #expect(throws: GraphError.duplicateName("a")) { try graph.append(.relu, name: "a") }
    #expect(throws: ProgramError.empty) { try Graph(input: [2]).compiled() }
    #expect(throws: ModelError.noLayers) { try Model(input: [2]) {} }
    #expect(throws: ModelError.noInputs) { try Model(inputs: []) { _ in fatalError("no symbol") } }
    let other = try Model(input: [2]) { Dense(2) }
    #expect(throws: ModelError.unexpectedParameter("dense_1/weight")) {
      try other.restore(other.state + other.state)
    }
    #expect(throws: ModelError.missingParameter("dense_1/weight")) { try other.restore([]) }
  }
}
