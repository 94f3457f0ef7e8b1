import Codelab
import Foundation

let lesson = Lesson {
  Step("soft") { lab in
    for trial in lossTrials(&lab.random) {
      try lab.submit(trial.name, softCrossEntropy(trial.logits, target: trial.target))
      try lab.submit(
        "raised \(trial.name)", softCrossEntropy(trial.logits.map { $0 + 500 }, target: trial.target))
    }
    let answers = (1...99).map { Double($0) / 100 }
    func losses(_ share: Float) -> [Double] {
      answers.map { Double(softCrossEntropy([Float(log($0 / (1 - $0))), 0], target: [share, 1 - share])) }
    }
    let share = Float(lab.knobValue("share"))
    lab.show(
      "losses", "Loss by what the first class gets",
      .curves(
        Curves(
          [
            .init("target \(share)", x: answers, y: losses(share)),
            .init("target 1", x: answers, y: losses(1), isGhost: true),
          ], axis: "probability", unit: .number)))
    lab.metric("smallest-loss-at-one-half", losses(0.5).min() ?? 0, .number)
  } judge: { work in
    for trial in lossTrials(&work.random) {
      judgeLoss(try work[trial.name], raised: try work["raised \(trial.name)"], trial)
    }
  }

  Step("cutout") { lab in
    for trial in squareTrials(&lab.random) {
      try lab.submit(
        trial.name, square(row: trial.row, column: trial.column, size: trial.size, side: trial.side))
    }
    for trial in pairTrials(&lab.random) {
      try lab.submit(trial.name, cutOut(trial.one.pixels, side: trial.side, box: trial.box))
    }
    let images = try HalfSizeImages(lab)
    let side = HalfSizeImages.side
    let program = try wellTrained(lab, images).compiled()
    let sizes = [0, 2, 4, 6, 8, 10]
    let accuracies = try sizes.map { size in
      try accuracy(of: program, on: images.hidden(size: size, seed: lab.seed)).value
    }
    let chosen = lab.knob("size")
    lab.show(
      "hidden", "\(chosen) by \(chosen) pixels hidden",
      .pictures(
        [picture(images.test[0].pixels, "whole")]
          + places.map { row, column in
            let box = square(row: row, column: column, size: chosen, side: side)
            return picture(cutOut(images.test[0].pixels, side: side, box: box), "\(row), \(column)")
          }))
    lab.show(
      "accuracies", "Test images with a hidden square",
      .curves(
        Curves(
          [.init("accuracy", x: sizes.map(Double.init), y: accuracies)], axis: "rows of the square",
          unit: .fraction)))
    lab.metric("accuracy-with-nothing-hidden", accuracies[0], .fraction)
    lab.metric("accuracy-with-6-hidden", accuracies[3], .fraction)
  } judge: { work in
    for trial in squareTrials(&work.random) { judgeSquare(try work[trial.name], trial) }
    for trial in pairTrials(&work.random) { judgeHidden(try work[trial.name], trial) }
  }

  Step("mixup") { lab in
    for trial in pairTrials(&lab.random) {
      try lab.submit(trial.name, mixUp(trial.one, trial.other, share: trial.share))
    }
    let images = try HalfSizeImages(lab)
    let (one, other) = (images.example(of: 3), images.example(of: 7))
    lab.show(
      "mixed", "From a \(images.names[3]) to a \(images.names[7])",
      .pictures(
        [1, 0.75, 0.5, 0.25, 0].map { share in
          picture(mixUp(one, other, share: share).pixels, "\(Int(share * 100)) %")
        }))
    func shares(alpha: Double) -> [Double] {
      var random = SeededGenerator(seed: lab.seed)
      return (0..<2_000).map { _ in random.share(alpha: alpha) }
    }
    let alpha = lab.knobValue("alpha")
    lab.show(
      "shares", "Shares drawn with alpha \(alpha)",
      .histogram(Bins(of: shares(alpha: alpha).map { Float($0) }, bins: 20, axis: "share")))
    let mixed = shares(alpha: 0.5).count { $0 >= 0.1 && $0 <= 0.9 }
    lab.metric("really-mixed", Double(mixed) / 2_000, .fraction)
  } judge: { work in
    for trial in pairTrials(&work.random) { judgeMixUp(try work[trial.name], trial) }
  }

  Step("cutmix") { lab in
    for trial in pairTrials(&lab.random) {
      try lab.submit(trial.name, cutMix(trial.one, trial.other, side: trial.side, box: trial.box))
    }
    let images = try HalfSizeImages(lab)
    let (one, other) = (images.example(of: 3), images.example(of: 7))
    func pieces(size: Int) -> [Example] {
      places.map { row, column in
        let box = square(row: row, column: column, size: size, side: HalfSizeImages.side)
        return cutMix(one, other, side: HalfSizeImages.side, box: box)
      }
    }
    func share(_ label: Int, of piece: Example) -> Double {
      piece.target.indices.contains(label) ? Double(piece.target[label]) : 0
    }
    let size = lab.knob("size")
    let captions = places.map { "\($0.row), \($0.column)" }
    lab.show(
      "pieces", "\(size) by \(size) pixels of a \(images.names[7]) in a \(images.names[3])",
      .pictures(zip(captions, pieces(size: size)).map { picture($1.pixels, $0) }))
    lab.show(
      "targets", "What they show",
      .table(
        Table(
          columns: ["piece", images.names[3], images.names[7]],
          rows: zip(captions, pieces(size: size)).map { caption, piece in
            [caption] + [3, 7].map { Metric.Unit.fraction.text(share($0, of: piece)) }
          })))
    lab.metric("share-of-6-by-6", share(7, of: pieces(size: 6)[0]), .fraction)
  } judge: { work in
    for trial in pairTrials(&work.random) { judgeCutMix(try work[trial.name], trial) }
  }

  Step("sure") { lab in
    for trial in answerTrials(&lab.random) {
      try lab.submit(trial.name, overconfidence(trial.probabilities, labels: trial.labels))
    }
    let images = try HalfSizeImages(lab)
    let counts = [50, 100, 200]
    let results = try counts.enumerated().map { index, count in
      lab.progress("training", index, of: counts.count, unit: "number of labels")
      return try plainResults(lab, images, labels: count)
    }
    lab.show(
      "sureness", "Sure and right, by labels",
      .bars(
        Bars(
          zip(counts, results).flatMap { count, results in
            [
              .init("\(count), sure", results.accuracies.mean + results.excess(images)),
              .init("\(count), right", results.accuracies.mean),
            ]
          }, unit: .fraction)))
    lab.metric("accuracy-with-200-labels", results[2].accuracies.mean, .fraction)
    lab.metric(
      "sureness-with-200-labels", results[2].accuracies.mean + results[2].excess(images), .fraction)
  } judge: { work in
    for trial in answerTrials(&work.random) { judgeOverconfidence(try work[trial.name], trial) }
  }

  Step("compare") { lab in
    let images = try HalfSizeImages(lab)
    let labels = lab.knob("labels")
    let rows = try Change.allCases.enumerated().map { index, change -> (change: Change, results: Results) in
      lab.progress("training", index, of: Change.allCases.count, unit: "kind of images")
      guard change != .none else { return (change, try plainResults(lab, images, labels: labels)) }
      let results = try train(lab, images, labels: labels) { examples, random in
        changed(examples, change, alpha: lab.knobValue("alpha"), using: &random)
      }
      return (change, results)
    }
    lab.show(
      "losses-over-steps", "Test loss, first run",
      .curves(
        Curves(
          rows.map {
            .init($0.change.rawValue, x: $0.results.steps, y: $0.results.courses, isGhost: $0.change == .none)
          }, axis: "step", unit: .number)))
    lab.show(
      "accuracy", "\(labels) labels, \(runs) runs",
      .bars(Bars(rows.map { .init($0.change.rawValue, $0.results.accuracies.mean) }, unit: .fraction)))
    func percent(_ name: String, _ value: (Results) -> Double) -> [String] {
      [name] + rows.map { String(format: "%.1f", 100 * value($0.results)) }
    }
    lab.show(
      "summary", "Measured, in percent",
      .table(
        Table(
          columns: [""] + rows.map(\.change.rawValue),
          rows: [
            percent("right") { $0.accuracies.mean }, percent("low") { $0.accuracies.min() ?? 0 },
            percent("high") { $0.accuracies.max() ?? 0 }, percent("part") { $0.hidden.mean },
            percent("surer") { $0.excess(images) },
            ["loss"] + rows.map { Metric.Unit.number.text($0.results.losses.mean) },
          ])))
    for (change, results) in rows.dropFirst() {
      let name = change.rawValue
      lab.metric("\(name)-gain", results.accuracies.mean - rows[0].results.accuracies.mean, .fraction)
      lab.metric(
        "\(name)-gain-with-a-part-hidden", results.hidden.mean - rows[0].results.hidden.mean, .fraction)
      lab.metric("\(name)-overconfidence", results.excess(images), .fraction)
    }
    lab.metric("plain-overconfidence", rows[0].results.excess(images), .fraction)
  }
}

/// Where the pictures of the lesson have their squares: in the middle, at an edge, in a corner.
let places: [(row: Int, column: Int)] = [(7, 7), (3, 13), (13, 0)]

// MARK: - Images and networks

/// The images of both parts at half their size, which train four times as fast.
struct HalfSizeImages {
  static let side = 14

  let train: [Example]
  let test: [Example]
  let trainLabels: [Int]
  let testLabels: [Int]
  let names: [String]

  init(_ lab: Lab) throws {
    let images = try lab.images()
    trainLabels = Array(images.train.labels.prefix(1_437))
    testLabels = Array(images.test.labels.prefix(360))
    train = Self.examples(images.train.images, trainLabels)
    test = Self.examples(images.test.images, testLabels)
    names = images.classNames
  }

  /// Means of two by two pixels.
  private static func examples(_ images: Tensor, _ labels: [Int]) -> [Example] {
    let (values, full) = (images.values, 2 * side)
    return labels.enumerated().map { image, label in
      let pixels = (0..<side * side).map { place in
        let upper = (image * full + 2 * (place / side)) * full + 2 * (place % side)
        let lower = upper + full
        return ((values[upper] + values[upper + 1]) + (values[lower] + values[lower + 1])) / 4
      }
      return Example(pixels: pixels, target: (0..<10).map { $0 == label ? 1 : 0 })
    }
  }

  /// The first test image of a class.
  func example(of label: Int) -> Example { test[testLabels.firstIndex(of: label) ?? 0] }

  /// Training images in random order, as many of each class among the first ten, twenty, and so on.
  func balanced(_ count: Int, seed: UInt64) -> [Example] {
    var random = SeededGenerator(seed: seed)
    var classes = [[Example]](repeating: [], count: names.count)
    for place in random.permutation(count: train.count) { classes[trainLabels[place]].append(train[place]) }
    let ranks = 0..<(classes.map(\.count).min() ?? 0)
    return Array(ranks.flatMap { rank in classes.map { $0[rank] } }.prefix(count))
  }

  /// The test images, each with a square hidden at a random place.
  func hidden(size: Int, seed: UInt64) throws -> Dataset {
    var random = SeededGenerator(seed: seed)
    let changed = test.map { example in
      let box = square(
        row: random.integer(below: Self.side), column: random.integer(below: Self.side), size: size,
        side: Self.side)
      return Example(pixels: cutOut(example.pixels, side: Self.side, box: box), target: example.target)
    }
    return try Dataset(images: tensor(changed), labels: testLabels, classes: 10)
  }
}

/// The pixels, or paper for an image of another size, which a function may have made.
func whole(_ pixels: [Float]) -> [Float] {
  let size = HalfSizeImages.side * HalfSizeImages.side
  return pixels.count == size ? pixels : [Float](repeating: -1, count: size)
}

func tensor(_ examples: [Example]) -> Tensor {
  Tensor(
    shape: [examples.count, HalfSizeImages.side, HalfSizeImages.side, 1],
    values: examples.flatMap { whole($0.pixels) })
}

func network(seed: UInt64) throws -> Model {
  try Model(input: [HalfSizeImages.side, HalfSizeImages.side, 1], seed: seed) {
    Conv2D(8, kernel: 3)
    ReLU()
    MaxPool2D(2)
    Conv2D(16, kernel: 3)
    ReLU()
    Flatten()
    Dense(10)
  }
}

/// A network trained with all labels; kept for the next run.
func wellTrained(_ lab: Lab, _ images: HalfSizeImages) throws -> Model {
  let model = try network(seed: lab.seed)
  if let kept = lab.kept("network") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  try model.fit(
    Dataset(images: tensor(images.train), labels: images.trainLabels, classes: 10), epochs: 10, batchSize: 16,
    optimizer: Adam(learningRate: 0.004), seed: lab.seed)
  lab.keep("network", ModelFile.encode(state: model.state))
  return model
}

// MARK: - Runs

/// How often everything is trained, each time from other images and other weights.
let runs = 5

/// How many changed copies of each image are made; they take the place of the image.
let copies = 8

/// What is done to images before a network learns from them.
enum Change: String, CaseIterable {
  case none = "as is"
  case cutout, mixup, cutmix
}

/// What networks of several runs reached.
struct Results: Codable {
  var accuracies: [Double] = []
  /// Accuracies where a square of 6 by 6 pixels is hidden.
  var hidden: [Double] = []
  /// The probabilities of the classes of each test image, for each run.
  var answers: [[[Float]]] = []
  var losses: [Double] = []
  /// The loss on the test images in the course of the first run, and after how many steps.
  var courses: [Double] = []
  var steps: [Double] = []
}

extension Results {
  /// How much surer than right the networks are on average, by the learner's measure.
  func excess(_ images: HalfSizeImages) -> Double {
    answers.map { overconfidence($0, labels: images.testLabels) }.mean
  }
}

/// Trains a network for each run, with about 600 steps of 16 images, on what `make` makes of the labeled images.
func train(
  _ lab: Lab, _ images: HalfSizeImages, labels: Int,
  _ make: ([Example], inout SeededGenerator) -> [Example]
) throws -> Results {
  var results = Results()
  let test = try Dataset(images: tensor(images.test), labels: images.testLabels, classes: 10)
  let hidden = try images.hidden(size: 6, seed: lab.seed)
  for run in 0..<runs {
    let seed = lab.seed &+ 1_000 &* UInt64(run + 1)
    var random = SeededGenerator(seed: seed)
    let examples = make(images.balanced(labels, seed: seed), &random)
    let stepsAnEpoch = (examples.count + 15) / 16
    let model = try network(seed: seed)
    // A target of another size, which a function may have made, says nothing.
    let targets = examples.flatMap { $0.target.count == 10 ? $0.target : [Float](repeating: 0.1, count: 10) }
    try model.fit(
      Dataset(inputs: [tensor(examples)], values: Tensor(shape: [examples.count, 10], values: targets)),
      epochs: max(1, 600 / stepsAnEpoch), batchSize: 16,
      optimizer: Adam(learningRate: 0.004), seed: seed
    ) { progress in
      // Looked at after each epoch of the first run; for short epochs, after every third.
      guard run == 0, progress.batch == progress.batches else { return }
      guard stepsAnEpoch > 40 || progress.epoch % 3 == 0 else { return }
      results.courses.append(try model.evaluate(test).loss)
      results.steps.append(Double(progress.epoch * stepsAnEpoch))
    }
    let evaluation = try model.evaluate(test)
    results.accuracies.append(evaluation.accuracy)
    results.losses.append(evaluation.loss)
    results.hidden.append(try model.evaluate(hidden).accuracy)
    results.answers.append(try probabilities(model.predict(test.images)))
  }
  return results
}

/// Trained with the images as they are; kept for the next step.
func plainResults(_ lab: Lab, _ images: HalfSizeImages, labels: Int) throws -> Results {
  if let kept = lab.kept("plain-\(labels)") {
    return try JSONDecoder().decode(Results.self, from: Foundation.Data(kept))
  }
  let results = try train(lab, images, labels: labels) { examples, _ in examples }
  lab.keep("plain-\(labels)", [UInt8](try JSONEncoder().encode(results)))
  return results
}

/// Copies of all examples, changed with the learner's functions.
///
/// - Parameter alpha: How much mixup mixes; CutMix takes 1, as its authors did: all areas are equally frequent.
func changed(
  _ examples: [Example], _ change: Change, alpha: Double, using random: inout SeededGenerator
) -> [Example] {
  let side = HalfSizeImages.side
  func randomSquare(_ size: Int) -> Box {
    square(row: random.integer(below: side), column: random.integer(below: side), size: size, side: side)
  }
  return (0..<copies).flatMap { _ in
    zip(examples, random.permutation(count: examples.count)).map { example, partner in
      switch change {
      case .none:
        return example
      case .cutout:
        let pixels = cutOut(example.pixels, side: side, box: randomSquare(6))
        return Example(pixels: pixels, target: example.target)
      case .mixup:
        return mixUp(example, examples[partner], share: Float(random.share(alpha: alpha)))
      case .cutmix:
        let part = 1 - random.share(alpha: 1)
        let box = randomSquare(Int((part.squareRoot() * Double(side)).rounded()))
        return cutMix(example, examples[partner], side: side, box: box)
      }
    }
  }
}

/// The softmax of each image's logits.
func probabilities(_ logits: Tensor) throws -> [[Float]] {
  let values = try Model(input: [10]) { Softmax() }.predict(logits).values
  return stride(from: 0, to: values.count, by: 10).map { Array(values[$0..<$0 + 10]) }
}

extension [Double] {
  var mean: Double { reduce(0, +) / Double(Swift.max(1, count)) }
}

extension SeededGenerator {
  mutating func integer(below count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

  /// A share with the distribution Beta(alpha, alpha), by the method of Jöhnk (1964), which is fast for `alpha` up to 1.
  mutating func share(alpha: Double) -> Double {
    while true {
      let numbers = uniform(count: 2, in: 0...1)
      let (x, y) = (pow(Double(numbers[0]), 1 / alpha), pow(Double(numbers[1]), 1 / alpha))
      if x + y > 0, x + y <= 1 { return x / (x + y) }
    }
  }
}

// MARK: - Trials

/// An answer and a target.
struct LossTrial {
  var name: String
  var logits: [Float]
  var target: [Float]
}

func lossTrials(_ random: inout SeededGenerator) -> [LossTrial] {
  (0..<6).map { index in
    LossTrial(
      name: "answer \(index)", logits: random.uniform(count: 4, in: -3...3), target: random.target(classes: 4)
    )
  } + [
    LossTrial(name: "a hard target", logits: [1, -2, 0.5, 0], target: [0, 0, 1, 0]),
    LossTrial(name: "two classes alike", logits: [0, 0], target: [0.5, 0.5]),
  ]
}

/// A square to place.
struct SquareTrial {
  var name: String
  var row, column, size, side: Int
  /// Whether some of it lies outside.
  var isAtAnEdge: Bool
}

func squareTrials(_ random: inout SeededGenerator) -> [SquareTrial] {
  let inner = [1, 2, 3, 5, 6].map { size in
    (size, random.integer(below: 14 - size) + size / 2, random.integer(below: 14 - size) + size / 2, false)
  }
  let outer = [(3, 0, 6, true), (6, 13, 13, true), (5, 7, 1, true), (4, 0, 0, true), (20, 6, 7, true)]
  return (inner + outer).map { size, row, column, isAtAnEdge in
    SquareTrial(
      name: "\(size) by \(size) around row \(row), column \(column)", row: row, column: column, size: size,
      side: 14, isAtAnEdge: isAtAnEdge)
  }
}

/// Two images, and how they are mixed.
struct PairTrial {
  var name: String
  var side: Int
  var one, other: Example
  var share: Float
  var box: Box
}

func pairTrials(_ random: inout SeededGenerator) -> [PairTrial] {
  let fixed = [(1, 0..<1, 0..<1), (4, 0..<0, 1..<3), (5, 0..<5, 0..<5)]
  let drawn = (0..<5).map { _ in
    let side = 6 + random.integer(below: 5)
    let (row, column) = (random.integer(below: 3), random.integer(below: 3))
    return (side, row..<row + 1 + random.integer(below: 3), column..<column + 2 + random.integer(below: 2))
  }
  return (drawn + fixed).enumerated().map { index, size in
    let (side, rows, columns) = size
    func example() -> Example {
      Example(pixels: random.uniform(count: side * side, in: -1...1), target: random.target(classes: 4))
    }
    return PairTrial(
      name: "pair \(index), \(side) by \(side) pixels", side: side, one: example(), other: example(),
      share: random.uniform(count: 1, in: 0.1...0.9)[0], box: Box(rows: rows, columns: columns))
  }
}

/// Answers of a network.
struct AnswerTrial {
  var name: String
  var probabilities: [[Float]]
  var labels: [Int]
}

func answerTrials(_ random: inout SeededGenerator) -> [AnswerTrial] {
  [40, 25, 1].enumerated().map { index, count in
    AnswerTrial(
      name: "answers \(index)", probabilities: (0..<count).map { _ in random.target(classes: 3) },
      labels: (0..<count).map { _ in random.integer(below: 3) })
  } + [
    AnswerTrial(name: "all right", probabilities: [[0.6, 0.4], [0.2, 0.8]], labels: [0, 1]),
    AnswerTrial(name: "all wrong", probabilities: [[0.6, 0.4], [0.2, 0.8]], labels: [1, 0]),
  ]
}

extension SeededGenerator {
  /// Probabilities of so many classes.
  mutating func target(classes: Int) -> [Float] {
    let weights = uniform(count: classes, in: 0.05...1)
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

// MARK: - Showing

extension Lab {
  func show(_ id: String, _ title: String, _ content: Figure.Content) {
    show(Figure(id, title: title, content))
  }
}

func picture(_ pixels: [Float], _ caption: String) -> Picture {
  let shape = [HalfSizeImages.side, HalfSizeImages.side, 1]
  return Picture(Tensor(shape: shape, values: whole(pixels)), in: -1...1, caption: caption)
}
