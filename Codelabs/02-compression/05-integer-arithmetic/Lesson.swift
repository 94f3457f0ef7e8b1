import Codelab

let lesson = Lesson {
  Step("accumulate") { lab in
    for trial in productTrials(&lab.random) {
      try lab.submit(trial.name, accumulate(trial.x, zeroPoint: trial.zeroPoint, weights: trial.weights))
    }
    try lab.submit("safe", (16...32).map { safeCount(bits: $0) })
    let counts = [16, 20, 24, 28, 32].map { (bits: $0, count: safeCount(bits: $0)) }
    lab.show(
      Figure(
        "room", title: "Products that are sure to fit",
        .table(
          Table(
            columns: ["accumulator", "products"],
            rows: counts.map { ["\($0.bits) bits", Metric.Unit.count.text(Double($0.count))] }))))
    lab.metric("fit-in-16-bits", Double(safeCount(bits: 16)), .count)
    lab.metric("fit-in-32-bits", Double(safeCount(bits: 32)), .count)
  } judge: { work in
    for trial in productTrials(&work.random) { judgeProduct(try work[trial.name], trial) }
    judgeSafeCounts(try work["safe"])
  }

  Step("correction") { lab in
    for trial in productTrials(&lab.random) {
      try lab.submit(trial.name, correction(zeroPoint: trial.zeroPoint, weights: trial.weights))
    }
    for (index, trial) in biasTrials(&lab.random).enumerated() {
      try lab.submit(
        "bias \(index)",
        quantizedBias(trial.bias, inputScale: trial.inputScale, weightScale: trial.weightScale))
    }
    lab.metric("example-bias", Double(quantizedBias(0.5, inputScale: 0.02, weightScale: 0.005)), .count)
  } judge: { work in
    for trial in productTrials(&work.random) { judgeCorrection(try work[trial.name], trial) }
    for (index, trial) in biasTrials(&work.random).enumerated() {
      judgeBias(try work["bias \(index)"], trial)
    }
  }

  Step("requantize") { lab in
    for trial in sumTrials(&lab.random) {
      try lab.submit(
        trial.name,
        trial.sums.map { requantize($0, multiplier: trial.multiplier, zeroPoint: trial.zeroPoint) })
    }
    let sums = (0..<20_000).map { _ in Int32(lab.random.integer(from: -40_000, to: 40_000)) }
    let factor: Float = 0.0031
    let fixed = try FixedPointMultiplier(Double(factor))
    let float = sums.map { requantize($0, multiplier: factor, zeroPoint: -5) }
    let integer = sums.map { requantized($0, by: fixed, zeroPoint: -5) }
    let different = zip(float, integer).count { $0 != $1 }
    lab.show(
      Figure(
        "levels", title: "Levels of 20,000 sums",
        .histogram(Bins(minimum: -128, maximum: 128, counts: counts(of: float), axis: "level"))))
    lab.log(
      "0.0031 = \(fixed.multiplier) / 2^31 * 2^\(fixed.exponent); of 20,000 sums \(different) come out differently"
    )
    lab.metric("levels-that-differ", Double(different), .count)
  } judge: { work in
    for trial in sumTrials(&work.random) { judgeSums(try work[trial.name], trial) }
  }

  Step("layer") { lab in
    for trial in layerTrials(&lab.random) {
      try lab.submit(trial.name, integerDense(trial.x, layer: IntegerLayer(trial)))
    }
    let real = try EngineLayer(inputs: 64, outputs: 16, seed: lab.seed)
    let layer = IntegerLayer(try real.trial())
    var (equal, all) = (0, 0)
    var errors: [Float] = []
    for _ in 0..<200 {
      let image = lab.random.uniform(count: 64, in: -1...1)
      let levels = image.map(real.input.quantize)
      let own = integerDense(levels, layer: layer)
      let engine = try real.integers.integers(for: levels)
      equal += zip(own, engine).count { $0 == $1 }
      all += engine.count
      errors += zip(engine.map(real.output.dequantize), try real.float.logits(for: image)).map { $0 - $1 }
    }
    lab.show(
      Figure(
        "errors", title: "Integers beside floats",
        .histogram(Bins(of: errors, bins: 30, axis: "error"))))
    lab.metric("equal-to-the-engine", Double(equal) / Double(all), .fraction)
    lab.metric("output-step", Double(real.output.scale), .number)
    lab.metric("largest-error", Double(errors.map(abs).max() ?? 0), .number)
  } judge: { work in
    for trial in layerTrials(&work.random) { judgeLayer(try work[trial.name], trial) }
  }

  Step("speed") { lab in
    let widths = [128, 256, 512, 1_024, 2_048]
    let chosen = lab.knob("width")
    var ratios: [Double] = []
    var rows: [[String]] = []
    for (index, width) in widths.enumerated() {
      lab.progress("measuring", index, of: widths.count, unit: "layer")
      let layer = try EngineLayer(inputs: width, outputs: width, seed: lab.seed)
      let images = Tensor(shape: [8, width], values: lab.random.uniform(count: 8 * width, in: -1...1))
      let times = try latencies(of: [layer.float, layer.integers], on: images, samples: 300)
      let (float, integer) = (times[0], times[1])
      ratios.append(float.p50 / integer.p50)
      rows.append(
        ["\(width)"] + [float.p50, integer.p50].map(Metric.Unit.seconds.text)
          + [Metric.Unit.count.text(Double(width * width / 1_024))])
      if width == chosen {
        lab.show(
          Figure(
            "latency", title: "Width \(Metric.Unit.count.text(Double(width)))",
            .latency(
              LatencyFigure([
                .init("float", float),
                .init("int8", integer),
              ]))))
        lab.show(
          Figure(
            "bytes", title: "Bytes of weights read",
            .bars(
              Bars(
                [.init("float", Double(4 * width * width)), .init("int8", Double(width * width))],
                unit: .bytes))))
        lab.metric("plain-loop", try plainLoop(layer, image: images.rows(0..<1).values), .seconds)
        lab.metric("float-p50", float.p50, .seconds)
        lab.metric("int8-p50", integer.p50, .seconds)
      }
    }
    lab.show(
      Figure(
        "speedup", title: "Speedup",
        .bars(Bars(zip(widths, ratios).map { .init("\($0)", $1) }, unit: .number))))
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(Table(columns: ["width", "float", "int8", "int8 KB"], rows: rows))))
    lab.metric("speedup-at-1024", ratios[3], .number)
  }
}

// MARK: - Layers of the engine

/// A dense layer with ReLU, in float and in integers.
struct EngineLayer {
  let float: Program
  let integers: Program
  let bias: [Float]
  let input: AffineParameters
  let output: AffineParameters

  init(inputs: Int, outputs: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let model = try Model(input: [inputs], seed: seed) {
      Dense(outputs)
      ReLU()
    }
    // A new layer's biases are 0, and would teach nothing.
    let bias = random.uniform(count: outputs, in: -0.3...0.3)
    try model.restore(
      model.state.map {
        $0.name.hasSuffix("bias")
          ? NamedTensor(name: $0.name, tensor: Tensor(shape: [outputs], values: bias)) : $0
      })
    let images = Tensor(shape: [200, inputs], values: random.uniform(count: 200 * inputs, in: -1...1))
    float = try model.compiled()
    integers = try model.quantized(calibration: images)
    guard let input = integers.inputQuantization, let output = integers.outputQuantization else {
      throw LessonError.notInteger
    }
    self.bias = bias
    self.input = input
    self.output = output
  }

  /// The layer as plain numbers.
  func trial() throws -> LayerTrial {
    guard let weights = integers.layers.lazy.compactMap(\.quantizedWeight).first else {
      throw LessonError.notInteger
    }
    return LayerTrial(
      name: "engine", x: [], weights: weights.values,
      bias: zip(bias, weights.scales).map {
        Int32((Double($0) / (Double(input.scale) * Double($1))).rounded(.toNearestOrEven))
      },
      multipliers: weights.scales.map { input.scale * $0 / output.scale },
      inputZeroPoint: Int32(input.zeroPoint),
      outputZeroPoint: Int32(output.zeroPoint))
  }
}

/// What cannot happen unless the engine changes.
enum LessonError: Error { case notInteger }

/// The seconds that the learner's own loop takes for a layer, the best of three.
func plainLoop(_ layer: EngineLayer, image: [Float]) throws -> Double {
  let plain = IntegerLayer(try layer.trial())
  let levels = image.map(layer.input.quantize)
  let clock = ContinuousClock()
  return (0..<3).map { _ in
    clock.measure { _ = integerDense(levels, layer: plain) } / .seconds(1)
  }.min() ?? 0
}

// MARK: - Trials

/// Levels to multiply and add up.
struct ProductTrial {
  var name: String
  var x: [Int8]
  var zeroPoint: Int32
  var weights: [Int8]
}

func productTrials(_ random: inout SeededGenerator) -> [ProductTrial] {
  [(0, 0), (1, 0), (2, 0), (9, 0), (300, 0), (5, -128), (40, 17), (200, -3), (33, 127)].map {
    count, zeroPoint in
    ProductTrial(
      name: "\(count) products, zero point \(zeroPoint)", x: random.levels(count: count),
      zeroPoint: Int32(zeroPoint),
      weights: random.levels(count: count).map { max($0, -127) })
  } + [
    ProductTrial(
      name: "300 large products", x: [Int8](repeating: 127, count: 300), zeroPoint: 0,
      weights: [Int8](repeating: 127, count: 300))
  ]
}

/// A bias and the scales of a layer.
struct BiasTrial {
  var bias: Float
  var inputScale: Float
  var weightScale: Float
}

/// Biases well nearer to one number of units than to the next.
func biasTrials(_ random: inout SeededGenerator) -> [BiasTrial] {
  (0..<8).map { index in
    let scales = random.uniform(count: 2, in: 0.001...0.05)
    let units = Float(random.integer(from: 20, to: 4_000) * (index % 2 == 0 ? 1 : -1))
    let rest: Float = [0.3, -0.3, 0.4, -0.4][index / 2]
    return BiasTrial(
      bias: (units + rest) * scales[0] * scales[1], inputScale: scales[0], weightScale: scales[1])
  } + [BiasTrial(bias: 0, inputScale: 0.01, weightScale: 0.02)]
}

/// Sums to bring back to 8 bits, and what each kind of them tests.
struct SumTrial {
  var name: String
  var check: String
  var sums: [Int32]
  var multiplier: Float
  var zeroPoint: Int32
}

func sumTrials(_ random: inout SeededGenerator) -> [SumTrial] {
  // With a power of two halfway cases are exact in a float.
  let inner = (0..<30).map { _ in
    4 * random.integer(from: -30, to: 30) + [-1, 0, 1][random.integer(from: 0, to: 2)]
  }
  let halves = (-12...12).map { Int32(4 * $0 + 2) }
  return [
    SumTrial(name: "inside", check: "rounded", sums: inner.map(Int32.init), multiplier: 0.25, zeroPoint: 0),
    SumTrial(name: "halves", check: "halves", sums: halves, multiplier: 0.25, zeroPoint: 0),
    SumTrial(
      name: "outside", check: "limits", sums: [4_000, -4_000, 1_000_000, -1_000_000], multiplier: 0.25,
      zeroPoint: 0),
    // Shifted by the zero point they are inside; before, they are not.
    SumTrial(
      name: "shifted", check: "output-zero", sums: [4 * 200, 4 * 250, 4 * 20, 0], multiplier: 0.25,
      zeroPoint: -128),
  ]
}

/// A layer and its input.
struct LayerTrial {
  var name: String
  var x: [Int8]
  var weights: [Int8]
  var bias: [Int32]
  var multipliers: [Float]
  var inputZeroPoint: Int32
  var outputZeroPoint: Int32
}

extension IntegerLayer {
  init(_ trial: LayerTrial) {
    self.init(
      weights: trial.weights, bias: trial.bias, multipliers: trial.multipliers,
      inputZeroPoint: trial.inputZeroPoint,
      outputZeroPoint: trial.outputZeroPoint)
  }
}

/// Layers of small sums, whose outputs lie inside the levels on both sides of that of 0: what limits, wide registers and
/// input zero points are for was judged in the steps before.
func layerTrials(_ random: inout SeededGenerator) -> [LayerTrial] {
  [(8, 4, -30), (20, 3, -50), (5, 7, -40), (12, 6, -60)].map { inputs, outputs, zeroPoint in
    let x = random.levels(count: inputs).map { $0 / 6 }
    let weights = random.levels(count: inputs * outputs).map { $0 / 6 }
    let bias = (0..<outputs).map { _ in Int32(random.integer(from: -400, to: 400)) }
    let sums = (0..<outputs).map { output in
      (0..<inputs).reduce(Int(bias[output])) { $0 + Int(x[$1]) * Int(weights[$1 * outputs + output]) }
    }
    let reach = Float(sums.map(abs).max() ?? 1)
    return LayerTrial(
      name: "\(inputs) x \(outputs), zero point \(zeroPoint)", x: x, weights: weights, bias: bias,
      multipliers: random.uniform(count: outputs, in: 40...60).map { $0 / reach }, inputZeroPoint: 0,
      outputZeroPoint: Int32(zeroPoint))
  }
}

extension SeededGenerator {
  mutating func integer(from low: Int, to high: Int) -> Int { Int.random(in: low...high, using: &self) }

  mutating func levels(count: Int) -> [Int8] { (0..<count).map { _ in Int8(integer(from: -128, to: 127)) } }
}

// MARK: - Showing

func counts(of levels: [Int8]) -> [Int] {
  var counts = [Int](repeating: 0, count: 32)
  for level in levels { counts[(Int(level) + 128) / 8] += 1 }
  return counts
}
