import Codelab
import Foundation

let lesson = Lesson {
  Step("scores") { lab in
    for trial in vectorTrials(&lab.random) {
      try lab.submit(trial.name, scores(of: trial.vectors[0], keys: trial.vectors))
    }
    var spreads: (scaled: [Double], raw: [Double]) = ([], [])
    for features in vectorSizes {
      let words = (0..<40).map { _ in lab.random.normal(count: features) }
      let pairs = words.prefix(20).map { (query: $0, keys: Array(words.suffix(20))) }
      spreads.scaled.append(rootMeanSquare(pairs.flatMap { scores(of: $0.query, keys: $0.keys) }))
      spreads.raw.append(rootMeanSquare(pairs.flatMap { pair in pair.keys.map { product(pair.query, $0) } }))
    }
    lab.show(sizeFigure("spread", "Typical size of a score", spreads.scaled, spreads.raw, .number))
    lab.metric("unscaled-at-64", spreads.raw[3], .number)
    lab.metric("scaled-at-64", spreads.scaled[3], .number)
  } judge: { work in
    for trial in vectorTrials(&work.random) { judgeScores(try work[trial.name], trial) }
  }

  Step("shares") { lab in
    for trial in scoreTrials(&lab.random) {
      try lab.submit(trial.name, softmax(trial.scores, isWord: trial.isWord))
    }
    var largest: (scaled: [Double], raw: [Double]) = ([], [])
    for features in vectorSizes {
      let query = lab.random.normal(count: features)
      let texts = (0..<30).map { _ in (0..<16).map { _ in lab.random.normal(count: features) } }
      func meanLargest(_ scores: ([[Float]]) -> [Float]) -> Double {
        mean(texts.map { Double(softmax(scores($0), isWord: $0.map { _ in true }).max() ?? 0) })
      }
      largest.scaled.append(meanLargest { scores(of: query, keys: $0) })
      largest.raw.append(meanLargest { keys in keys.map { product(query, $0) } })
      guard features == lab.knob("features") else { continue }
      let shares = softmax(scores(of: query, keys: texts[0]), isWord: (0..<16).map { $0 < 12 })
      let bars = shares.enumerated().map { place, share in
        Bars.Bar(place < 12 ? "word \(place + 1)" : "padding", share.isFinite ? Double(max(share, 0)) : 0)
      }
      lab.show(
        Figure(
          "shares", title: "Shares of 12 words with \(features) numbers each",
          .bars(Bars(bars, unit: .fraction))))
    }
    lab.show(sizeFigure("largest", "Largest share among 16 words", largest.scaled, largest.raw, .fraction))
    lab.metric("largest-unscaled-at-64", largest.raw[3], .fraction)
    lab.metric("largest-scaled-at-64", largest.scaled[3], .fraction)
  } judge: { work in
    for trial in scoreTrials(&work.random) { judgeShares(try work[trial.name], trial) }
  }

  Step("mix") { lab in
    for trial in textTrials(&lab.random) {
      try lab.submit("mixtures \(trial.name)", selfAttention(trial.vectors, isWord: trial.isWord))
      // The mixtures are judged by the shares that the learner's own functions give.
      try lab.submit(
        "shares \(trial.name)",
        trial.vectors.map { softmax(scores(of: $0, keys: trial.vectors), isWord: trial.isWord) })
    }
    let news = Newsroom()
    let reader = try NewsReader(lab, news)
    let count = 8
    var same = 0
    var moved: (mixture: Float, score: Float) = (0, 0)
    for index in 0..<count {
      lab.progress("reading", index, of: count, unit: "text")
      let ids = news.ids(ofTest: index)
      let own = reader.scores(of: selfAttention(reader.vectors(ids), isWord: ids.map { $0 > 0 }))
      same += own.firstIndex(of: own.max() ?? 0) == (try reader.answer(to: ids)) ? 1 : 0
      guard index == 0 else { continue }
      let order = lab.random.permutation(count: ids.count)
      let shuffled = order.map { ids[$0] }
      let before = selfAttention(reader.vectors(ids), isWord: ids.map { $0 > 0 })
      let after = selfAttention(reader.vectors(shuffled), isWord: shuffled.map { $0 > 0 })
      guard before.count == order.count, after.count == order.count else { continue }
      for (place, old) in order.enumerated() {
        moved.mixture = max(moved.mixture, largestDifference(after[place], before[old]))
      }
      moved.score = largestDifference(reader.scores(of: after), own)
    }
    lab.show(
      Figure(
        "order", title: "Your attention in the network",
        .table(
          Table(
            columns: ["", ""],
            rows: [
              ["answers as with the engine's attention", "\(same) of \(count)"],
              ["words shuffled: largest change of a mixture", number(Double(moved.mixture))],
              ["words shuffled: largest change of a class's score", number(Double(moved.score))],
            ]))))
    lab.metric("same-answers", Double(same) / Double(count), .fraction)
  } judge: { work in
    for trial in textTrials(&work.random) {
      judgeMixtures(try work["mixtures \(trial.name)"], shares: try work["shares \(trial.name)"], trial)
    }
  }

  Step("look") { lab in
    let news = Newsroom()
    let reader = try NewsReader(lab, news)
    let text = news.test[lab.knob("text") - 1]
    let ids = news.ids(ofTest: lab.knob("text") - 1)
    let vectors = reader.vectors(ids)
    let shown = rarest(7, of: words(of: text.text), news.vocabulary)
    let map = shown.map { place in
      let shares = softmax(scores(of: vectors[place], keys: vectors), isWord: ids.map { $0 > 0 })
      return shown.map { Double(shares[$0]) }
    }
    lab.show(
      Figure(
        "map", title: "The rarest words of a text about \(news.classNames[text.label])",
        .attention(AttentionMap(map, queries: shown.map { news.vocabulary.words[ids[$0]] }))))
    lab.log(text.text)

    let kinds = shares(of: reader, news.vocabulary)
    lab.show(
      Figure(
        "kinds", title: "What is said of one kind, and the things it looks at",
        .attention(AttentionMap(kinds, queries: agreeing.map(\.predicates[0]), keys: agreeing.map(\.kind)))))
    lab.metric("own-kind", mean(kinds.indices.map { kinds[$0][$0] }), .fraction)
  }

  Step("count") { lab in
    for trial in costTrials(&lab.random) {
      let attention = attentionCost(length: trial.length, features: trial.features)
      let recurrent = recurrentCost(length: trial.length, features: trial.features, units: trial.units)
      try lab.submit("attention \(trial.name)", [attention.multiplyAccumulates, attention.numbers])
      try lab.submit("recurrent \(trial.name)", [recurrent.multiplyAccumulates, recurrent.numbers])
    }
    let lengths = [16, 32, 64, 128, 256, 512]
    let axis = lengths.map(Double.init)
    func bytes(_ costs: [Cost]) -> [Double] { costs.map { Double($0.numbers * 4) } }
    let attention = lengths.map { attentionCost(length: $0, features: 64) }
    let recurrent = lengths.map { recurrentCost(length: $0, features: 62, units: 64) }
    lab.show(
      Figure(
        "memory", title: "Bytes that a layer keeps while it works",
        .curves(
          Curves(
            [
              .init("attention", x: axis, y: bytes(attention)), .init("GRU", x: axis, y: bytes(recurrent)),
            ], axis: "words", unit: .bytes))))
    let length = lab.knob("length")
    let rows = try [Architecture.attention, .recurrent].map { architecture in
      let own =
        architecture == .attention
        ? attentionCost(length: length, features: 64)
        : recurrentCost(length: length, features: 62, units: 64)
      let program = try bookNetwork(architecture, length: length, seed: lab.seed).compiled()
      let layer = program.layers.first { ["attention", "gru"].contains($0.kind) }
      return [
        architecture.rawValue, count(own.multiplyAccumulates), count(layer?.multiplyAccumulates ?? 0),
        Metric.Unit.bytes.text(Double(own.numbers * 4)),
        Metric.Unit.bytes.text(Double(program.cost.peakActivationBytes)),
      ]
    }
    lab.show(
      Figure(
        "costs", title: "\(length) words",
        .table(
          Table(
            columns: ["layer", "MACs, yours", "of the engine", "kept, yours", "peak of the engine"],
            rows: rows))))
    lab.metric(
      "times-more-shares", Double(attention[5].numbers) / Double(max(attention[2].numbers, 1)), .number)
    lab.metric(
      "times-more-state", Double(recurrent[5].numbers) / Double(max(recurrent[2].numbers, 1)), .number)
  } judge: { work in
    for trial in costTrials(&work.random) {
      judgeAttentionCost(try work["attention \(trial.name)"], trial)
      judgeRecurrentCost(try work["recurrent \(trial.name)"], trial)
    }
  }

  Step("time") { lab in
    let lengths = [16, 32, 64, 128, 256, 512]
    let names: [Architecture] = [.attention, .recurrent]
    var times: [[Double]] = [[], []]
    var epochs: [[Double]] = [[], []]
    for (index, length) in lengths.enumerated() {
      lab.progress("measuring", index, of: lengths.count, unit: "length")
      let texts = randomTexts(16, length: length, &lab.random)
      let data = try Dataset(images: texts, labels: (0..<16).map { $0 % 4 }, classes: 4)
      var distributions: [LatencyFigure.Series] = []
      for (place, architecture) in names.enumerated() {
        let model = try bookNetwork(architecture, length: length, seed: lab.seed)
        let time = try latency(of: model.compiled(), on: texts, samples: 60)
        times[place].append(time.p50)
        // The fastest of five: what disturbs a run makes it slower, never faster.
        let runs = try (0..<5).map { _ in try seconds { try model.fit(data, batchSize: 16) } }
        epochs[place].append((runs.min() ?? 0) / 16)
        distributions.append(.init(architecture.rawValue, time))
      }
      if length == lab.knob("length") {
        lab.show(
          Figure("latency", title: "One text of \(length) words", .latency(LatencyFigure(distributions))))
      }
    }
    func curves(_ values: [[Double]]) -> Figure.Content {
      .curves(
        Curves(
          zip(names, values).map { .init($0.rawValue, x: lengths.map(Double.init), y: $1) }, axis: "words",
          unit: .seconds))
    }
    lab.show(Figure("inference", title: "Time of an inference", curves(times)))
    lab.show(Figure("training", title: "Time of training with one text", curves(epochs)))
    lab.metric("faster-at-64", times[1][2] / times[0][2], .number)
    lab.metric("faster-at-512", times[1][5] / times[0][5], .number)
    lab.metric("training-faster-at-64", epochs[1][2] / epochs[0][2], .number)
    lab.metric("attention-latency", times[0][2], .seconds)
    lab.metric("recurrent-latency", times[1][2], .seconds)
  }

  Step("train") { lab in
    let news = Newsroom()
    var runs: [Architecture: [Training]] = [:]
    let names = Architecture.allCases
    for seed in 0..<3 {
      for (place, architecture) in names.enumerated() {
        lab.progress("training", seed * names.count + place, of: 3 * names.count, unit: "network")
        runs[architecture, default: []].append(
          try trained(architecture, seed: lab.seed &+ UInt64(seed), lab, news))
        lab.show(learningFigure(runs))
      }
    }
    let texts = Tensor(
      shape: [50, Newsroom.length], values: (0..<50).flatMap { news.ids(ofTest: $0).map(Float.init) })
    let rows = try names.map { architecture in
      let trainings = runs[architecture] ?? []
      let accuracies = trainings.map(\.accuracy)
      let program = try newsNetwork(architecture, news, seed: lab.seed).compiled()
      let time = try latency(of: program, on: texts, samples: 100)
      lab.metric("accuracy-\(architecture.id)", mean(accuracies), .fraction)
      lab.metric("training-\(architecture.id)", mean(trainings.map(\.seconds)), .seconds)
      return [
        architecture.rawValue, Metric.Unit.fraction.text(mean(accuracies)),
        "\(Metric.Unit.fraction.text(accuracies.min() ?? 0)) to \(Metric.Unit.fraction.text(accuracies.max() ?? 0))",
        Metric.Unit.seconds.text(mean(trainings.map(\.seconds))), Metric.Unit.seconds.text(time.p50),
        count(program.parameterCount),
      ]
    }
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: ["network", "accuracy", "of 3 seeds", "training", "inference", "parameters"], rows: rows)
        )))
    lab.metric(
      "gain", mean((runs[.attention] ?? []).map(\.accuracy)) - mean((runs[.recurrent] ?? []).map(\.accuracy)),
      .fraction)
  }
}

// MARK: - Networks

/// How a network brings the words of a text together.
enum Architecture: String, CaseIterable {
  case average = "mean of words"
  case recurrent = "GRU"
  case attention = "attention"

  /// The name in metrics.
  var id: String { self == .average ? "mean" : self == .recurrent ? "gru" : "attention" }
}

/// Words to four classes; padding is left out.
func textNetwork(
  _ architecture: Architecture, vocabulary: Int, length: Int, width: Int, units: Int, seed: UInt64
) throws -> Model {
  try Model(input: [length], seed: seed) { ids in
    let vectors = Embedding(vocabulary, width: width)(ids)
    let mask = PaddingMask()(ids)
    let features =
      switch architecture {
      case .average: GlobalAveragePool()(vectors, mask)
      case .recurrent: GRU(units)(vectors, mask)
      case .attention: Flatten()(SelfAttention(scale: 1 / Float(width).squareRoot())(vectors, mask))
      }
    return Dense(4)(features)
  }
}

/// The networks of the book: a vocabulary of 5,000, vectors of 62 or 64 numbers, a state of 64.
func bookNetwork(_ architecture: Architecture, length: Int, seed: UInt64) throws -> Model {
  try textNetwork(
    architecture, vocabulary: 5_000, length: length, width: architecture == .recurrent ? 62 : 64, units: 64,
    seed: seed)
}

/// Networks half as wide, for the generated news.
func newsNetwork(_ architecture: Architecture, _ news: Newsroom, seed: UInt64) throws -> Model {
  let model = try textNetwork(
    architecture, vocabulary: news.vocabulary.size, length: Newsroom.length, width: 32, units: 32, seed: seed)
  // Keras begins with vectors of numbers below 0.05, among which all shares are equal: then attention learns little from
  // an epoch. Twelve times larger ones tell words apart from the start.
  try model.restore(
    model.state.map { entry in
      guard entry.name.hasSuffix("/table") else { return entry }
      return NamedTensor(
        name: entry.name,
        tensor: Tensor(shape: entry.tensor.shape, values: entry.tensor.values.map { $0 * 12 }))
    })
  return model
}

/// The generated news.
struct Newsroom {
  /// Places of a text; the longest has 60 words.
  static let length = 64

  let vocabulary: Vocabulary
  let classNames: [String]
  let test: [LabeledText]
  private let train: [LabeledText]

  init() {
    let news = News.generate(train: 8_000, test: 1_000)
    vocabulary = Vocabulary(of: news.train.map(\.text), size: 5_000)
    (classNames, train, test) = (news.classNames, news.train, news.test)
  }

  /// Both parts as ids of words.
  func datasets() throws -> (train: Dataset, test: Dataset) {
    let parts = try [train, test].map {
      try vocabulary.dataset(of: $0, length: Self.length, classes: classNames.count)
    }
    return (parts[0], parts[1])
  }

  func ids(ofTest index: Int) -> [Int] { vocabulary.ids(of: test[index].text, length: Self.length) }
}

/// What came of training a network.
struct Training: Codable {
  /// The share of test texts that were right after each epoch.
  var accuracies: [Double]
  var seconds: Double
  /// The parameters, as a file.
  var state: [UInt8]

  var accuracy: Double { accuracies.last ?? 0 }
}

/// Trains a network for five epochs, or takes it from an earlier step.
func trained(_ architecture: Architecture, seed: UInt64, _ lab: Lab, _ news: Newsroom) throws -> Training {
  let name = "\(architecture.id)-\(seed)"
  if let kept = lab.kept(name) { return try JSONDecoder().decode(Training.self, from: Data(kept)) }
  let model = try newsNetwork(architecture, news, seed: seed)
  var accuracies: [Double] = []
  let (train, test) = try news.datasets()
  let time = try seconds {
    try model.fit(
      train, validation: test, epochs: 5, optimizer: Adam(learningRate: 0.02), seed: seed
    ) { if let accuracy = $0.validationAccuracy { accuracies.append(accuracy) } }
  }
  let training = Training(
    accuracies: accuracies, seconds: time, state: ModelFile.encode(state: model.state))
  lab.keep(name, [UInt8](try JSONEncoder().encode(training)))
  return training
}

/// The trained network with attention, taken apart, so that the learner's attention can stand in.
struct NewsReader {
  private let table: Tensor
  private let weight: Tensor
  private let bias: Tensor
  private let program: Program

  init(_ lab: Lab, _ news: Newsroom) throws {
    let model = try newsNetwork(.attention, news, seed: lab.seed)
    try model.restore(ModelFile.decodeState(trained(.attention, seed: lab.seed, lab, news).state))
    let tensors = model.state.map(\.tensor)
    (table, weight, bias) = (tensors[0], tensors[1], tensors[2])
    program = try model.compiled()
  }

  /// The vectors of words.
  func vectors(_ ids: [Int]) -> [[Float]] { ids.map { table.rows($0..<$0 + 1).values } }

  /// The scores of the classes, from what attention made of the words.
  func scores(of mixtures: [[Float]]) -> [Float] {
    let flat = mixtures.joined()
    guard flat.count == weight.shape[0] else { return bias.values }
    let products = matrixProduct(Tensor(shape: [1, flat.count], values: Array(flat)), weight)
    return zip(products.values, bias.values).map { $0 + $1 }
  }

  /// What the network itself says of a text.
  func answer(to ids: [Int]) throws -> Int {
    try program.predict(Tensor(shape: [1, ids.count], values: ids.map(Float.init)))[0]
  }
}

/// The places of the words of a text that are rarest in all texts, in the order of the text.
func rarest(_ count: Int, of text: [String], _ vocabulary: Vocabulary) -> [Int] {
  let frequencies = text.map { vocabulary.counts[vocabulary.id(of: $0)] }
  return text.indices.sorted { (frequencies[$0], $0) < (frequencies[$1], $1) }.prefix(count).sorted()
}

/// What is true of one kind of thing only, and things of this kind, one from each class.
let agreeing: [(kind: String, predicates: [String], things: [String])] = [
  ("persons", ["smiled", "laughed", "blushed"], ["minister", "striker", "banker", "chemist"]),
  ("papers", ["lacked", "bore", "listed"], ["treaty", "scorecard", "invoice", "patent"]),
  ("places", ["opened", "closed", "welcomed"], ["parliament", "stadium", "factory", "laboratory"]),
  ("machines", ["hummed", "overheated", "rattled"], ["tank", "scoreboard", "forklift", "telescope"]),
]

/// What the predicates of each kind give to the things of each kind when they look at all things at once.
func shares(of reader: NewsReader, _ vocabulary: Vocabulary) -> [[Double]] {
  let things = reader.vectors(agreeing.flatMap(\.things).map(vocabulary.id))
  return agreeing.map { row in
    let rows = reader.vectors(row.predicates.map(vocabulary.id)).map { query in
      softmax(scores(of: query, keys: things), isWord: things.map { _ in true })
    }
    return agreeing.indices.map { kind in
      mean(rows.map { shares in Double(shares[kind * 4..<kind * 4 + 4].reduce(0, +)) })
    }
  }
}

// MARK: - Trials

/// Vectors of words: the first one looks at all of them.
struct VectorTrial {
  var name: String
  var vectors: [[Float]]
}

func vectorTrials(_ random: inout SeededGenerator) -> [VectorTrial] {
  [(2, 3), (4, 5), (9, 4), (16, 7), (64, 12)].map { features, count in
    VectorTrial(
      name: "\(count) words of \(features)",
      vectors: (0..<count).map { _ in random.uniform(count: features, in: 0.5...2) })
  }
}

/// Scores of words and padding.
struct ScoreTrial {
  enum Kind: String { case words, padded, large, empty }

  var name: String
  var kind: Kind
  var scores: [Float]
  var isWord: [Bool]
}

func scoreTrials(_ random: inout SeededGenerator) -> [ScoreTrial] {
  var trials: [ScoreTrial] = []
  for count in [1, 2, 5, 9] {
    let scores = random.uniform(count: count, in: -2...2)
    let all = scores.map { _ in true }
    trials.append(ScoreTrial(name: "\(count) words", kind: .words, scores: scores, isWord: all))
    trials.append(
      ScoreTrial(
        name: "\(count) words and 3 of padding", kind: .padded,
        scores: scores + random.uniform(count: 3, in: -1...1), isWord: all + [false, false, false]))
    trials.append(
      ScoreTrial(
        name: "\(count) words with scores near 1,000", kind: .large, scores: scores.map { $0 + 1_000 },
        isWord: all))
    trials.append(
      ScoreTrial(
        name: "\(count) words with scores near -1,000", kind: .large, scores: scores.map { $0 - 1_000 },
        isWord: all))
  }
  trials.append(
    ScoreTrial(
      name: "nothing but padding", kind: .empty, scores: [0.5, -1, 2], isWord: [false, false, false]))
  return trials
}

/// Vectors of a text that ends in padding.
struct TextTrial {
  var name: String
  var vectors: [[Float]]
  var isWord: [Bool]
}

func textTrials(_ random: inout SeededGenerator) -> [TextTrial] {
  let sizes: [(words: Int, padding: Int, features: Int)] = [(1, 0, 2), (3, 0, 4), (4, 2, 3), (6, 3, 5)]
  return sizes.map { size in
    let places = size.words + size.padding
    let vectors = (0..<places).map { _ in random.normal(count: size.features) }
    return TextTrial(
      name: "\(size.words) words, \(size.padding) of padding", vectors: vectors,
      isWord: (0..<places).map { $0 < size.words })
  }
}

/// Sizes to count.
struct CostTrial {
  var length, features, units: Int
  var name: String { "\(length) \(features) \(units)" }
}

func costTrials(_ random: inout SeededGenerator) -> [CostTrial] {
  [CostTrial(length: 64, features: 62, units: 64)]
    + (0..<6).map { _ in
      CostTrial(
        length: Int.random(in: 2...300, using: &random), features: Int.random(in: 2...100, using: &random),
        units: Int.random(in: 101...200, using: &random))
    }
}

func randomTexts(_ count: Int, length: Int, _ random: inout SeededGenerator) -> Tensor {
  Tensor(
    shape: [count, length],
    values: (0..<count * length).map { _ in Float(Int.random(in: 2..<5_000, using: &random)) })
}

// MARK: - Measuring and showing

func product(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
}

func rootMeanSquare(_ values: [Float]) -> Double {
  mean(values.map { Double($0) * Double($0) }).squareRoot()
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

func largestDifference(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(work) / .seconds(1)
}

/// How many numbers a vector has, in the figures of both functions.
let vectorSizes = [1, 4, 16, 64, 256]

func sizeFigure(
  _ id: String, _ title: String, _ scaled: [Double], _ raw: [Double], _ unit: Metric.Unit
) -> Figure {
  let axis = vectorSizes.map(Double.init)
  return Figure(
    id, title: title,
    .curves(
      Curves(
        [.init("yours", x: axis, y: scaled), .init("unscaled", x: axis, y: raw)],
        axis: "numbers in a vector", unit: unit)))
}

func count(_ number: Int) -> String { Metric.Unit.count.text(Double(number)) }

func number(_ value: Double) -> String { Metric.Unit.number.text(value) }

/// The mean accuracy of each architecture after each epoch.
func learningFigure(_ runs: [Architecture: [Training]]) -> Figure {
  let series = Architecture.allCases.compactMap { architecture -> Curves.Series? in
    guard let trainings = runs[architecture], let epochs = trainings.first?.accuracies.count else {
      return nil
    }
    return .init(
      architecture.rawValue, (0..<epochs).map { epoch in mean(trainings.map { $0.accuracies[epoch] }) })
  }
  return Figure(
    "learning", title: "Accuracy on test texts, mean of the seeds",
    .curves(Curves(series, axis: "epoch", unit: .fraction)))
}
