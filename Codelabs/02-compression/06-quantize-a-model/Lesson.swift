import Codelab

let lesson = Lesson {
  Step("digits") { lab in
    let digits = try lab.images()
    lab.show(Figure("digits", title: "Digits by two writers each", .pictures(pictures(of: digits))))
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
    let size = ModelFile.encode(program).count
    let time = try latency(of: program, on: digits.test.images)
    lab.show(sizeFigure(lab, [("float", size)]))
    lab.show(latencies(lab, [("float", time)]))
    lab.show(layers(of: program))
    lab.metric("size", Double(size), .bytes)
    lab.metric("latency-p50", time.p50, .seconds)
    lab.metric("latency-p95", time.p95, .seconds)
    lab.metric("multiply-accumulates", Double(program.multiplyAccumulates), .count)
    try lab.submit("baseline", program)
  }

  Step("round-trip") { lab in
    let bits = lab.knob("bits")
    // The learner's functions see the same inputs that the judge makes from the seed.
    for (name, weights) in trials(&lab.random) {
      let quantized = quantize(weights, bits: name.bits)
      try lab.submit(name.text, Handed(quantized, restored: dequantize(quantized)))
    }

    let digits = try lab.images()
    let weights = try largestLayer(of: baseline(lab, digits)).values
    let quantized = quantize(weights, bits: bits)
    let restored = dequantize(quantized)
    guard restored.count == weights.count else { return }
    let errors = zip(weights, restored).map { $0 - $1 }
    lab.show(
      Figure(
        "weights", title: "Weights of the second convolution",
        .histogram(Bins(of: weights, bins: 30, axis: "weight"))))
    lab.show(
      Figure(
        "restored", title: "The same at \(bits) bits",
        .histogram(Bins(of: restored, bins: 30, axis: "weight"))))
    lab.show(
      Figure("error", title: "Error at \(bits) bits", .histogram(Bins(of: errors, bins: 30, axis: "error"))))
    lab.metric("scale", Double(quantized.scale), .number)
    lab.metric("largest-error", Double(errors.map(abs).max() ?? 0), .number)
    lab.metric("error-rms", rootMeanSquare(errors), .number)
  } judge: { work in
    for (name, weights) in trials(&work.random) {
      let handed: Handed = try work[name.text]
      judgeRoundTrip(handed, of: weights, bits: name.bits)
    }
  }

  Step("choose-bits") { lab in
    let digits = try lab.images()
    let model = try baseline(lab, digits)
    var variants = try Variants(float: model.compiled(), test: digits.test, chosen: lab.knob("bits"))

    // One scale a layer, at every number of bits: needs only what the learner has written already.
    for bits in 2...8 {
      let program = try model.compiled { _, weights in
        let quantized = quantize(weights.values, bits: bits)
        return try QuantizedTensor(
          shape: weights.shape, bits: bits, values: quantized.levels, scales: [quantized.scale])
      }
      try variants.add(program, bits: bits, byChannel: false)
      variants.show(on: lab)
    }

    // One scale a channel.
    for (name, weights, channels) in channelTrials(&lab.random) {
      try lab.submit(
        name.text, quantizeChannels(weights, channels: channels, bits: name.bits).map { Handed($0) })
    }
    for bits in 2...8 {
      let program = try model.compiled { _, weights in
        let channels = weights.shape.last ?? 1
        let parts = quantizeChannels(weights.values, channels: channels, bits: bits)
        return try QuantizedTensor(
          shape: weights.shape, bits: bits, values: interleaved(parts.map(\.levels)),
          scales: parts.map(\.scale))
      }
      try variants.add(program, bits: bits, byChannel: true)
      variants.show(on: lab)
      if bits == 4 { try lab.submit("four bits", program) }
    }
  } judge: { work in
    for (name, weights, channels) in channelTrials(&work.random) {
      let handed: [Handed] = try work[name.text]
      judgeChannels(handed, of: weights, channels: channels, bits: name.bits)
    }
    let size = try work.modelBytes("four bits").count
    let bits = try work.program("four bits").layers.compactMap(\.quantizedWeight?.bits)
    expect(
      "packed", size <= 20 * 1_024 && bits == [4, 4, 4],
      "the file stores 4 bits for each weight and takes at most 20 KB", expected: "4 bits, <= 20.0 KB",
      actual: "\(bits) bits, \(Metric.Unit.bytes.text(Double(size)))")
  }

  Step("phone") { lab in
    for range in ranges(&lab.random) {
      let (scale, zeroPoint) = activationParameters(minimum: range.minimum, maximum: range.maximum)
      try lab.submit("range \(range.index)", Affine(scale: scale, zeroPoint: zeroPoint))
    }
    let digits = try lab.images()
    let images = calibrationImages(training: digits.train, test: digits.test)
    try lab.submit("calibration images", fingerprints(of: images))

    let model = try baseline(lab, digits)
    let float = try model.compiled()
    let integer = try model.quantized(calibration: images) { range in
      let (scale, zeroPoint) = activationParameters(minimum: range.lowerBound, maximum: range.upperBound)
      return AffineParameters(scale: scale, zeroPoint: zeroPoint)
    }
    try lab.submit("int8", integer)

    let before = try accuracy(of: float, on: digits.test)
    let after = try accuracy(of: integer, on: digits.test)
    let sizes = (float: ModelFile.encode(float).count, integer: ModelFile.encode(integer).count)
    let times = try (
      float: latency(of: float, on: digits.test.images), integer: latency(of: integer, on: digits.test.images)
    )
    lab.show(sizeFigure(lab, [("float", sizes.float), ("int8", sizes.integer)]))
    lab.show(latencies(lab, [("float", times.float), ("int8", times.integer)]))
    lab.show(
      summary([("float", sizes.float, times.float, before), ("int8", sizes.integer, times.integer, after)]))
    lab.metric("size", Double(sizes.integer), .bytes)
    lab.metric("latency-p50", times.integer.p50, .seconds)
    lab.metric("latency-p95", times.integer.p95, .seconds)
    lab.metric("speedup", times.float.p50 / times.integer.p50, .number)
    lab.metric("accuracy", after.value, .fraction)
  } judge: { work in
    for range in ranges(&work.random) {
      let handed: Affine = try work["range \(range.index)"]
      judgeParameters(handed, range)
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
      ("min-max", .minMax), ("moving average", .movingAverage()), ("percentile", .percentile(99.9)),
      ("squared error", .meanSquaredError), ("entropy", .entropy),
    ]
    let programs = try methods.map { try model.quantized(calibration: images, method: $0.method) }
    let errors = try programs.map { program in
      rootMeanSquare(zip(try program.logits(images: digits.test.images).values, exact).map { $0 - $1 })
    }
    lab.show(
      Figure(
        "methods", title: "Error of the scores by method",
        .bars(Bars(zip(methods, errors).map { .init($0.name, $1) }, unit: .number))))

    let dynamic = try model.dynamicallyQuantized()
    let ways = try [("float", float), ("dynamic range", dynamic), ("full int8", programs[0])].map {
      name, program in
      (
        name: name, size: ModelFile.encode(program).count,
        time: try latency(of: program, on: digits.test.images),
        accuracy: try accuracy(of: program, on: digits.test)
      )
    }
    lab.show(summary(ways))
    lab.show(latencies(lab, ways.map { ($0.name, $0.time) }))
    lab.metric("min-max-error", errors[0], .number)
    lab.metric("entropy-error", errors[4], .number)
    lab.metric("entropy-to-min-max", errors[4] / errors[0], .number)
    lab.metric("dynamic-speedup", ways[0].time.p50 / ways[1].time.p50, .number)
    lab.metric("full-speedup", ways[0].time.p50 / ways[2].time.p50, .number)
  }

  Step("mixed") { lab in
    for trial in mixedTrials(&lab.random) {
      try lab.submit(
        trial.name, mixedBits(trial.layers.map { $0.map(Choice.init) }, budget: trial.budget) ?? [])
    }
    let digits = try lab.images()
    let model = try baseline(lab, digits)
    let images = digits.train.images.rows(0..<min(300, digits.train.count))
    let float = try model.compiled()
    let exact = try float.logits(images: images).values
    let names = float.layers.filter { $0.quantizedWeight != nil || $0.multiplyAccumulates > 0 }.map(\.name)

    /// The network with each layer stored by channel in its own number of bits; 0 leaves a layer alone.
    func program(_ bits: [Int]) throws -> Program {
      try model.compiled { name, weights in
        let own = names.firstIndex(of: name).map { bits[$0] } ?? 0
        let channels = weights.shape.last ?? 1
        // A layer that is left alone has 8 bits: their error is small beside what is measured.
        let parts = quantizeChannels(weights.values, channels: channels, bits: own > 0 ? own : 8)
        return try QuantizedTensor(
          shape: weights.shape, bits: own > 0 ? own : 8, values: interleaved(parts.map(\.levels)),
          scales: parts.map(\.scale))
      }
    }
    func error(_ bits: [Int]) throws -> Double {
      let errors = zip(try program(bits).logits(images: images).values, exact).map { $0 - $1 }
      return errors.reduce(0) { $0 + Double($1) * Double($1) } / Double(errors.count)
    }

    var layers: [[CostOfLayer]] = []
    for (index, name) in names.enumerated() {
      lab.progress("measuring", index, of: names.count, unit: "layer")
      let cost = float.layers.first { $0.name == name }
      let channels = cost?.shape.last ?? 1
      let weights = (cost?.parameterCount ?? 0) - channels
      layers.append(
        try (2...8).map { bits in
          var one = names.map { _ in 0 }
          one[index] = bits
          return CostOfLayer(
            bits: bits, size: (weights * bits + 7) / 8 + 4 * channels, error: try error(one))
        })
    }
    lab.show(
      Figure(
        "sensitivity", title: "Error of the scores when one layer has few bits",
        .curves(
          Curves(
            zip(names, layers).map { name, choices in
              .init(name, x: choices.map { Double($0.bits) }, y: choices.map { $0.error.squareRoot() })
            }, axis: "bits", unit: .number))))

    // Room for three and a half bits a weight: more than three each need, too little for four.
    let uniform = layers.map { $0[1] }
    let budget = [1, 2].reduce(0) { sum, place in sum + layers.reduce(0) { $0 + $1[place].size } } / 2
    guard let places = mixedBits(layers.map { $0.map(Choice.init) }, budget: budget),
      places.count == layers.count, zip(places, layers).allSatisfy({ $1.indices.contains($0) })
    else { return }
    let chosen = zip(places, layers).map { $1[$0] }
    let rows = try [("3 bits each", uniform), ("yours", chosen)].map { name, choices in
      let bits = choices.map(\.bits)
      let program = try program(bits)
      return (
        name: name, bits: bits, size: ModelFile.encode(program).count, error: try error(bits).squareRoot(),
        accuracy: try accuracy(of: program, on: digits.test).value
      )
    }
    lab.show(
      Figure(
        "mixed", title: "Room for three and a half bits a weight",
        .table(
          Table(
            columns: ["", "bits", "size", "error", "accuracy"],
            rows: rows.map {
              [
                $0.name, $0.bits.map(String.init).joined(separator: ", "),
                Metric.Unit.bytes.text(Double($0.size)),
                Metric.Unit.number.text($0.error), Metric.Unit.fraction.text($0.accuracy),
              ]
            }))))
    lab.metric("error-of-three-bits", rows[0].error, .number)
    lab.metric("error-of-mixed-bits", rows[1].error, .number)
    lab.metric("gain-of-mixed-bits", rows[0].error / rows[1].error, .number)
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
  var loss = Curves.Series("loss", x: [], y: [])
  var train = Curves.Series("train", x: [], y: [])
  var heldOut = Curves.Series("held out", x: [], y: [])
  _ = try model.fit(
    digits.train, validation: digits.test, epochs: digits.epochs(asOfDigits: 15), batchSize: 128,
    optimizer: Adam(), seed: bench.seed
  ) { progress in
    guard let accuracy = progress.accuracy, let validation = progress.validationAccuracy else { return }
    let epoch = Double(progress.epoch)
    loss.x.append(epoch)
    loss.y.append(Double(progress.loss))
    train.x.append(epoch)
    train.y.append(Double(accuracy))
    heldOut.x.append(epoch)
    heldOut.y.append(Double(validation))
    bench.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
    bench.show(
      Figure("curve", title: "Accuracy", .curves(Curves([train, heldOut], axis: "epoch", unit: .fraction))))
    bench.show(Figure("loss", title: "Loss", .curves(Curves([loss], axis: "epoch", unit: .number))))
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

/// The weights of the second convolution, in which most of the arithmetic happens.
func largestLayer(of model: Model) throws -> Tensor {
  model.state.first { $0.name == "conv2d_2/weight" }!.tensor
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

/// How an activation is stored, as plain data.
struct Affine: Codable {
  var scale: Float
  var zeroPoint: Int
}

/// The name of one trial and its number of bits.
struct Trial {
  var text: String
  var bits: Int
}

/// Weights of many kinds at every number of bits.
func trials(_ random: inout SeededGenerator) -> [(Trial, [Float])] {
  var all: [(Trial, [Float])] = []
  for bits in 2...8 {
    all.append((Trial(text: "both signs \(bits)", bits: bits), random.uniform(count: 65, in: -1...1)))
    all.append((Trial(text: "mostly negative \(bits)", bits: bits), random.uniform(count: 33, in: -3...0.5)))
    all.append((Trial(text: "mostly positive \(bits)", bits: bits), random.uniform(count: 33, in: -0.2...4)))
  }
  all.append((Trial(text: "zeros", bits: 8), [0, 0, -0.0]))
  all.append((Trial(text: "nothing", bits: 8), []))
  return all
}

/// Interleaved channels of very different reach.
func channelTrials(_ random: inout SeededGenerator) -> [(Trial, [Float], Int)] {
  [3, 4, 8].map { bits in
    let channels = bits + 1
    let reach = (0..<channels).map { Float($0 + 1) * 0.37 }
    let weights = (0..<40).flatMap { _ in
      reach.map { random.uniform(count: 1, in: -$0...$0)[0] }
    }
    return (Trial(text: "channels \(bits)", bits: bits), weights, channels)
  }
}

/// A range that calibration might find.
struct ActivationRange {
  var index: Int
  var minimum: Float
  var maximum: Float
}

/// Ranges around zero, beside zero, and only zero.
func ranges(_ random: inout SeededGenerator) -> [ActivationRange] {
  var pairs: [(Float, Float)] = [(0, 0), (-1, 1), (0, 6), (-2, 0)]
  for _ in 0..<8 {
    let ends = random.uniform(count: 2, in: 0.1...9)
    pairs += [(-ends[0], ends[1]), (ends[0], ends[0] + ends[1]), (-ends[0] - ends[1], -ends[1])]
  }
  return pairs.enumerated().map { ActivationRange(index: $0, minimum: $1.0, maximum: $1.1) }
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

/// What one layer could cost.
struct CostOfLayer {
  var bits: Int
  var size: Int
  var error: Double
}

extension Choice {
  init(_ cost: CostOfLayer) { self.init(bits: cost.bits, size: cost.size, error: cost.error) }
}

/// Layers and a budget for all of them.
struct MixedTrial {
  var name: String
  var layers: [[CostOfLayer]]
  var budget: Int
}

/// Layers of different size and sensitivity, budgets that force a choice, and one that nothing keeps.
func mixedTrials(_ random: inout SeededGenerator) -> [MixedTrial] {
  let trials = (0..<5).map { index in
    let layers = (0..<(2 + index % 3)).map { _ in
      let weights = Int(random.uniform(count: 1, in: 50...500)[0])
      let sensitivity = Double(random.uniform(count: 1, in: 1...40)[0])
      return (2...6).map {
        CostOfLayer(bits: $0, size: weights * $0, error: sensitivity / Double(1 << (2 * $0)))
      }
    }
    let (low, high) = (layers.reduce(0) { $0 + $1[0].size }, layers.reduce(0) { $0 + $1[4].size })
    return MixedTrial(
      name: "mixed \(index)", layers: layers, budget: low + (high - low) * (index + 1) / 6)
  }
  return trials + [MixedTrial(name: "nothing fits", layers: trials[0].layers, budget: 10)]
}

func interleaved(_ channels: [[Int8]]) -> [Int8] {
  let length = channels.map(\.count).min() ?? 0
  return (0..<length).flatMap { index in channels.map { $0[index] } }
}

// MARK: - Showing

/// Some digits, each as a writer of the training images draws it and as another one does.
func pictures(of digits: ImageSet) -> [Picture] {
  [0, 3, 5, 9].flatMap { digit in
    [(digits.train, "train"), (digits.test, "test")].compactMap { dataset, name in
      guard let index = dataset.labels.firstIndex(of: digit) else { return nil }
      return Picture(
        width: Digits.side, height: Digits.side, pixels: Digits.gray(index, of: dataset),
        caption: "\(digit) \(name)")
    }
  }
}

/// The models of one step: the same network at several numbers of bits.
struct Variants {
  /// One model.
  struct Variant {
    var bits: Int
    var byChannel: Bool
    var size: Int
    var accuracy: Double
  }

  let test: Dataset
  let chosen: Int
  let float: Variant
  var all: [Variant] = []

  init(float program: Program, test: Dataset, chosen: Int) throws {
    self.test = test
    self.chosen = chosen
    float = try Self.measure(program, bits: 32, byChannel: false, test)
  }

  mutating func add(_ program: Program, bits: Int, byChannel: Bool) throws {
    all.append(try Self.measure(program, bits: bits, byChannel: byChannel, test))
  }

  private static func measure(
    _ program: Program, bits: Int, byChannel: Bool, _ test: Dataset
  ) throws -> Variant {
    Variant(
      bits: bits, byChannel: byChannel, size: ModelFile.encode(program).count,
      accuracy: try accuracy(of: program, on: test).value)
  }

  func show(on lab: Lab) {
    let lines = [false, true].map { byChannel in
      let own = all.filter { $0.byChannel == byChannel }
      return Curves.Series(
        byChannel ? "by channel" : "by layer", x: own.map { Double($0.bits) }, y: own.map(\.accuracy))
    }
    let ghost = Curves.Series("float", x: [2, 8], y: [float.accuracy, float.accuracy], isGhost: true)
    lab.show(
      Figure(
        "bits", title: "Accuracy by bits",
        .curves(Curves(lines.filter { !$0.x.isEmpty } + [ghost], axis: "bits", unit: .fraction))))
    let points = all.map {
      Tradeoff.Point(
        "\($0.bits)\($0.byChannel ? "c" : "")", cost: Double($0.size), quality: $0.accuracy,
        isChosen: $0.bits == chosen)
    }
    lab.show(
      Figure(
        "tradeoff", title: "Size and accuracy (c: by channel)",
        .tradeoff(Tradeoff(points, costUnit: .bytes, qualityUnit: .fraction))))
    let selected = all.filter { $0.bits == chosen }
    lab.show(
      sizeFigure(
        lab,
        [("float", float.size)]
          + selected.map { ("\($0.bits) bits\($0.byChannel ? " c" : "")", $0.size) }))
    for variant in all {
      let name = variant.byChannel ? "accuracy-by-channel" : "accuracy-by-layer"
      if variant.bits == chosen { lab.metric(name, variant.accuracy, .fraction) }
      if variant.bits == 3, !variant.byChannel {
        lab.metric("accuracy-at-3-bits", variant.accuracy, .fraction)
      }
    }
  }
}

func sizeFigure(_ bench: some Bench, _ models: [(String, Int)]) -> Figure {
  Figure(
    "sizes", title: "Size of the model file",
    .bars(
      Bars(models.map { .init($0.0, Double($0.1)) }, unit: .bytes, budget: bench.budget.size.map(Double.init))
    ))
}

func latencies(_ bench: some Bench, _ models: [(String, Latency)]) -> Figure {
  Figure(
    "latency", title: "Time of one prediction",
    .latency(
      LatencyFigure(
        models.map { .init($0.0, samples: $0.1.samples, p50: $0.1.p50, p95: $0.1.p95) },
        budget: bench.budget.latency)))
}

/// What the learner measured, in one small table.
func summary(_ models: [(name: String, size: Int, time: Latency, accuracy: Accuracy)]) -> Figure {
  Figure(
    "summary", title: "What you measured",
    .table(
      Table(
        columns: ["model", "size", "p50", "accuracy"],
        rows: models.map {
          [
            $0.name, Metric.Unit.bytes.text(Double($0.size)), Metric.Unit.seconds.text($0.time.p50),
            Metric.Unit.fraction.text($0.accuracy.value),
          ]
        })))
}

func layers(of program: Program) -> Figure {
  Figure(
    "layers", title: "Layers",
    .table(
      Table(
        columns: ["layer", "MACs", "parameters"],
        rows: program.layers.map {
          [
            $0.name, Metric.Unit.count.text(Double($0.multiplyAccumulates)),
            Metric.Unit.count.text(Double($0.parameterCount)),
          ]
        })))
}

func rootMeanSquare(_ values: [Float]) -> Double {
  guard !values.isEmpty else { return 0 }
  return (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
}
