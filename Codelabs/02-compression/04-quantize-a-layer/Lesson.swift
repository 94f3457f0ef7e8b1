import Codelab

let lesson = Lesson {
  Step("matrix") { lab in
    for trial in matrixTrials(&lab.random) {
      try lab.submit(trial.name, HandedMatrix(quantizeMatrix(trial.weights, bits: trial.bits)))
    }
    let bits = lab.knob("bits")
    let own = quantizeMatrix(bookWeights, bits: bits)
    lab.show(matrixFigure("levels", title: "Levels at \(bits) bits", own.levels.map(String.init)))
    lab.show(matrixFigure("weights", title: "The book's weights", bookWeights.map(short)))
    let eight = quantizeMatrix(bookWeights, bits: 8)
    lab.metric("level-of-the-fifth", Double(eight.levels.dropFirst(4).first ?? -1), .count)
    lab.metric("error-of-weights", rootMeanSquare(difference(eight.values, bookWeights)), .number)
  } judge: { work in
    for trial in matrixTrials(&work.random) { judgeMatrix(try work[trial.name], trial) }
  }

  Step("outputs") { lab in
    for trial in denseTrials(&lab.random) {
      try lab.submit(
        trial.name, dense(trial.x, weights: trial.weights, bias: trial.bias, inputs: trial.inputs))
    }
    let bits = lab.knob("bits")
    let weights = quantizeMatrix(bookWeights, bits: bits)
    // Many draws of the book's ten inputs: a single one is a matter of luck.
    let bias = lab.random.uniform(count: 5, in: -1...1)
    let x = lab.random.uniform(count: 3_000, in: -1...1)
    let before = dense(x, weights: bookWeights, bias: bias, inputs: 3)
    let after = dense(x, weights: weights.values, bias: bias, inputs: 3)
    lab.show(
      Figure(
        "errors", title: "Errors of the outputs at \(bits) bits",
        .histogram(Bins(of: difference(after, before), bins: 30, axis: "error"))))
    let rms = (2...8).map { bits in
      let weights = quantizeMatrix(bookWeights, bits: bits).values
      return (
        bits: Double(bits), weights: rootMeanSquare(difference(weights, bookWeights)),
        outputs: rootMeanSquare(difference(dense(x, weights: weights, bias: bias, inputs: 3), before))
      )
    }
    lab.show(
      Figure(
        "rms", title: "Root-mean-square error",
        .curves(
          Curves(
            [
              .init("weights", x: rms.map(\.bits), y: rms.map(\.weights)),
              .init("outputs", x: rms.map(\.bits), y: rms.map(\.outputs)),
            ], axis: "bits", unit: .number))))
    lab.metric("error-of-weights", rms[6].weights, .number)
    lab.metric("error-of-outputs", rms[6].outputs, .number)
    lab.metric("share", rms[6].outputs / rms[6].weights, .fraction)
  } judge: { work in
    for trial in denseTrials(&work.random) { judgeDense(try work[trial.name], trial) }
  }

  Step("columns") { lab in
    for trial in columnTrials(&lab.random) {
      try lab.submit(trial.name, roundedByColumn(trial.weights, columns: trial.columns, bits: trial.bits))
    }
    let bits = lab.knob("bits")
    let plain = lab.random.normal(count: 64 * 8)
    // One column reaches farther than the others, by a factor.
    func matrix(_ factor: Float) -> [Float] {
      plain.enumerated().map { $0 % 8 == 5 ? $1 * factor : $1 }
    }
    func errors(_ factor: Float, bits: Int) -> (layer: Double, column: Double) {
      let weights = matrix(factor)
      // Judged in the columns that did not change.
      func quiet(_ values: [Float]) -> [Float] {
        values.enumerated().filter { $0.offset % 8 != 5 }.map(\.element)
      }
      let layer = rounded(weights, bits: bits)
      let column = roundedByColumn(weights, columns: 8, bits: bits)
      return (
        rootMeanSquare(quiet(difference(layer, weights))), rootMeanSquare(quiet(difference(column, weights)))
      )
    }
    let factors: [Float] = [1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]
    let measured = factors.map { errors($0, bits: bits) }
    lab.show(
      Figure(
        "outlier", title: "Error of the others at \(bits) bits",
        .curves(
          Curves(
            [
              .init("one scale", x: factors.map(Double.init), y: measured.map(\.layer)),
              .init("by column", x: factors.map(Double.init), y: measured.map(\.column)),
            ], axis: "factor", unit: .number))))
    let eight = errors(16, bits: 8)
    lab.metric("harm-at-16", eight.layer / eight.column, .number)
  } judge: { work in
    for trial in columnTrials(&work.random) { judgeColumns(try work[trial.name], trial) }
  }

  Step("clip") { lab in
    for trial in clipTrials(&lab.random) {
      try lab.submit(trial.name, bestThreshold(trial.weights, bits: trial.bits))
    }
    let bits = lab.knob("bits")
    let weights = lab.random.normal(count: 1_000)
    let largest = weights.map(abs).max() ?? 1
    let shares = stride(from: 4, through: 100, by: 2).map { Float($0) / 100 }
    func error(_ share: Float) -> Double {
      rootMeanSquare(difference(clipped(weights, at: share * largest, bits: bits), weights))
    }
    let own = bestThreshold(weights, bits: bits) / largest
    lab.show(
      Figure(
        "thresholds", title: "Error by threshold at \(bits) bits",
        .curves(
          Curves(
            [
              .init("error", x: shares.map(Double.init), y: shares.map(error)),
              .init("yours", x: [Double(own), Double(own)], y: [0, error(own)], isGhost: true),
            ], axis: "share", unit: .number))))
    lab.show(
      Figure("weights", title: "1,000 weights", .histogram(Bins(of: weights, bins: 30, axis: "weight"))))
    lab.metric("threshold", Double(own), .fraction)
    lab.metric("threshold-at-3-bits", Double(bestThreshold(weights, bits: 3) / largest), .fraction)
    lab.metric("gain", error(1) / error(own), .number)
  } judge: { work in
    for trial in clipTrials(&work.random) { judgeThreshold(try work[trial.name], trial) }
  }

  Step("choose") { lab in
    for trial in tableTrials(&lab.random) {
      let chosen = cheapest(trial.candidates.map(Candidate.init), largestError: trial.largestError)
      try lab.submit(trial.name, chosen.map { [$0.bits, $0.byColumn ? 1 : 0] } ?? [])
    }
    let digits = try lab.images()
    let model = try trained(lab, digits)
    let layer = HiddenLayer(of: model, on: digits.test.images.rows(0..<min(500, digits.test.count)))
    let measured = try [false, true].flatMap { byColumn in
      try (2...8).map { bits in
        lab.progress("measuring", bits - 1 + (byColumn ? 7 : 0), of: 14, unit: "way")
        return try layer.measure(bits: bits, byColumn: byColumn, model: model, test: digits.test)
      }
    }
    let chosen = cheapest(measured.map { Candidate($0.candidate) }, largestError: 0.1)
    lab.show(
      Figure(
        "ways", title: "Size and accuracy (c: by column)",
        .tradeoff(
          Tradeoff(
            measured.map {
              .init(
                "\($0.candidate.bits)\($0.candidate.byColumn ? "c" : "")", cost: Double($0.candidate.size),
                quality: $0.accuracy,
                isChosen: $0.candidate.bits == chosen?.bits && $0.candidate.byColumn == chosen?.byColumn)
            }, costUnit: .bytes, qualityUnit: .fraction))))
    lab.show(
      Figure(
        "summary", title: "How wrong, by bits",
        .table(
          Table(
            columns: ["bits", "weights", "outputs", "mean", "accuracy", "size"],
            rows: measured.map {
              [
                "\($0.candidate.bits)\($0.candidate.byColumn ? "c" : "")",
                Metric.Unit.fraction.text($0.weightError), Metric.Unit.fraction.text($0.candidate.error),
                short(Float($0.meanError)), Metric.Unit.fraction.text($0.accuracy),
                Metric.Unit.bytes.text(Double($0.candidate.size)),
              ]
            }))))
    if let chosen {
      lab.metric("bits-chosen", Double(chosen.bits), .count)
      lab.metric("size-chosen", Double(chosen.size), .bytes)
    }
    if let float = try? accuracy(of: model.compiled(), on: digits.test).value {
      lab.metric("float-accuracy", float, .fraction)
    }
  } judge: { work in
    for trial in tableTrials(&work.random) { judgeChoice(try work[trial.name], trial) }
  }
}

// MARK: - The book's layer

/// The weights of the book's dense layer: three inputs, five outputs.
let bookWeights: [Float] = [
  -0.08321415, -0.66657766, 0.71264132, -0.39179407, 0.05601718,
  -0.85867389, -0.00864216, -0.15913464, -0.00676971, 0.33190099,
  -0.25760764, -0.82441528, 0.57125625, 0.74180458, -0.75251044,
]

extension QuantizedMatrix {
  /// The weights that the levels stand for.
  var values: [Float] { levels.map { minimum + scale * Float($0) } }
}

/// Symmetric levels with one scale for all weights, and back.
func rounded(_ weights: [Float], bits: Int) -> [Float] {
  clipped(weights, at: weights.map(abs).max() ?? 1, bits: bits)
}

/// Symmetric levels whose outermost one stands for a threshold, and back.
func clipped(_ weights: [Float], at threshold: Float, bits: Int) -> [Float] {
  let scale = threshold / (Float(1 << (bits - 1)) - 1)
  return weights.map { (max(-threshold, min(threshold, $0)) / scale).rounded() * scale }
}

// MARK: - A trained layer

/// A network with one hidden layer, trained on the digits and kept for the next run.
func trained(_ lab: Lab, _ digits: ImageSet) throws -> Model {
  let model = try Model(input: [28, 28, 1], seed: lab.seed) {
    Flatten()
    Dense(64)
    ReLU()
    Dense(10)
  }
  if let kept = lab.kept("network") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 12), batchSize: 64, optimizer: Adam(), seed: lab.seed
  ) { progress in
    guard progress.accuracy != nil else { return }
    lab.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
  }
  lab.keep("network", ModelFile.encode(state: model.state))
  return model
}

/// What was measured of one way to store the hidden layer.
struct Measured {
  var candidate: CandidateTrial
  /// The error of the weights as a share of them, both as root-mean-squares.
  var weightError: Double
  /// The mean error of the outputs: what does not cancel.
  var meanError: Double
  var accuracy: Double
}

/// The hidden layer of the network and the images that flow into it.
struct HiddenLayer {
  let weights: [Float]
  let bias: [Float]
  let images: Tensor
  let outputs: [Float]

  init(of model: Model, on images: Tensor) {
    weights = model.state.first { $0.name == "dense_1/weight" }!.tensor.values
    bias = model.state.first { $0.name == "dense_1/bias" }!.tensor.values
    self.images = images
    outputs = Self.outputs(images, weights, bias)
  }

  func measure(bits: Int, byColumn: Bool, model: Model, test: Dataset) throws -> Measured {
    let stored =
      byColumn ? roundedByColumn(weights, columns: bias.count, bits: bits) : rounded(weights, bits: bits)
    let errors = difference(Self.outputs(images, stored, bias), outputs)
    let state = model.state.map { tensor in
      tensor.name == "dense_1/weight"
        ? NamedTensor(name: tensor.name, tensor: Tensor(shape: tensor.tensor.shape, values: stored)) : tensor
    }
    let changed = try Model(input: [28, 28, 1], seed: 0) {
      Flatten()
      Dense(64)
      ReLU()
      Dense(10)
    }
    try changed.restore(state)
    return Measured(
      candidate: CandidateTrial(
        bits: bits, byColumn: byColumn,
        size: (weights.count * bits + 7) / 8 + 4 * (byColumn ? bias.count : 1),
        error: rootMeanSquare(errors) / rootMeanSquare(outputs)),
      weightError: rootMeanSquare(difference(stored, weights)) / rootMeanSquare(weights),
      meanError: Double(errors.reduce(0, +)) / Double(errors.count),
      accuracy: try accuracy(of: changed.compiled(), on: test).value)
  }

  /// What `dense` computes, by the engine: 360 images times 50,176 weights are many for a plain loop.
  private static func outputs(_ images: Tensor, _ weights: [Float], _ bias: [Float]) -> [Float] {
    let count = images.shape[0]
    let inputs = weights.count / bias.count
    let products = matrixProduct(
      Tensor(shape: [count, inputs], values: images.values),
      Tensor(shape: [inputs, bias.count], values: weights))
    return products.values.enumerated().map { max($1 + bias[$0 % bias.count], 0) }
  }
}

// MARK: - Trials

/// A matrix to quantize.
struct MatrixTrial {
  var name: String
  var weights: [Float]
  var bits: Int
}

func matrixTrials(_ random: inout SeededGenerator) -> [MatrixTrial] {
  [MatrixTrial(name: "book", weights: bookWeights, bits: 8)]
    + (2...8).map { bits in
      let low: Float = [-1, 0.25, -3][bits % 3]
      return MatrixTrial(
        name: "weights \(bits)", weights: random.uniform(count: 24, in: low...(low + 1.7)), bits: bits)
    }
}

/// A layer and its inputs.
struct DenseTrial {
  var name: String
  var x: [Float]
  var weights: [Float]
  var bias: [Float]
  var inputs: Int
}

func denseTrials(_ random: inout SeededGenerator) -> [DenseTrial] {
  [(1, 1, 1), (10, 3, 5), (4, 5, 3), (2, 7, 2)].map { examples, inputs, outputs in
    DenseTrial(
      name: "\(examples) x \(inputs) x \(outputs)", x: random.uniform(count: examples * inputs, in: -1...1),
      weights: random.uniform(count: inputs * outputs, in: -1...1),
      bias: random.uniform(count: outputs, in: 0.1...1).enumerated().map { $0 % 2 == 0 ? $1 : -$1 },
      inputs: inputs)
  }
}

/// A matrix with columns of different reach.
struct ColumnTrial {
  var name: String
  var weights: [Float]
  var columns: Int
  var bits: Int
  var hasZeros: Bool
}

func columnTrials(_ random: inout SeededGenerator) -> [ColumnTrial] {
  [(3, 2), (4, 4), (5, 8)].map { columns, bits in
    let weights = (0..<12).flatMap { _ in
      (0..<columns).map { Float($0 + 1) * random.uniform(count: 1, in: -1...1)[0] }
    }
    return ColumnTrial(
      name: "columns \(columns)", weights: weights, columns: columns, bits: bits, hasZeros: false)
  } + [ColumnTrial(name: "zeros", weights: [0, 1, 0, -2, 0, 0.5], columns: 2, bits: 4, hasZeros: true)]
}

/// Weights with a few far from the others.
func clipTrials(_ random: inout SeededGenerator) -> [MatrixTrial] {
  [2, 3, 4, 6].map { bits in
    MatrixTrial(
      name: "clip \(bits)",
      weights: random.normal(count: 300) + random.normal(count: 2, standardDeviation: 5),
      bits: bits)
  }
}

/// A candidate as the lesson writes it down.
struct CandidateTrial {
  var bits: Int
  var byColumn: Bool
  var size: Int
  var error: Double
}

extension Candidate {
  init(_ trial: CandidateTrial) {
    self.init(bits: trial.bits, byColumn: trial.byColumn, size: trial.size, error: trial.error)
  }
}

/// Candidates and the error that will do.
struct TableTrial {
  var name: String
  var candidates: [CandidateTrial]
  var largestError: Double
}

func tableTrials(_ random: inout SeededGenerator) -> [TableTrial] {
  let tables = (0..<6).map { index in
    let candidates = (2...8).flatMap { bits in
      [false, true].map { byColumn in
        CandidateTrial(
          bits: bits, byColumn: byColumn, size: 1_000 * bits + (byColumn ? 32 : 4),
          error: Double(random.uniform(count: 1, in: 0.5...1.5)[0]) / Double(1 << bits))
      }
    }
    return TableTrial(
      name: "table \(index)", candidates: random.permutation(count: candidates.count).map { candidates[$0] },
      largestError: [0.5, 0.2, 0.1, 0.05, 0.03, 0.02][index])
  }
  return tables + [
    TableTrial(name: "too strict", candidates: tables[0].candidates, largestError: 1e-6),
    TableTrial(name: "empty", candidates: [], largestError: 1),
  ]
}

// MARK: - What is handed in

/// A quantized matrix as plain data.
struct HandedMatrix: Codable {
  var levels: [Int]
  var minimum: Float
  var scale: Float

  init(_ matrix: QuantizedMatrix) {
    levels = matrix.levels
    minimum = matrix.minimum
    scale = matrix.scale
  }
}

// MARK: - Showing

func matrixFigure(_ id: String, title: String, _ cells: [String]) -> Figure {
  Figure(
    id, title: title,
    .table(
      Table(
        columns: ["input"] + (1...5).map { "to \($0)" },
        rows: (0..<3).map { row in
          ["\(row + 1)"] + (0..<5).map { row * 5 + $0 < cells.count ? cells[row * 5 + $0] : "" }
        })))
}

func short(_ value: Float) -> String {
  // Adding 0 makes 0 of -0.
  Metric.Unit.number.text((Double(value) * 1_000).rounded() / 1_000 + 0)
}

func difference(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 - $1 } }

func rootMeanSquare(_ values: [Float]) -> Double {
  guard !values.isEmpty else { return 0 }
  return (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
}
