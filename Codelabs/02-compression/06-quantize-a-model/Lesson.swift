import Codelab

let lesson = Lesson {
  Step("digits") { lab in
    let digits = try lab.images()
    lab.show(Figure("digits", title: "A digit, then by a new hand", .pictures(pictures(of: digits))))
    let counts = (0..<10).map { digit in digits.test.labels.count { $0 == digit } }
    lab.show(
      Figure(
        "classes", title: "Test images of each digit",
        .bars(Bars(counts.enumerated().map { .init("\($0)", Double($1)) }, unit: .count))))
    let most = counts.max() ?? 0
    lab.metric("training-images", Double(digits.train.count), .count)
    lab.metric("test-images", Double(digits.test.count), .count)
    lab.metric("chance", Double(most) / Double(digits.test.count), .fraction)
  }

  Step("baseline") { lab in
    let digits = try lab.images()
    let model = try trainBaseline(lab, digits)
    let program = try model.compiled()
    let accuracy = try accuracy(of: program, on: digits.test)
    lab.metric("accuracy", accuracy.value, .fraction)
    let (low, high) = (accuracy.interval.lowerBound, accuracy.interval.upperBound)
    lab.log(
      "\(accuracy.correct) of \(accuracy.count) test images are right: \(Metric.Unit.fraction.text(accuracy.value)), "
        + "95 % interval \(Metric.Unit.fraction.text(low)) to \(Metric.Unit.fraction.text(high))")
    try lab.submit("baseline", program)
  } judge: { work in
    let digits = try work.images()
    let accuracy = try accuracy(of: work.program("baseline"), on: digits.test)
    expect(
      "trained", accuracy.value >= 0.9, "at least 90 % of the test images are right", expected: ">= 90 %",
      actual: Metric.Unit.fraction.text(accuracy.value))
  }

  Step("measure") { lab in
    let digits = try lab.images()
    let program = try baseline(lab, digits).compiled()
    let float = try measured([("float", program)], on: digits.test)[0]
    lab.show(sizes([("float", float.size)], budget: lab.budget))
    lab.show(times([float], budget: lab.budget))
    lab.show(Figure("layers", title: "Layers", .layers(LayerTable(program))))
    lab.metric("size", Double(float.size.total), .bytes)
    lab.metric("latency-p50", float.time.p50, .seconds)
    lab.metric("latency-p95", float.time.p95, .seconds)
    lab.metric("multiply-accumulates", Double(program.multiplyAccumulates), .count)
    try lab.submit("baseline", program)
  }

  Step("round-trip") { lab in
    // The learner's functions see the same inputs that the judge makes from the seed.
    for trial in trials(&lab.random) {
      let quantized = quantize(trial.weights, bits: trial.bits)
      try lab.submit(trial.name, Handed(quantized, restored: dequantize(quantized)))
    }

    let bits = lab.knob("bits")
    // Most of the arithmetic happens in the second convolution.
    let state = try baseline(lab, lab.images()).state
    let weights = state.first { $0.name == "conv2d_2/weight" }!.tensor.values
    let quantized = quantize(weights, bits: bits)
    let restored = dequantize(quantized)
    guard restored.count == weights.count else { return }
    let errors = zip(weights, restored).map { $0 - $1 }
    lab.show(histogram("weights", "Weights of conv2d_2", weights, axis: "weight"))
    lab.show(histogram("restored", "Weights at \(bits) bits", restored, axis: "weight"))
    lab.show(histogram("error", "Error at \(bits) bits", errors, axis: "error"))
    lab.metric("scale", Double(quantized.scale), .number)
    lab.metric("largest-error", Double(errors.map(abs).max() ?? 0), .number)
    lab.metric("error-rms", meanSquare(weights, restored).squareRoot(), .number)
  } judge: { work in
    for trial in trials(&work.random) { judgeRoundTrip(try work[trial.name], trial) }
  }

  Step("choose-bits") { lab in
    let digits = try lab.images()
    let model = try baseline(lab, digits)
    let float = try variant(model.compiled(), bits: 32, on: digits.test)
    let chosen = lab.knob("bits")
    var variants: [Variant] = []
    func add(bits: Int, byChannel: Bool) throws -> Variant {
      let program = try stored(model, byChannel: byChannel) { _ in bits }
      if bits == 4, byChannel { try lab.submit("four bits", program) }
      variants.append(try variant(program, bits: bits, byChannel: byChannel, on: digits.test))
      show(variants, chosen: chosen, float: float, on: lab)
      return variants[variants.count - 1]
    }

    // One scale a layer comes first: it needs only what the learner has written already.
    for bits in 2...8 {
      let accuracy = try add(bits: bits, byChannel: false).accuracy
      if bits == 3 { lab.metric("accuracy-at-3-bits", accuracy, .fraction) }
      if bits == chosen { lab.metric("accuracy-by-layer", accuracy, .fraction) }
    }
    for trial in channelTrials(&lab.random) {
      let parts = quantizeChannels(trial.weights, channels: trial.channels, bits: trial.bits)
      try lab.submit(trial.name, parts.map { Handed($0) })
    }
    for bits in 2...8 {
      let accuracy = try add(bits: bits, byChannel: true).accuracy
      if bits == chosen { lab.metric("accuracy-by-channel", accuracy, .fraction) }
    }
  } judge: { work in
    for trial in channelTrials(&work.random) { judgeChannels(try work[trial.name], trial) }
    let size = try work.modelBytes("four bits").count
    let bits = try work.program("four bits").layers.compactMap(\.quantizedWeight?.bits)
    expect(
      "packed", size <= 20 * 1_024 && bits == [4, 4, 4],
      "the file stores 4 bits for each weight and takes at most 20 KB", expected: "4 bits, <= 20.0 KB",
      actual: "\(bits) bits, \(Metric.Unit.bytes.text(Double(size)))")
  }

  Step("phone") { lab in
    func parameters(_ range: ClosedRange<Float>) -> AffineParameters {
      let (scale, zeroPoint) = activationParameters(minimum: range.lowerBound, maximum: range.upperBound)
      return AffineParameters(scale: scale, zeroPoint: zeroPoint)
    }
    for (index, range) in ranges(&lab.random).enumerated() {
      try lab.submit("range \(index)", parameters(range))
    }
    let digits = try lab.images()
    let images = calibrationImages(training: digits.train, test: digits.test)
    try lab.submit("calibration images", fingerprints(of: images))

    let model = try baseline(lab, digits)
    let program = try model.quantized(calibration: images, activations: parameters)
    try lab.submit("int8", program)

    let models = try measured([("float", model.compiled()), ("int8", program)], on: digits.test)
    let (float, integer) = (models[0], models[1])
    lab.show(sizes([("float", float.size), ("int8", integer.size)], budget: lab.budget))
    lab.show(times([float, integer], budget: lab.budget))
    lab.show(summary([float, integer]))
    lab.metric("size", Double(integer.size.total), .bytes)
    lab.metric("latency-p50", integer.time.p50, .seconds)
    lab.metric("latency-p95", integer.time.p95, .seconds)
    lab.metric("speedup", float.time.p50 / integer.time.p50, .number)
    lab.metric("accuracy", integer.accuracy.value, .fraction)
  } judge: { work in
    for (index, range) in ranges(&work.random).enumerated() {
      judgeParameters(try work["range \(index)"], range)
    }
    let digits = try work.images()
    judgeCalibration(try work["calibration images"], digits)

    let bytes = try work.modelBytes("int8")
    let integer = try ModelFile.decode(bytes)
    let before = try accuracy(of: baseline(work, digits).compiled(), on: digits.test)
    let after = try accuracy(of: integer, on: digits.test)
    let time = try latency(of: integer, on: digits.test.images)
    let limits = (
      size: work.budget.size ?? .max, latency: work.budget.latency ?? .infinity,
      loss: work.budget.accuracyLoss ?? 1
    )
    expect(
      "integers", integer.arithmetic == .int8, "the model computes in 8-bit integers", expected: "int8",
      actual: integer.arithmetic.rawValue)
    expect(
      "size", bytes.count <= limits.size, "the model file fits the phone",
      expected: "<= \(Metric.Unit.bytes.text(Double(limits.size)))",
      actual: Metric.Unit.bytes.text(Double(bytes.count)))
    expect(
      "latency", time.p95 <= limits.latency, "19 of 20 predictions are ready in time",
      expected: "<= \(Metric.Unit.seconds.text(limits.latency))", actual: Metric.Unit.seconds.text(time.p95))
    expect(
      "accuracy", before.value - after.value <= limits.loss + 1e-9, "little accuracy is lost",
      expected: ">= \(Metric.Unit.fraction.text(before.value - limits.loss))",
      actual: Metric.Unit.fraction.text(after.value))
  }

  Step("calibrate") { lab in
    let digits = try lab.images()
    let model = try baseline(lab, digits)
    let images = digits.train.images.rows(0..<min(500, digits.train.count))
    let float = try model.compiled()
    let exact = try float.logits(images: digits.test.images).values
    let methods: [(name: String, method: CalibrationMethod)] = [
      ("min-max", .minMax), ("moving", .movingAverage()), ("99.9th", .percentile(99.9)),
      ("squares", .meanSquaredError), ("entropy", .entropy),
    ]
    let programs = try methods.map { try model.quantized(calibration: images, method: $0.method) }
    let errors = try programs.map { program in
      meanSquare(try program.logits(images: digits.test.images).values, exact).squareRoot()
    }
    lab.show(
      Figure(
        "methods", title: "Error by method",
        .bars(Bars(zip(methods, errors).map { .init($0.name, $1) }, unit: .number))))

    let ways = try measured(
      [("float", float), ("dynamic", model.dynamicallyQuantized()), ("int8", programs[0])], on: digits.test)
    lab.show(summary(ways))
    lab.show(times(ways, budget: lab.budget))
    lab.metric("min-max", errors[0], .number)
    lab.metric("entropy", errors[4], .number)
    lab.metric("entropy-to-min-max", errors[4] / errors[0], .number)
    lab.metric("dynamic-speedup", ways[0].time.p50 / ways[1].time.p50, .number)
    lab.metric("full-speedup", ways[0].time.p50 / ways[2].time.p50, .number)
  }

  Step("mixed") { lab in
    for trial in mixedTrials(&lab.random) {
      try lab.submit(trial.name, mixedBits(trial.layers, budget: trial.budget) ?? [])
    }
    let digits = try lab.images()
    let model = try baseline(lab, digits)
    let images = digits.train.images.rows(0..<min(300, digits.train.count))
    let float = try model.compiled()
    let exact = try float.logits(images: images).values
    let layers = float.layers.filter { $0.multiplyAccumulates > 0 }

    /// The network with so many bits for each layer, and its mean squared error.
    func program(_ bits: [String: Int]) throws -> (program: Program, error: Double) {
      // A layer that is left alone has 8 bits: their error is small beside what is measured.
      let program = try stored(model) { bits[$0] ?? 8 }
      return (program, meanSquare(try program.logits(images: images).values, exact))
    }

    let choices = try layers.enumerated().map { index, layer in
      lab.progress("measuring", index, of: layers.count, unit: "layer")
      let channels = layer.shape.last ?? 1
      let weights = layer.parameterCount - channels
      return try (2...8).map { bits in
        Choice(
          bits: bits, size: (weights * bits + 7) / 8 + 4 * channels,
          error: try program([layer.name: bits]).error)
      }
    }
    lab.show(
      Figure(
        "sensitivity", title: "Error, one layer at few bits",
        .curves(
          Curves(
            zip(layers, choices).map { layer, choices in
              .init(
                layer.name, x: choices.map { Double($0.bits) }, y: choices.map { $0.error.squareRoot() })
            }, axis: "bits", unit: .number))))

    // Room for three and a half bits a weight: more than three each need, too little for four.
    let budget = choices.reduce(0) { $0 + $1[1].size + $1[2].size } / 2
    guard let places = mixedBits(choices, budget: budget), places.count == choices.count,
      zip(places, choices).allSatisfy({ $1.indices.contains($0) })
    else { return }
    var errors: [Double] = []
    let rows = try [("3 bits", choices.map { _ in 1 }), ("yours", places)].map { name, places in
      let bits = zip(places, choices).map { $1[$0].bits }
      let (program, error) = try program(
        Dictionary(uniqueKeysWithValues: zip(layers.map(\.name), bits)))
      errors.append(error.squareRoot())
      return [
        name, bits.map(String.init).joined(separator: ", "),
        Metric.Unit.number.text(error.squareRoot()),
        Metric.Unit.fraction.text(try accuracy(of: program, on: digits.test).value),
        Metric.Unit.bytes.text(Double(ModelFile.encode(program).count)),
      ]
    }
    lab.show(
      Figure(
        "mixed", title: "Room for 3.5 bits a weight",
        .table(Table(columns: ["", "bits", "error", "accuracy", "size"], rows: rows))))
    lab.metric("error-of-three-bits", errors[0], .number)
    lab.metric("error-of-mixed-bits", errors[1], .number)
    lab.metric("gain-of-mixed-bits", errors[0] / errors[1], .number)
  } judge: { work in
    for trial in mixedTrials(&work.random) { judgeMixed(try work[trial.name], trial) }
  }
}

// MARK: - The network

/// The digit network of the book's chapter 2: 35,210 parameters.
func digitNetwork(seed: UInt64) throws -> Model {
  // Keras' default momentum of 0.99 needs hundreds of batches before the moving statistics are good;
  // fifteen epochs of the shipped digits are 180.
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(32, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Conv2D(64, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dropout(0.2)
    Dense(10)
  }
}

/// Trains the baseline, drawing its curves, and keeps it for the other steps.
func trainBaseline(_ bench: some Bench, _ digits: ImageSet) throws -> Model {
  let model = try digitNetwork(seed: bench.seed)
  var (loss, train, heldOut): ([Double], [Double], [Double]) = ([], [], [])
  _ = try model.fit(
    digits.train, validation: digits.test, epochs: digits.epochs(asOfDigits: 15), batchSize: 128,
    optimizer: Adam(), seed: bench.seed
  ) { progress in
    guard let accuracy = progress.accuracy, let validation = progress.validationAccuracy else { return }
    loss.append(progress.loss)
    train.append(accuracy)
    heldOut.append(validation)
    bench.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
    bench.show(
      Figure(
        "curve", title: "Accuracy",
        .curves(Curves([.init("train", train), .init("held out", heldOut)], axis: "epoch", unit: .fraction))))
    bench.show(
      Figure("loss", title: "Loss", .curves(Curves([.init("loss", loss)], axis: "epoch", unit: .number))))
  }
  bench.keep("baseline", ModelFile.encode(state: model.state))
  return model
}

/// The trained baseline: the kept one, or a new one if there is none for this seed.
func baseline(_ bench: some Bench, _ digits: ImageSet) throws -> Model {
  guard let kept = bench.kept("baseline") else { return try trainBaseline(bench, digits) }
  let model = try digitNetwork(seed: bench.seed)
  try model.restore(ModelFile.decodeState(kept))
  return model
}

/// The network as the learner's functions store it, in so many bits for each layer.
func stored(
  _ model: Model, byChannel: Bool = true, bits: (_ layer: String) -> Int
) throws -> Program {
  try model.compiled { layer, weights in
    let bits = bits(layer)
    let parts =
      byChannel
      ? quantizeChannels(weights.values, channels: weights.shape.last ?? 1, bits: bits)
      : [quantize(weights.values, bits: bits)]
    let length = parts.map(\.levels.count).min() ?? 0
    return try QuantizedTensor(
      shape: weights.shape, bits: bits,
      values: (0..<length).flatMap { index in parts.map { $0.levels[index] } }, scales: parts.map(\.scale))
  }
}

/// The mean of the squared differences.
func meanSquare(_ values: [Float], _ others: [Float]) -> Double {
  zip(values, others).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) } / Double(values.count)
}

// MARK: - What the learner hands in

/// Quantized weights as plain data, which does not depend on the learner's types.
struct Handed: Codable {
  var levels: [Int]
  var scale: Float
  var restored: [Float]

  init(_ quantized: Quantized, restored: [Float] = []) {
    levels = quantized.levels.map(Int.init)
    scale = quantized.scale
    self.restored = restored
  }
}

/// Weights to quantize.
struct Trial {
  var name: String
  var bits: Int
  var weights: [Float]
  var channels = 1
}

/// Weights of many kinds at every number of bits.
func trials(_ random: inout SeededGenerator) -> [Trial] {
  let all = (2...8).flatMap { bits in
    [
      Trial(name: "both signs \(bits)", bits: bits, weights: random.uniform(count: 65, in: -1...1)),
      Trial(name: "mostly negative \(bits)", bits: bits, weights: random.uniform(count: 33, in: -3...0.5)),
      Trial(name: "mostly positive \(bits)", bits: bits, weights: random.uniform(count: 33, in: -0.2...4)),
    ]
  }
  return all + [
    Trial(name: "zeros", bits: 8, weights: [0, 0, -0.0]), Trial(name: "nothing", bits: 8, weights: []),
  ]
}

/// Interleaved channels of very different reach.
func channelTrials(_ random: inout SeededGenerator) -> [Trial] {
  [3, 4, 8].map { bits in
    let reach = (1...bits + 1).map { Float($0) * 0.37 }
    let weights = (0..<40).flatMap { _ in
      reach.map { random.uniform(count: 1, in: -$0...$0)[0] }
    }
    return Trial(name: "channels \(bits)", bits: bits, weights: weights, channels: reach.count)
  }
}

/// Ranges that calibration might find: around zero, beside zero, and only zero.
func ranges(_ random: inout SeededGenerator) -> [ClosedRange<Float>] {
  [0...0, -1...1, 0...6, -2...0]
    + (0..<8).flatMap { _ in
      let ends = random.uniform(count: 2, in: 0.1...9)
      return [-ends[0]...ends[1], ends[0]...ends[0] + ends[1], -ends[0] - ends[1]...(-ends[1])]
    }
}

/// One number for each image, by which the judge recognizes it.
func fingerprints(of images: Tensor) -> [Int] {
  guard images.shape.count == 4, images.shape[0] > 0 else { return [] }
  let values = images.values
  let size = values.count / images.shape[0]
  return (0..<images.shape[0]).map { image in
    values[image * size..<(image + 1) * size].reduce(17) { hash, value in
      (hash &* 1_099_511_628_211) ^ Int(value.bitPattern)
    }
  }
}

/// Layers and a budget for all of them.
struct MixedTrial {
  var name: String
  var layers: [[Choice]]
  var budget: Int
}

/// Layers of different size and sensitivity, budgets that force a choice, and one that nothing keeps.
func mixedTrials(_ random: inout SeededGenerator) -> [MixedTrial] {
  let trials = (0..<5).map { index in
    let layers = (0..<(2 + index % 3)).map { _ in
      let weights = Int(random.uniform(count: 1, in: 50...500)[0])
      let sensitivity = Double(random.uniform(count: 1, in: 1...40)[0])
      return (2...6).map {
        Choice(bits: $0, size: weights * $0, error: sensitivity / Double(1 << (2 * $0)))
      }
    }
    let (low, high) = (layers.reduce(0) { $0 + $1[0].size }, layers.reduce(0) { $0 + $1[4].size })
    return MixedTrial(
      name: "mixed \(index)", layers: layers, budget: low + (high - low) * (index + 1) / 6)
  }
  return trials + [MixedTrial(name: "nothing fits", layers: trials[0].layers, budget: 10)]
}

// MARK: - Showing

/// Some digits, each as a writer of the training images draws it and as one of the test images does.
func pictures(of digits: ImageSet) -> [Picture] {
  [0, 3, 5, 9].flatMap { digit in
    [(digits.train, ""), (digits.test, " new")].compactMap { dataset, name in
      guard let index = dataset.labels.firstIndex(of: digit) else { return nil }
      return Picture(
        width: Digits.side, height: Digits.side, pixels: Digits.gray(index, of: dataset),
        caption: "\(digit)\(name)")
    }
  }
}

func histogram(_ id: String, _ title: String, _ values: [Float], axis: String) -> Figure {
  Figure(id, title: title, .histogram(Bins(of: values, bins: 30, axis: axis)))
}

/// The network stored in a number of bits.
struct Variant {
  var bits: Int
  var byChannel: Bool
  var size: FileSize
  var accuracy: Double
}

func variant(_ program: Program, bits: Int, byChannel: Bool = false, on test: Dataset) throws -> Variant {
  try Variant(
    bits: bits, byChannel: byChannel, size: ModelFile.size(of: ModelFile.encode(program)),
    accuracy: accuracy(of: program, on: test).value)
}

/// Draws the variants measured so far; the knob chooses those whose size the bars show.
func show(_ variants: [Variant], chosen: Int, float: Variant, on lab: Lab) {
  let lines = [("layer", false), ("channel", true)].map { name, byChannel in
    let own = variants.filter { $0.byChannel == byChannel }
    return Curves.Series(name, x: own.map { Double($0.bits) }, y: own.map(\.accuracy))
  }
  let ghost = Curves.Series("float", x: [2, 8], y: [float.accuracy, float.accuracy], isGhost: true)
  lab.show(
    Figure(
      "bits", title: "Accuracy by bits",
      .curves(Curves(lines.filter { !$0.x.isEmpty } + [ghost], axis: "bits", unit: .fraction))))
  let points = variants.map {
    Tradeoff.Point(
      "\($0.bits)\($0.byChannel ? "c" : "")", cost: Double($0.size.total), quality: $0.accuracy,
      isChosen: $0.bits == chosen)
  }
  lab.show(
    Figure(
      "tradeoff", title: "By size (c: channels)",
      .tradeoff(Tradeoff(points, costUnit: .bytes, qualityUnit: .fraction))))
  let selected = variants.filter { $0.bits == chosen }
  lab.show(
    sizes(
      [("float", float.size)] + selected.map { ("\($0.bits) bits\($0.byChannel ? " c" : "")", $0.size) },
      budget: lab.budget))
}

/// What one model costs, and how good it is.
struct Measured {
  var name: String
  var size: FileSize
  var time: Latency
  var accuracy: Accuracy
}

func measured(_ models: [(name: String, program: Program)], on test: Dataset) throws -> [Measured] {
  let times = try latencies(of: models.map(\.program), on: test.images)
  return try zip(models, times).map { model, time in
    try Measured(
      name: model.name, size: ModelFile.size(of: ModelFile.encode(model.program)), time: time,
      accuracy: accuracy(of: model.program, on: test))
  }
}

func sizes(_ models: [(String, FileSize)], budget: Budget) -> Figure {
  Figure("sizes", title: "Size of the file", .bars(Bars(models, budget: budget.size)))
}

func times(_ models: [Measured], budget: Budget) -> Figure {
  Figure(
    "latency", title: "Time of a prediction",
    .latency(LatencyFigure(models.map { .init($0.name, $0.time) }, budget: budget.latency)))
}

/// What the learner measured, in one small table.
func summary(_ models: [Measured]) -> Figure {
  Figure(
    "summary", title: "What you measured",
    .table(
      Table(
        columns: ["model", "size", "p50", "accuracy"],
        rows: models.map {
          [
            $0.name, Metric.Unit.bytes.text(Double($0.size.total)), Metric.Unit.seconds.text($0.time.p50),
            Metric.Unit.fraction.text($0.accuracy.value),
          ]
        })))
}
