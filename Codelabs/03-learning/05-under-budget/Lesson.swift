import Codelab
import Foundation

let lesson = Lesson {
  Step("demands") { lab in
    for trial in measuredTrials(&lab.random) {
      let shares = used(of: trial.limits, by: trial.model)
      try lab.submit("used \(trial.name)", Demand.allCases.map { shares[$0] ?? .nan })
      try lab.submit("tightest \(trial.name)", tightest(trial.model, limits: trial.limits))
    }
    let digits = try lab.images()
    let teacher = try teacher(lab, digits)
    let integer = try teacher.quantized(
      calibration: digits.train.images.rows(0..<min(500, digits.train.count)))
    let small = try train(lab, digits, .plain, seed: lab.seed, isAware: false)
    let models = try [("large", teacher.compiled()), ("int8", integer), ("small", small)].map {
      ($0, try measure($1, digits))
    }
    lab.show(usage(models, limits(of: lab)))
    lab.show(
      Figure(
        "models", title: "Where we start",
        .table(Table(columns: columns, rows: models.map { [$0] + row($1) }))))
    lab.metric("teacher-size", models[0].1.size, .bytes)
    lab.metric("teacher-accuracy", models[0].1.accuracy, .fraction)
    lab.metric("small-accuracy", models[2].1.accuracy, .fraction)
  } judge: { work in
    for trial in measuredTrials(&work.random) {
      try judgeUsed(work["used \(trial.name)"], tightest: work["tightest \(trial.name)"], trial)
    }
  }

  Step("ask") { lab in
    for trial in taughtTrials(&lab.random) {
      var changes = 0
      let handed = taught(trial.images) { image in
        changes += 1
        return changed(image, by: changes)
      } teacher: {
        answer(to: $0)
      }
      try lab.submit(trial.name, handed)
    }
    let digits = try lab.images()
    let program = try teacher(lab, digits).compiled()
    let strength = Float(lab.knobValue("change"))
    let first = digits.train.images.rows(0..<1)
    let variants = try (1...4).map { index -> Picture in
      let variant = try changed(first, strength: strength, seed: lab.seed + UInt64(index))
      return Picture(variant, in: -1...1, caption: "\(index)")
    }
    let original = Picture(first, in: -1...1, caption: "as is")
    lab.show(Figure("pictures", title: "One digit, changed", .pictures([original] + variants)))
    let images = digits.train.images.rows(0..<min(300, digits.train.count))
    let before = try answers(of: program, to: images)
    let strengths: [Float] = [0, 0.5, 1, 2, 3]
    let moved = try strengths.map { strength in
      let after = try answers(of: program, to: changed(images, strength: strength, seed: lab.seed))
      return mean(zip(before, after).map { distance($0, $1) })
    }
    lab.show(
      Figure(
        "moved", title: "How much of the answer moves",
        .curves(
          Curves(
            [.init("share of probability", x: strengths.map { Double($0) }, y: moved)],
            axis: "strength of change",
            unit: .fraction))))
    lab.metric("moved-at-2", moved[3], .fraction)
  } judge: { work in
    for trial in taughtTrials(&work.random) { judgeTaught(try work[trial.name], trial) }
  }

  Step("ingredients") { lab in
    let digits = try lab.images()
    let ways: [(name: String, recipe: Recipe, isAware: Bool)] = [
      ("plain", .plain, false), ("rounding", .plain, true), ("+ change", .changed, true),
      ("+ teacher", .taught, true), ("all three", .both, true),
    ]
    var results: [(name: String, accuracies: [Double])] = []
    for way in ways {
      let accuracies = try (0..<seeds).map { index in
        lab.progress("training, \(way.name)", index, of: seeds, unit: "model")
        let program = try train(
          lab, digits, way.recipe, seed: lab.seed + UInt64(index), isAware: way.isAware)
        return try accuracy(of: program, on: digits.test).value
      }
      results.append((way.name, accuracies))
      lab.show(
        Figure(
          "ways", title: "4-bit models, mean of \(seeds) seeds",
          .bars(Bars(results.map { .init($0.name, mean($0.accuracies)) }, unit: .fraction))))
    }
    lab.show(
      Figure(
        "spread", title: "What each brings",
        .table(
          Table(
            columns: ["training", "mean", "lowest", "highest"],
            rows: results.map { name, accuracies in
              [name]
                + [mean(accuracies), accuracies.min() ?? 0, accuracies.max() ?? 0].map {
                  Metric.Unit.fraction.text($0)
                }
            }))))
    for (name, result) in zip(["plain", "rounding", "change", "teacher", "all"], results) {
      lab.metric(name, mean(result.accuracies), .fraction)
    }
  }

  Step("attempt") { lab in
    let (digits, limits, recipe) = try (lab.images(), limits(of: lab), recipe().usable)
    let program = try train(lab, digits, recipe, seed: lab.seed)
    try lab.submit("model", program)
    let model = try measure(program, digits)
    let attempts = noted(Attempt(name: recipe.name, model: model), on: lab)
    lab.show(usage([("", model)], limits))
    lab.show(
      Figure(
        "attempts", title: "Your attempts",
        .tradeoff(
          Tradeoff(
            attempts.map { attempt in
              Tradeoff.Point(
                attempt.name, cost: attempt.model.size, quality: attempt.model.accuracy,
                isChosen: attempt.name == recipe.name, isGhost: attempt.name != recipe.name,
                metrics: [Metric(name: "latency", value: attempt.model.latency, unit: .fraction)])
            }, costUnit: .bytes, qualityUnit: .fraction, costAxis: "size", qualityAxis: "accuracy",
            costBudget: limits.size))))
    let ranked = attempts.sorted { worst($0.model, limits) < worst($1.model, limits) }
    lab.show(
      Figure(
        "leaderboard", title: "Leaderboard",
        .table(
          Table(
            columns: ["recipe", "used", "tightest"],
            rows: ranked.map { attempt in
              [
                attempt.name, Metric.Unit.fraction.text(worst(attempt.model, limits)),
                tightest(attempt.model, limits: limits).rawValue,
              ]
            }))))
    lab.metric("size", model.size, .bytes)
    lab.metric("latency-share", model.latency, .fraction)
    lab.metric("accuracy", model.accuracy, .fraction)
  } judge: { work in
    let digits = try work.images()
    let (bytes, program) = try (work.modelBytes("model"), work.program("model"))
    let ratio = try work.latencyRatio(
      of: program, to: teacherNetwork(seed: 0).compiled(), on: digits.test.images)
    judgeModel(
      Measured(
        size: Double(bytes.count), latency: ratio, accuracy: try accuracy(of: program, on: digits.test).value),
      limits(of: work))
  }

  Step("luck") { lab in
    let (digits, limits, recipe) = try (lab.images(), limits(of: lab), recipe().usable)
    let models = try (0..<seeds).map { index in
      lab.progress("training", index, of: seeds, unit: "model")
      return try measure(train(lab, digits, recipe, seed: lab.seed + UInt64(index)), digits)
    }
    lab.show(
      Figure(
        "seeds", title: "Your recipe with other seeds",
        .curves(
          Curves(
            [
              .init("accuracy", models.map(\.accuracy)),
              .init("asked for", models.map { _ in limits.accuracy }, isGhost: true),
            ], axis: "seed", unit: .fraction))))
    let teacher = try measure(teacher(lab, digits).compiled(), digits)
    let accuracies = models.map(\.accuracy)
    var middle = models[0]
    middle.accuracy = mean(accuracies)
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: columns,
            rows: [
              ["teacher"] + row(teacher), ["student"] + row(middle), ["limits"] + row(limits),
            ])
        )))
    lab.metric("seeds-that-pass", Double(accuracies.count { $0 >= limits.accuracy }), .count)
    lab.metric("lowest", accuracies.min() ?? 0, .fraction)
  }
}

// MARK: - What is asked

/// The size of the front matter, about a third of the baseline's time, and eight wrong answers in a hundred.
func limits(of bench: some Bench) -> Measured {
  Measured(size: Double(bench.budget.size ?? 0), latency: 0.35, accuracy: 0.92)
}

let columns = ["model", "file", "time", "accuracy"]

func row(_ model: Measured) -> [String] {
  [
    Metric.Unit.bytes.text(model.size), Metric.Unit.fraction.text(model.latency),
    Metric.Unit.fraction.text(model.accuracy),
  ]
}

/// What models use up of each limit, as the learner counts it; a single model needs no name.
func usage(_ models: [(name: String, model: Measured)], _ limits: Measured) -> Figure {
  let demands: [(Demand, String)] = [
    (.size, "size"), (.latency, "time"), (.accuracy, "errors"),
  ]
  let bars = models.flatMap { name, model in
    let shares = used(of: limits, by: model)
    return demands.map { demand, label in
      Bars.Bar(name.isEmpty ? label : "\(name) \(label)", max(0, shares[demand] ?? 0))
    }
  }
  return Figure("usage", title: "Used up of each limit", .bars(Bars(bars, unit: .fraction, budget: 1)))
}

/// What a model uses up of its tightest limit.
func worst(_ model: Measured, _ limits: Measured) -> Double {
  used(of: limits, by: model).values.max() ?? .infinity
}

// MARK: - Networks

let seeds = 3

/// The network we start from, which becomes the teacher: 32 filters at every row and column.
func teacherNetwork(seed: UInt64) throws -> Model { try network(filters: 32, stride: 1, seed: seed) }

/// A network whose size the filters decide, and whose time the stride, too: behind the pooling all is equally large.
func network(filters: Int, stride: Int, seed: UInt64) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(filters, kernel: 3, stride: stride)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(4 / stride)
    Conv2D(2 * filters, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    GlobalAveragePool()
    Dense(10)
  }
}

/// So many images, evenly spread over those there are; all, if there are no more.
func evenly(_ count: Int, of data: Dataset) throws -> Dataset {
  let count = min(count, data.count)
  let places = (0..<count).map { $0 * data.count / count }
  return try Dataset(
    images: Tensor(
      shape: [count, 28, 28, 1], values: places.flatMap { data.images.rows($0..<$0 + 1).values }),
    labels: places.map { data.labels[$0] }, classes: 10)
}

/// The trained teacher, kept for the next step.
func teacher(_ lab: Lab, _ digits: ImageSet) throws -> Model {
  let model = try teacherNetwork(seed: lab.seed)
  if let kept = lab.kept("teacher") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 20), batchSize: 32,
    optimizer: Adam(learningRate: 0.005, schedule: .cosine()), seed: lab.seed
  ) { progress in
    guard progress.accuracy != nil else { return }
    lab.progress("training the teacher", progress.epoch, of: progress.epochs, unit: "epoch")
  }
  lab.keep("teacher", ModelFile.encode(state: model.state))
  return model
}

/// Trains a student and makes a model of integers of it; both are kept under names that say all that they depend on.
///
/// - Parameter isAware: Whether it trains with rounding in the end, or is rounded when all is over.
func train(
  _ lab: Lab, _ digits: ImageSet, _ recipe: Recipe, seed: UInt64, isAware: Bool = true
) throws -> Program {
  let name = "\(recipe.name), \(isAware ? "aware" : "after"), \(seed)"
  if let kept = lab.kept(name) { return try ModelFile.decode(kept) }
  let teacher = try teacher(lab, digits).compiled()
  // A teacher can be asked about every image, so all of the shipped ones; only 200 have labels that are ours.
  var data = try evenly(recipe.hasTeacher ? 1_437 : 200, of: digits.train)
  if recipe.hasTeacher { data = try data.taught(by: teacher.logits(images: data.images)) }
  let loss: Loss =
    recipe.hasTeacher ? .distillation(labelShare: 0, temperature: recipe.temperature) : .crossEntropy()
  let changing: BatchTransform = { batch, random in
    try change(strength: recipe.change).onBatches(&batch, &random)
    // The teacher is asked about what the student sees.
    if recipe.hasTeacher { batch.teacherLogits = try teacher.logits(images: batch.inputs[0]) }
  }
  /// Shows the model about so many images.
  func fit(_ model: Model, images: Int, rate: Float) throws {
    try model.fit(
      data, epochs: max(1, images / data.count), batchSize: 32, loss: loss,
      optimizer: Adam(learningRate: rate, schedule: .cosine()), seed: seed,
      transform: recipe.change > 0 ? changing : nil)
  }
  let model = try network(filters: recipe.filters, stride: recipe.stride, seed: seed)
  // Until it is rounded, bits do not matter: recipes that differ in nothing else share it.
  var exact = recipe
  exact.bits = 32
  let exactName = "\(exact.name), \(seed)"
  if let kept = lab.kept(exactName) {
    try model.restore(ModelFile.decodeState(kept))
  } else {
    try fit(model, images: 20_000, rate: 0.01)
    lab.keep(exactName, ModelFile.encode(state: model.state))
  }
  let result: Program
  if isAware {
    let aware = try model.quantizationAware(weightBits: recipe.bits, momentum: 0.9)
    try fit(aware, images: 5_000, rate: 0.002)
    result = try aware.quantized()
  } else {
    result = try model.quantized(calibration: data.images, weightBits: recipe.bits)
  }
  lab.keep(name, ModelFile.encode(result))
  return result
}

func change(strength: Float) -> Augmentation<Image> {
  .sequence([.rotation(upTo: 0.03 * strength), .shift(upTo: 0.05 * strength)])
}

extension Recipe {
  static let plain = Recipe(filters: 12, stride: 2, bits: 4, change: 0, hasTeacher: false, temperature: 1)
  static let changed = Recipe(filters: 12, stride: 2, bits: 4, change: 1, hasTeacher: false, temperature: 1)
  static let taught = Recipe(filters: 12, stride: 2, bits: 4, change: 0, hasTeacher: true, temperature: 2)
  static let both = Recipe(filters: 12, stride: 2, bits: 4, change: 1, hasTeacher: true, temperature: 2)

  /// The recipe with every number in its range.
  var usable: Recipe {
    Recipe(
      filters: min(max(filters, 1), 32), stride: min(max(stride, 1), 2), bits: min(max(bits, 2), 8),
      change: min(max(change, 0), 3), hasTeacher: hasTeacher, temperature: min(max(temperature, 1), 100))
  }

  /// All that the training depends on.
  var name: String {
    let taught = hasTeacher ? "t\(text(temperature))" : ""
    return "f\(filters)s\(stride)b\(bits)c\(text(change))\(taught)"
  }

  private func text(_ value: Float) -> String { Metric.Unit.number.text(Double(value)) }
}

// MARK: - Attempts

/// A recipe that was tried.
struct Attempt: Codable {
  var name: String
  var model: Measured
}

/// All attempts with this one.
///
/// They are a diary, which is why they are kept although the recipes are the learner's.
func noted(_ attempt: Attempt, on lab: Lab) -> [Attempt] {
  let earlier = lab.kept("attempts").flatMap {
    try? JSONDecoder().decode([Attempt].self, from: Foundation.Data($0))
  }
  let all = (earlier ?? []).filter { $0.name != attempt.name }.suffix(19) + [attempt]
  if let json = try? JSONEncoder().encode(Array(all)) { lab.keep("attempts", [UInt8](json)) }
  return Array(all)
}

// MARK: - Measuring

func measure(_ program: Program, _ digits: ImageSet) throws -> Measured {
  let reference = try teacherNetwork(seed: 0).compiled()
  // As `work.latencyRatio` does it: both in turn, so that what slows the machine down slows both.
  let ratios = try (0..<5).map { _ in
    let time = try latency(of: program, on: digits.test.images, samples: 30, warmUp: 5).p50
    return try time / latency(of: reference, on: digits.test.images, samples: 30, warmUp: 5).p50
  }
  return Measured(
    size: Double(ModelFile.encode(program).count), latency: ratios.sorted()[2],
    accuracy: try accuracy(of: program, on: digits.test).value)
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

func changed(_ images: Tensor, strength: Float, seed: UInt64) throws -> Tensor {
  var batch = Batch(inputs: [images], targets: .labels([], shape: []))
  var random = SeededGenerator(seed: seed)
  try change(strength: strength).onBatches(&batch, &random)
  return batch.inputs[0]
}

/// What a program says of images, as probabilities.
func answers(of program: Program, to images: Tensor) throws -> [[Double]] {
  let logits = try program.logits(images: images).values
  return stride(from: 0, to: logits.count, by: 10).map { start in
    let powers = logits[start..<start + 10].map { exp(Double($0)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

/// How much of the probability lies elsewhere: half the sum of all differences.
func distance(_ one: [Double], _ other: [Double]) -> Double {
  zip(one, other).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
}

// MARK: - Trials

/// A model with limits to hold it against.
struct MeasuredTrial {
  var name: String
  var model: Measured
  var limits: Measured
}

func measuredTrials(_ random: inout SeededGenerator) -> [MeasuredTrial] {
  func measured() -> Measured {
    let numbers = random.uniform(count: 3, in: 0.1...1).map { Double($0) }
    return Measured(size: 8_000 * numbers[0], latency: numbers[1], accuracy: 0.99 * numbers[2])
  }
  let usual = (0..<8).map { index in
    MeasuredTrial(name: "model \(index)", model: measured(), limits: measured())
  }
  let limits = measured()
  return usual + [
    MeasuredTrial(name: "a model on the limits", model: limits, limits: limits),
    MeasuredTrial(
      name: "a model without errors",
      model: Measured(size: limits.size / 2, latency: limits.latency / 3, accuracy: 1), limits: limits),
  ]
}

/// Images to teach.
struct TaughtTrial {
  var name: String
  var images: [[Float]]
}

func taughtTrials(_ random: inout SeededGenerator) -> [TaughtTrial] {
  [1, 4].map { count in
    TaughtTrial(
      name: "\(count) images", images: (0..<count).map { _ in random.uniform(count: 6, in: -1...1) })
  }
}

/// The change of a trial: the n-th call adds n to each pixel.
func changed(_ image: [Float], by number: Int) -> [Float] { image.map { $0 + Float(number) } }

/// The teacher of a trial: three sums of some pixels each.
func answer(to image: [Float]) -> [Float] {
  (0..<3).map { first in stride(from: first, to: image.count, by: 3).reduce(0) { $0 + image[$1] } }
}
