import Codelab
import Foundation

let lesson = Lesson {
  Step("fake") { lab in
    for trial in valueTrials(&lab.random) {
      try lab.submit(trial.name, fakeQuantize(trial.values, scale: trial.scale, limit: trial.limit))
    }
    let limit = outermost(lab.knob("bits"))
    let x = (-100...100).map { Float($0) / 80 }
    lab.show(
      Figure(
        "stairs", title: "What comes out, at \(lab.knob("bits")) bits",
        .curves(
          Curves(
            [
              series("rounded", x, fakeQuantize(x, scale: 1 / limit, limit: limit)),
              series("exact", x, x, isGhost: true),
            ], axis: "weight", unit: .number))))
  } judge: { work in
    for trial in valueTrials(&work.random) { judgeValues(try work[trial.name], trial) }
  }

  Step("slope") { lab in
    for trial in valueTrials(&lab.random) {
      try lab.submit(
        trial.name,
        straightThrough(trial.gradient, values: trial.values, scale: trial.scale, limit: trial.limit))
    }
    let limit = outermost(lab.knob("bits"))
    let x = (-100...100).map { Float($0) / 80 }
    let step: Float = 1e-4
    let low = rounded(x.map { $0 - step }, scale: 1 / limit, limit: limit)
    let high = rounded(x.map { $0 + step }, scale: 1 / limit, limit: limit)
    let slopes = zip(low, high).map { ($1 - $0) / (2 * step) }
    lab.show(
      Figure(
        "slopes", title: "Slope of the stairs",
        .curves(
          Curves(
            [
              series(
                "straight through", x,
                straightThrough(x.map { _ in 1 }, values: x, scale: 1 / limit, limit: limit)),
              series("true", x, slopes.map { min($0, 1.5) }),
            ], axis: "weight", unit: .number))))
    lab.metric(
      "true-slopes-that-are-zero", Double(slopes.count { $0 == 0 }) / Double(slopes.count), .fraction)
  } judge: { work in
    for trial in valueTrials(&work.random) { judgeGradient(try work[trial.name], trial) }
  }

  Step("train") { lab in
    for trial in stepTrials(&lab.random) {
      try lab.submit(
        trial.name,
        trainingStep(
          trial.weights, rate: trial.rate, rounded: { $0.map { ($0 * 2).rounded() / 2 } },
          gradient: { weights in weights.map { 3 * $0 - 1 } }))
    }
    let digits = try lab.images()
    let bits = lab.knob("bits")
    let classifier = LinearClassifier(digits.train, seed: lab.seed)
    let float = classifier.train(rounded: { $0 })
    let aware = classifier.train(rounded: { symmetric($0, bits: bits) })
    let after = symmetric(float.weights, bits: bits)
    lab.show(
      Figure(
        "loss", title: "Loss at \(bits) bits",
        .curves(
          Curves(
            [
              .init("trained rounded", x: aware.steps, y: aware.losses),
              .init("float", x: float.steps, y: float.losses, isGhost: true),
            ], axis: "step", unit: .number))))
    var rows: [[String]] = []
    for bits in [2, 3, 4, 8] {
      let trained =
        bits == lab.knob("bits") ? aware : classifier.train(rounded: { symmetric($0, bits: bits) })
      let accuracies = [symmetric(float.weights, bits: bits), symmetric(trained.weights, bits: bits)].map {
        classifier.accuracy($0, on: digits.test)
      }
      rows.append(["\(bits)"] + accuracies.map(Metric.Unit.fraction.text))
      if bits == 2 {
        lab.metric("rounded-at-2-bits", accuracies[0], .fraction)
        lab.metric("trained-at-2-bits", accuracies[1], .fraction)
      }
    }
    lab.show(
      Figure(
        "bits", title: "Accuracy on the test images",
        .table(Table(columns: ["bits", "rounded after", "trained rounded"], rows: rows))))
    lab.metric("float", classifier.accuracy(float.weights, on: digits.test), .fraction)
    lab.metric("rounded", classifier.accuracy(after, on: digits.test), .fraction)
    lab.metric(
      "trained", classifier.accuracy(symmetric(aware.weights, bits: bits), on: digits.test), .fraction
    )
  } judge: { work in
    for trial in stepTrials(&work.random) { judgeStep(try work[trial.name], trial) }
  }

  Step("signs") { lab in
    for (index, weights) in signTrials(&lab.random).enumerated() {
      try lab.submit("binary \(index)", binary(weights))
      try lab.submit("ternary \(index)", ternary(weights))
    }
    let digits = try lab.images()
    let classifier = LinearClassifier(digits.train, seed: lab.seed)
    let float = classifier.train(rounded: { $0 })
    let count = float.weights.count
    var rows = [
      [
        "float", Metric.Unit.bytes.text(Double(4 * count)), "",
        Metric.Unit.fraction.text(classifier.accuracy(float.weights, on: digits.test)),
      ]
    ]
    for (name, bits, round) in [("ternary", 2, ternary), ("binary", 1, binary)] {
      let aware = classifier.train(rounded: round)
      let after = classifier.accuracy(round(float.weights), on: digits.test)
      let trained = classifier.accuracy(round(aware.weights), on: digits.test)
      rows.append([
        name, Metric.Unit.bytes.text(Double(count * bits / 8 + 4)), Metric.Unit.fraction.text(after),
        Metric.Unit.fraction.text(trained),
      ])
      lab.metric("\(name)-rounded", after, .fraction)
      lab.metric("\(name)-trained", trained, .fraction)
    }
    lab.show(
      Figure(
        "signs", title: "1,960 weights",
        .table(Table(columns: ["weights", "size", "rounded", "trained"], rows: rows))))
  } judge: { work in
    for (index, weights) in signTrials(&work.random).enumerated() {
      judgeSigns("binary", try work["binary \(index)"], weights, binaryReference(weights))
      judgeSigns("ternary", try work["ternary \(index)"], weights, ternaryReference(weights))
    }
  }

  Step("network") { lab in
    let digits = try lab.images()
    let model = try trained(lab, digits)
    // As much more training in floats, or the gain could be that of training longer.
    let longer = try digitNetwork(seed: lab.seed)
    try longer.restore(model.state)
    try trainFurther(longer, lab, digits)
    let float = try accuracy(of: longer.compiled(), on: digits.test).value
    var (after, aware): ([Double], [Double]) = ([], [])
    let widths = [2, 3, 4, 8]
    for (index, bits) in widths.enumerated() {
      lab.progress("training rounded", index, of: widths.count, unit: "model")
      let plain = try longer.quantized(calibration: digits.train.images.rows(0..<500), weightBits: bits)
      after.append(try accuracy(of: plain, on: digits.test).value)
      let copy = try model.quantizationAware(weightBits: bits, momentum: 0.9)
      try trainFurther(copy, lab, digits)
      aware.append(try accuracy(of: copy.quantized(), on: digits.test).value)
      lab.show(
        Figure(
          "network", title: "Accuracy of the integer network",
          .curves(
            Curves(
              [
                .init("rounded after", x: widths.prefix(index + 1).map(Double.init), y: after),
                .init("trained rounded", x: widths.prefix(index + 1).map(Double.init), y: aware),
                .init("float", x: [2, 8], y: [float, float], isGhost: true),
              ], axis: "bits", unit: .fraction))))
    }
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: ["bits", "rounded after", "trained rounded"],
            rows: widths.indices.map {
              ["\(widths[$0])", Metric.Unit.fraction.text(after[$0]), Metric.Unit.fraction.text(aware[$0])]
            }))))
    lab.metric("float-accuracy", float, .fraction)
    lab.metric("gain-at-2-bits", aware[0] - after[0], .fraction)
    lab.metric("gain-at-8-bits", aware[3] - after[3], .fraction)
  }
}

// MARK: - Networks

/// A narrow version of the book's digits network.
func digitNetwork(seed: UInt64) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(8, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Conv2D(16, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dense(10)
  }
}

/// The network after ten epochs, kept for the next run.
func trained(_ lab: Lab, _ digits: ImageSet) throws -> Model {
  let model = try digitNetwork(seed: lab.seed)
  if let kept = lab.kept("network") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 10), batchSize: 64, optimizer: Adam(), seed: lab.seed
  ) { progress in
    guard progress.accuracy != nil else { return }
    lab.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
  }
  lab.keep("network", ModelFile.encode(state: model.state))
  return model
}

/// Five more epochs at half the learning rate.
func trainFurther(_ model: Model, _ lab: Lab, _ digits: ImageSet) throws {
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 5), batchSize: 64, optimizer: Adam(learningRate: 0.0005),
    seed: lab.seed)
}

/// Ten scores, each a weighted sum of 196 pixels, trained on 600 images at once by plain gradient descent.
struct LinearClassifier {
  /// Pixels of a row of every second row.
  static let pixels = Digits.side / 2 * (Digits.side / 2)

  let images: Tensor
  let transposed: Tensor
  let labels: [Int]
  let seed: UInt64

  init(_ data: Dataset, seed: UInt64) {
    let count = min(600, data.count)
    images = Self.thinned(data.images.rows(0..<count))
    let values = images.values
    transposed = Tensor(
      shape: [Self.pixels, count],
      values: (0..<Self.pixels).flatMap { pixel in (0..<count).map { values[$0 * Self.pixels + pixel] } })
    labels = Array(data.labels.prefix(count))
    self.seed = seed
  }

  /// Every second pixel of every second row: the digits are enlarged from 8 by 8 pixels, so nothing is lost.
  private static func thinned(_ images: Tensor) -> Tensor {
    let (count, values) = (images.shape[0], images.values)
    let places = stride(from: 0, to: Digits.side, by: 2).flatMap { row in
      stride(from: 0, to: Digits.side, by: 2).map { row * Digits.side + $0 }
    }
    return Tensor(
      shape: [count, pixels],
      values: (0..<count).flatMap { image in places.map { values[image * Digits.side * Digits.side + $0] } })
  }

  /// What training gives.
  struct Result {
    var weights: [Float]
    var steps: [Double] = []
    var losses: [Double] = []
  }

  /// Trains with the learner's step.
  func train(rounded: ([Float]) -> [Float]) -> Result {
    // Small weights of either sign, so that rounding has something to begin with.
    var random = SeededGenerator(seed: seed)
    var result = Result(weights: random.uniform(count: images.shape[1] * 10, in: -0.01...0.01))
    for step in 0..<100 {
      var loss = 0.0
      result.weights = trainingStep(result.weights, rate: 0.05, rounded: rounded) { weights in
        let slopes = gradient(at: weights)
        loss = slopes.loss
        return slopes.gradient
      }
      result.steps.append(Double(step + 1))
      result.losses.append(loss)
    }
    return result
  }

  /// The cross-entropy of the softmax of all scores, and how it changes with each weight.
  func gradient(at weights: [Float]) -> (loss: Double, gradient: [Float]) {
    var errors = scores(images, weights)
    var loss = 0.0
    for (image, label) in labels.enumerated() {
      let row = image * 10..<image * 10 + 10
      let highest = row.map { errors[$0] }.max()!
      var sum: Float = 0
      for place in row {
        errors[place] = exp(errors[place] - highest)
        sum += errors[place]
      }
      loss -= log(Double(errors[image * 10 + label] / sum))
      for place in row { errors[place] /= sum * Float(labels.count) }
      errors[image * 10 + label] -= 1 / Float(labels.count)
    }
    let gradient = matrixProduct(transposed, Tensor(shape: [labels.count, 10], values: errors))
    return (loss / Double(labels.count), gradient.values)
  }

  func accuracy(_ weights: [Float], on data: Dataset) -> Double {
    let scores = scores(Self.thinned(data.images), weights)
    let right = data.labels.enumerated().count { image, label in
      (0..<10).max { scores[image * 10 + $0] < scores[image * 10 + $1] } == label
    }
    return Double(right) / Double(data.count)
  }

  private func scores(_ images: Tensor, _ weights: [Float]) -> [Float] {
    matrixProduct(images, Tensor(shape: [images.shape[1], 10], values: weights)).values
  }
}

// MARK: - The lesson's own rounding

func outermost(_ bits: Int) -> Float { Float(1 << (bits - 1)) - 1 }

func rounded(_ values: [Float], scale: Float, limit: Float) -> [Float] {
  values.map { max(-limit, min(limit, ($0 / scale).rounded())) * scale }
}

/// Symmetric levels with one scale, which the largest weight decides.
func symmetric(_ weights: [Float], bits: Int) -> [Float] {
  let largest = weights.map(abs).max() ?? 0
  guard largest > 0 else { return weights }
  return rounded(weights, scale: largest / outermost(bits), limit: outermost(bits))
}

func binaryReference(_ weights: [Float]) -> [Float] {
  let scale = weights.reduce(0) { $0 + $1.magnitude } / Float(weights.count)
  return weights.map { $0 >= 0 ? scale : -scale }
}

func ternaryReference(_ weights: [Float]) -> [Float] {
  let threshold = 0.7 * weights.reduce(0) { $0 + $1.magnitude } / Float(weights.count)
  let large = weights.filter { $0.magnitude > threshold }
  let scale = large.isEmpty ? 0 : large.reduce(0) { $0 + $1.magnitude } / Float(large.count)
  return weights.map { $0 > threshold ? scale : $0 < -threshold ? -scale : 0 }
}

// MARK: - Trials

/// Values to round, and a gradient to pass back.
struct ValueTrial {
  var name: String
  var values: [Float]
  var gradient: [Float]
  var scale: Float
  var limit: Float
  var isOutside: Bool
}

func valueTrials(_ random: inout SeededGenerator) -> [ValueTrial] {
  (2...8).flatMap { bits in
    let limit = outermost(bits)
    let scale = random.uniform(count: 1, in: 0.05...0.5)[0]
    return [false, true].map { isOutside in
      let reach = limit * scale
      let values =
        isOutside
        ? random.uniform(count: 12, in: 1.2...3).enumerated().map { ($0 % 2 == 0 ? $1 : -$1) * reach }
        : random.uniform(count: 12, in: -0.99 * reach...0.99 * reach)
      return ValueTrial(
        name: "\(bits) bits, \(isOutside ? "outside" : "inside")", values: values,
        gradient: random.uniform(count: 12, in: 0.5...2), scale: scale, limit: limit, isOutside: isOutside)
    }
  }
}

/// Weights between levels that are half a unit apart.
struct StepTrial {
  var name: String
  var weights: [Float]
  var rate: Float
}

func stepTrials(_ random: inout SeededGenerator) -> [StepTrial] {
  (0..<6).map { index in
    let levels = (0..<9).map { _ in Float(Int.random(in: -4...4, using: &random)) / 2 }
    let rests = random.uniform(count: 9, in: 0.08...0.2)
    return StepTrial(
      name: "step \(index)", weights: zip(levels, rests).map { $0 + $1 },
      rate: random.uniform(count: 1, in: 0.01...0.1)[0])
  }
}

func signTrials(_ random: inout SeededGenerator) -> [[Float]] {
  [[0, 1, -1, 2], [0, 0, 0], [5]] + [7, 40, 200].map { random.normal(count: $0) }
}

// MARK: - Showing

func series(_ label: String, _ x: [Float], _ y: [Float], isGhost: Bool = false) -> Curves.Series {
  let count = min(x.count, y.count)
  return Curves.Series(
    label, x: x.prefix(count).map(Double.init), y: y.prefix(count).map(Double.init), isGhost: isGhost)
}
