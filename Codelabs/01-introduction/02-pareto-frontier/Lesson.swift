import Codelab

let lesson = Lesson {
  Step("dominate") { lab in
    for (index, trial) in pairTrials(&lab.random).enumerated() {
      try lab.submit("pair \(index)", dominates(Candidate(trial.one), Candidate(trial.other)))
    }
    let models = bookModels
    lab.show(
      Figure(
        "models", title: "MobileNet on ImageNet",
        .table(
          Table(
            columns: ["model", "parameters", "accuracy"],
            rows: models.map {
              [$0.name, Metric.Unit.count.text($0.costs[0]), Metric.Unit.fraction.text($0.quality)]
            }))))
    lab.log(
      "Does one of the two dominate the other? Your function says: "
        + (dominates(Candidate(models[0]), Candidate(models[1]))
          || dominates(Candidate(models[1]), Candidate(models[0]))
          ? "yes" : "no"))
  } judge: { work in
    for (index, trial) in pairTrials(&work.random).enumerated() {
      judgeDominance(try work["pair \(index)"], trial)
    }
  }

  Step("family") { lab in
    for trial in cloudTrials(&lab.random) {
      let models = trial.models.map(Candidate.init)
      try lab.submit(trial.name, frontier(models))
      try lab.submit("dominance of \(trial.name)", models.map { one in models.map { dominates(one, $0) } })
    }
    let models = try family(lab, lab.images()) { models in show(models, on: lab) }
    show(models, on: lab)
    let places = frontier(models.map { Candidate(costs: [$0.costs[0]], quality: $0.quality) })
    lab.metric("models", Double(models.count), .count)
    lab.metric("on-the-frontier", Double(places.count), .count)
    if let best = models.max(by: { $0.quality < $1.quality }) {
      lab.metric("best-accuracy", best.quality, .fraction)
      let small = models.filter { $0.quality >= best.quality - 0.02 }.map { $0.costs[0] }.min() ?? 0
      lab.metric("two-points-less", small, .bytes)
    }
  } judge: { work in
    for trial in cloudTrials(&work.random) {
      judgeFrontier(try work[trial.name], try work["dominance of \(trial.name)"], trial)
    }
  }

  Step("three") { lab in
    let models = try family(lab, lab.images())
    func count(_ costs: (Measured) -> [Double]) -> Int {
      frontier(models.map { Candidate(costs: costs($0), quality: $0.quality) }).count
    }
    let rows = [
      ("size", count { [$0.costs[0]] }), ("latency", count { [$0.costs[1]] }), ("both", count { $0.costs }),
    ]
    lab.show(
      Figure(
        "frontiers", title: "Models on the frontier",
        .bars(Bars(rows.map { .init("by \($0.0)", Double($0.1)) }, unit: .count))))
    lab.show(
      Figure(
        "latency", title: "Latency and accuracy",
        .tradeoff(
          Tradeoff(
            models.map { .init($0.name, cost: $0.costs[1], quality: $0.quality) }, costUnit: .seconds,
            qualityUnit: .fraction))))
    lab.metric("by-size", Double(rows[0].1), .count)
    lab.metric("by-both", Double(rows[2].1), .count)
  }

  Step("choose") { lab in
    for trial in choiceTrials(&lab.random) {
      try lab.submit(trial.name, choose(trial.models.map(Candidate.init), limits: trial.limits) ?? -1)
    }
    let models = try family(lab, lab.images())
    let size = Double(lab.knob("kilobytes")) * 1_024
    let devices: [(name: String, limits: [Double])] = [
      ("server", [.infinity, .infinity]), ("phone", [size, 1e-3]), ("sensor", [8 * 1_024, 20e-6]),
    ]
    let chosen = devices.map { choose(models.map(Candidate.init), limits: $0.limits) }
    lab.show(
      Figure(
        "choices", title: "One model for each device",
        .table(
          Table(
            columns: ["device", "model", "size", "accuracy", "p50"],
            rows: zip(devices, chosen).map { device, place in
              guard let place, models.indices.contains(place) else {
                return [device.name, "none", "", "", ""]
              }
              let model = models[place]
              return [
                device.name, model.name, Metric.Unit.bytes.text(model.costs[0]),
                Metric.Unit.fraction.text(model.quality), Metric.Unit.seconds.text(model.costs[1]),
              ]
            }))))
    lab.show(
      Figure(
        "tradeoff", title: "Size and accuracy",
        .tradeoff(
          Tradeoff(
            models.enumerated().map {
              .init($1.name, cost: $1.costs[0], quality: $1.quality, isChosen: chosen.contains($0))
            }, costUnit: .bytes, qualityUnit: .fraction))))
    if let place = chosen[2], models.indices.contains(place) {
      lab.metric("accuracy-on-the-sensor", models[place].quality, .fraction)
    }
  } judge: { work in
    for trial in choiceTrials(&work.random) { judgeChoice(try work[trial.name], trial) }
  }

  Step("move") { lab in
    let digits = try lab.images()
    let models = try family(lab, digits)
    let integers = try architectures.enumerated().map { index, architecture in
      lab.progress("quantizing", index, of: architectures.count, unit: "model")
      let model = try trained(lab, digits, architecture)
      return try measure(
        architecture.name + "q", model.quantized(calibration: digits.train.images.rows(0..<500)), digits.test)
    }
    let all = models + integers
    let places = frontier(all.map { Candidate(costs: [$0.costs[0]], quality: $0.quality) })
    lab.show(
      Figure(
        "moved", title: "Size and accuracy (q: int8)",
        .tradeoff(
          Tradeoff(
            all.enumerated().map {
              .init($1.name, cost: $1.costs[0], quality: $1.quality, isChosen: $0 >= models.count)
            },
            costUnit: .bytes, qualityUnit: .fraction))))
    lab.metric("on-the-frontier", Double(places.count), .count)
    lab.metric("floats-left", Double(places.count { $0 < models.count }), .count)
    let changes = zip(models, integers).map { $1.quality - $0.quality }
    lab.metric("largest-loss", -(changes.min() ?? 0), .fraction)
    lab.metric("largest-gain", changes.max() ?? 0, .fraction)
  }
}

// MARK: - The family

/// A network of the family: its hidden layers, or its filters.
struct Architecture {
  var name: String
  var filters: Int?
  var hidden: [Int] = []
}

/// Networks of one or two hidden layers, and convolutions with one dense layer.
let architectures: [Architecture] =
  [("a", [4]), ("b", [8]), ("c", [16]), ("d", [32]), ("e", [64]), ("f", [16, 16]), ("g", [64, 32])].map {
    Architecture(name: $0, hidden: $1)
  } + [("h", 2), ("i", 4), ("j", 8)].map { Architecture(name: $0, filters: $1) }

func network(_ architecture: Architecture, seed: UInt64) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    if let filters = architecture.filters {
      Conv2D(filters, kernel: 3)
      ReLU()
      MaxPool2D(2)
      Conv2D(2 * filters, kernel: 3)
      ReLU()
      MaxPool2D(2)
    }
    Flatten()
    for units in architecture.hidden {
      Dense(units)
      ReLU()
    }
    Dense(10)
  }
}

/// A trained network of the family, kept for the next step.
func trained(_ lab: Lab, _ digits: ImageSet, _ architecture: Architecture) throws -> Model {
  let model = try network(architecture, seed: lab.seed)
  if let kept = lab.kept("model-\(architecture.name)") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 10), batchSize: 64, optimizer: Adam(learningRate: 0.002),
    seed: lab.seed)
  lab.keep("model-\(architecture.name)", ModelFile.encode(state: model.state))
  return model
}

/// A model and its measures: bytes and seconds, and accuracy.
struct Measured {
  var name: String
  var costs: [Double]
  var quality: Double
}

extension Candidate {
  init(_ model: Measured) { self.init(costs: model.costs, quality: model.quality) }
}

func measure(_ name: String, _ program: Program, _ test: Dataset) throws -> Measured {
  Measured(
    name: name,
    costs: [
      Double(ModelFile.encode(program).count), try latency(of: program, on: test.images, samples: 200).p50,
    ], quality: try accuracy(of: program, on: test).value)
}

/// Trains and measures the family, telling of each new member.
func family(
  _ lab: Lab, _ digits: ImageSet, tell: ([Measured]) -> Void = { _ in }
) throws -> [Measured] {
  var models: [Measured] = []
  for architecture in architectures {
    lab.progress("training", models.count, of: architectures.count, unit: "model")
    let model = try trained(lab, digits, architecture)
    models.append(try measure(architecture.name, model.compiled(), digits.test))
    tell(models)
  }
  return models
}

func show(_ models: [Measured], on lab: Lab) {
  let places = frontier(models.map { Candidate(costs: [$0.costs[0]], quality: $0.quality) })
  lab.show(
    Figure(
      "family", title: "Size and accuracy",
      .tradeoff(
        Tradeoff(
          models.enumerated().map {
            .init($1.name, cost: $1.costs[0], quality: $1.quality, isChosen: places.contains($0))
          }, costUnit: .bytes, qualityUnit: .fraction))))
  lab.show(
    Figure(
      "table", title: "The family",
      .table(
        Table(
          columns: ["", "layers", "size", "accuracy", "p50", "frontier"],
          rows: zip(models, architectures).enumerated().map { index, pair in
            let (model, architecture) = pair
            let layers =
              architecture.filters.map { "conv \($0), \(2 * $0)" }
              ?? architecture.hidden.map(String.init).joined(separator: ", ")
            return [
              model.name, layers, Metric.Unit.bytes.text(model.costs[0]),
              Metric.Unit.fraction.text(model.quality),
              Metric.Unit.seconds.text(model.costs[1]), places.contains(index) ? "yes" : "",
            ]
          }))))
}

// MARK: - Trials

/// MobileNet with full and with depthwise separable convolutions on ImageNet, as the book's chapter 4 quotes them.
let bookModels = [
  Measured(name: "full", costs: [29_300_000], quality: 0.717),
  Measured(name: "separable", costs: [4_200_000], quality: 0.706),
]

/// Two models to compare.
struct PairTrial {
  var one, other: Measured
  var isEqual = false
}

func pairTrials(_ random: inout SeededGenerator) -> [PairTrial] {
  let base = random.model()
  func changed(_ first: Double, _ second: Double, _ quality: Double) -> PairTrial {
    PairTrial(
      one: Measured(
        name: "", costs: [base.costs[0] + first, base.costs[1] + second], quality: base.quality + quality),
      other: base)
  }
  let fixed = [
    changed(-1, -1, 1), changed(-1, 0, 0), changed(0, -1, 0), changed(0, 0, 1), changed(-1, -1, -1),
    changed(1, -1, 1),
    changed(-1, 1, 1), changed(1, 0, 0), changed(1, 1, -1), changed(0, 1, 0),
  ]
  return fixed + (0..<10).map { _ in PairTrial(one: random.model(), other: random.model()) }
    + [PairTrial(one: base, other: base, isEqual: true)]
}

/// Models whose frontier is to be found.
struct CloudTrial {
  var name: String
  var models: [Measured]
}

func cloudTrials(_ random: inout SeededGenerator) -> [CloudTrial] {
  [1, 2, 6, 12, 25].map { count in
    CloudTrial(name: "\(count) models", models: (0..<count).map { _ in random.model() })
  }
}

/// Limits to keep.
struct ChoiceTrial {
  var name: String
  var models: [Measured]
  var limits: [Double]
  var areTight: Bool
}

func choiceTrials(_ random: inout SeededGenerator) -> [ChoiceTrial] {
  let models = (0..<15).map { _ in random.model() }
  // With wide limits only the quality decides; with tight ones both limits matter, or nothing fits.
  return [
    ChoiceTrial(name: "no limits", models: models, limits: [.infinity, .infinity], areTight: false),
    ChoiceTrial(name: "wide limits", models: models, limits: [60, .infinity], areTight: false),
    ChoiceTrial(name: "both limits", models: models, limits: [60, 40], areTight: true),
    ChoiceTrial(name: "second limit", models: models, limits: [.infinity, 30], areTight: true),
    ChoiceTrial(name: "impossible", models: models, limits: [0.5, 0.5], areTight: true),
  ]
}

extension SeededGenerator {
  /// A model whose quality grows with its costs, but for luck.
  mutating func model() -> Measured {
    let numbers = uniform(count: 3, in: 1...100).map { Double($0) }
    return Measured(
      name: "", costs: [numbers[0], numbers[1]], quality: numbers[0] / 2 + numbers[1] / 4 + numbers[2])
  }
}
