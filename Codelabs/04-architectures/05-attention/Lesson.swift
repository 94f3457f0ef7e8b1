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
    lab.showSizes("spread", "Typical size of a score", spreads, .number)
    lab.metric("unscaled-at-64", spreads.raw[3], .number)
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
          "shares", title: "12 words with \(features) numbers each",
          .bars(Bars(bars, unit: .fraction))))
    }
    lab.showSizes("largest", "Largest share among 16 words", largest, .fraction)
    lab.metric("largest-unscaled-at-64", largest.raw[3], .fraction)
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
    let news = try Newsroom(lab)
    let reader = try NewsReader(news, run: 0, lab)
    var (same, mixture, score): (Int, Float, Float) = (0, 0, 0)
    for index in 0..<8 {
      let ids = news.ids(ofTest: index)
      func mixtures(_ ids: [Int]) -> [[Float]] {
        selfAttention(reader.vectors(ids), isWord: ids.map { $0 > 0 })
      }
      let own = mixtures(ids)
      let scores = reader.scores(of: own)
      same += scores.firstIndex(of: scores.max() ?? 0) == (try reader.answer(to: ids)) ? 1 : 0
      guard index == 0 else { continue }
      let order = lab.random.permutation(count: ids.count)
      let shuffled = mixtures(order.map { ids[$0] })
      guard own.count == order.count, shuffled.count == order.count else { continue }
      mixture = zip(shuffled, order).reduce(0) { max($0, largestDifference($1.0, own[$1.1])) }
      score = largestDifference(reader.scores(of: shuffled), scores)
    }
    lab.showTable(
      "order", "Your attention in the network", ["", ""],
      [
        ["answers like the engine's", "\(same) of 8"],
        ["shuffled, mixtures change", number(Double(mixture))],
        ["shuffled, scores change", number(Double(score))],
      ])
  } judge: { work in
    for trial in textTrials(&work.random) {
      judgeMixtures(try work["mixtures \(trial.name)"], shares: try work["shares \(trial.name)"], trial)
    }
  }

  Step("look") { lab in
    let news = try Newsroom(lab)
    let readers = try (0..<runs).map { try NewsReader(news, run: $0, lab) }
    let network = lab.knob("network")
    let reader = readers[network - 1]
    let text = news.test[lab.knob("text") - 1]
    let ids = news.ids(ofTest: lab.knob("text") - 1)
    let vectors = reader.vectors(ids)
    let shown = rarest(7, of: ids, news.vocabulary)
    let map = shown.map { place in
      let shares = softmax(scores(of: vectors[place], keys: vectors), isWord: ids.map { $0 > 0 })
      return shown.map { Double(shares[$0]) }
    }
    lab.show(
      Figure(
        "map", title: "Rare words, \(news.classNames[text.label])",
        .attention(AttentionMap(map, queries: shown.map { news.vocabulary.words[ids[$0]] }))))
    for line in lines(of: text.text) { lab.log(line) }

    guard !lab.isGiven("ag-news") else {
      lab.log("the other figure needs the generated news, and is left out")
      return
    }
    let kinds = readers.map { shares(of: $0, news.vocabulary) }
    let own = kinds.map { shares in mean(shares.indices.map { shares[$0][$0] }) }
    for (place, share) in own.enumerated() { lab.metric("agree-\(place + 1)", share, .fraction) }
    let byKind = AttentionMap(
      kinds[network - 1], queries: agreeing.map(\.predicates[0]), keys: agreeing.map(\.kind))
    lab.show(
      Figure(
        "kinds", title: "Network \(network), \(percent(own[network - 1])) agree", .attention(byKind)))
    lab.metric("apart", (own.max() ?? 0) - (own.min() ?? 0), .fraction)
  }

  Step("count") { lab in
    for trial in costTrials(&lab.random) {
      let attention = attentionCost(length: trial.length, features: trial.features)
      let recurrent = recurrentCost(length: trial.length, features: trial.features, units: trial.units)
      try lab.submit("attention \(trial.name)", [attention.multiplyAccumulates, attention.numbers])
      try lab.submit("recurrent \(trial.name)", [recurrent.multiplyAccumulates, recurrent.numbers])
    }
    let attention = lengths.map { attentionCost(length: $0, features: 64) }
    let recurrent = lengths.map { recurrentCost(length: $0, features: 62, units: 64) }
    lab.showCurves(
      "memory", "Bytes that a layer keeps", axis: "words", unit: .bytes,
      [("attention", attention), ("GRU", recurrent)].map { name, costs in
        .init(name, x: lengths.map(Double.init), y: costs.map { Double($0.numbers * 4) })
      })
    let length = lab.knob("length")
    let columns = try [
      (Architecture.attention, attentionCost(length: length, features: 64)),
      (.gru, recurrentCost(length: length, features: 62, units: 64)),
    ].map { architecture, own in
      let program = try bookNetwork(architecture, length: length, seed: lab.seed).compiled()
      let layer = program.layers.first { $0.kind == "\(architecture)" }
      return [
        architecture.rawValue, count(own.multiplyAccumulates), count(layer?.multiplyAccumulates ?? 0),
        bytes(own.numbers * 4), bytes(program.cost.peakActivationBytes),
      ]
    }
    lab.showTable(
      "costs", "\(length) words", ["", "MACs, yours", "MACs, engine", "kept, yours", "peak, engine"],
      across: columns)
    lab.metric(
      "times-more-shares", Double(attention[5].numbers) / Double(max(attention[2].numbers, 1)), .number)
  } judge: { work in
    for trial in costTrials(&work.random) {
      judgeAttentionCost(try work["attention \(trial.name)"], trial)
      judgeRecurrentCost(try work["recurrent \(trial.name)"], trial)
    }
  }

  Step("time") { lab in
    let kinds = [Architecture.attention, .gru]
    var (times, epochs): ([[Double]], [[Double]]) = ([[], []], [[], []])
    for (index, length) in lengths.enumerated() {
      lab.progress("measuring", index, of: lengths.count, unit: "length")
      let texts = randomTexts(16, length: length, &lab.random)
      let data = try Dataset(images: texts, labels: (0..<16).map { $0 % 4 }, classes: 4)
      let models = try kinds.map { try bookNetwork($0, length: length, seed: lab.seed) }
      let inference = try latencies(of: models.map { try $0.compiled() }, on: texts, samples: 60)
      for (place, model) in models.enumerated() {
        times[place].append(inference[place].p50)
        // The fastest of five: what disturbs a run makes it slower, never faster.
        let runs = try (0..<5).map { _ in try timed { try model.fit(data, batchSize: 16) }.seconds }
        epochs[place].append((runs.min() ?? 0) / 16)
      }
      if length == lab.knob("length") {
        let distributions = zip(kinds, inference).map { LatencyFigure.Series($0.rawValue, $1) }
        lab.show(
          Figure("latency", title: "One text of \(length) words", .latency(LatencyFigure(distributions))))
      }
    }
    for (id, title, values) in [
      ("inference", "Inference, one text", times), ("training", "Training, one text", epochs),
    ] {
      lab.showCurves(
        id, title, axis: "words", unit: .seconds,
        zip(kinds, values).map { .init($0.rawValue, x: lengths.map(Double.init), y: $1) })
    }
    lab.metric("faster-at-64", times[1][2] / times[0][2], .number)
    lab.metric("faster-at-512", times[1][5] / times[0][5], .number)
    lab.metric("training-faster-at-64", epochs[1][2] / epochs[0][2], .number)
  }

  Step("train") { lab in
    let news = try Newsroom(lab)
    var trainings: [Architecture: [Training]] = [:]
    for run in 0..<runs {
      for architecture in Architecture.allCases {
        trainings[architecture, default: []].append(try news.trained(architecture, run: run, lab))
        lab.showCurves(
          "learning", "Test accuracy, mean of seeds", axis: "epoch", unit: .fraction,
          Architecture.allCases.compactMap { architecture in
            guard let done = trainings[architecture] else { return nil }
            return .init(
              architecture.rawValue,
              (0..<Newsroom.epochs).map { epoch in mean(done.map { $0.accuracies[epoch] }) })
          })
      }
    }
    let texts = matrix((0..<50).map { news.ids(ofTest: $0) })
    let columns = try Architecture.allCases.map { architecture in
      let done = trainings[architecture] ?? []
      let accuracies = done.compactMap(\.accuracies.last)
      let program = try news.network(architecture, seed: lab.seed).compiled()
      lab.metric("accuracy-\(architecture)", mean(accuracies), .fraction)
      return [
        architecture == .mean ? "mean" : architecture.rawValue, percent(mean(accuracies)),
        percent(accuracies.min() ?? 0),
        percent(accuracies.max() ?? 0), String(format: "%.1f s", mean(done.map(\.seconds))),
        Metric.Unit.seconds.text(try latency(of: program, on: texts, samples: 100).p50),
        count(program.parameterCount),
      ]
    }
    lab.showTable(
      "summary", "What you measured, three seeds",
      ["", "accuracy", "lowest", "highest", "training", "latency", "weights"], across: columns)
    let accuracies = [.attention, .gru].map { mean((trainings[$0] ?? []).compactMap(\.accuracies.last)) }
    lab.metric("gain", accuracies[0] - accuracies[1], .fraction)
  }
}

/// How many networks are trained of each kind, each with a seed of its own.
let runs = 3

/// How many numbers a vector has, in the figures of scores and shares.
let vectorSizes = [1, 4, 16, 64, 256]

/// How many words a text has, in the figures of costs and times.
let lengths = [16, 32, 64, 128, 256, 512]

// MARK: - Networks

/// How a network brings the words of a text together.
enum Architecture: String, CaseIterable {
  case mean = "mean of words"
  case gru = "GRU"
  case attention
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
      case .mean: GlobalAveragePool()(vectors, mask)
      case .gru: GRU(units)(vectors, mask)
      case .attention: Flatten()(SelfAttention(scale: 1 / Float(width).squareRoot())(vectors, mask))
      }
    return Dense(4)(features)
  }
}

/// The networks of the book: a vocabulary of 5,000, vectors of 62 or 64 numbers, a state of 64.
func bookNetwork(_ architecture: Architecture, length: Int, seed: UInt64) throws -> Model {
  try textNetwork(
    architecture, vocabulary: 5_000, length: length, width: architecture == .gru ? 62 : 64, units: 64,
    seed: seed)
}

/// What came of training a network.
struct Training: Codable {
  /// The share of test texts that were right after each epoch.
  var accuracies: [Double]
  var seconds: Double
  /// The parameters, as a file.
  var state: [UInt8]
}

/// The news, and networks half as wide as the book's that learn to read them.
struct Newsroom {
  static let length = 64
  static let epochs = 5

  let vocabulary: Vocabulary
  let classNames: [String]
  let test: [LabeledText]
  private let train: [LabeledText]

  init(_ lab: Lab) throws {
    let news = try lab.news(train: 8_000, test: 1_000)
    vocabulary = Vocabulary(of: news.train.map(\.text), size: 5_000)
    (classNames, train, test) = (news.classNames, news.train, news.test)
  }

  func ids(ofTest index: Int) -> [Int] { vocabulary.ids(of: test[index].text, length: Self.length) }

  func network(_ architecture: Architecture, seed: UInt64) throws -> Model {
    let model = try textNetwork(
      architecture, vocabulary: vocabulary.size, length: Self.length, width: 32, units: 32, seed: seed)
    // The engine, like Keras, begins with vectors of numbers below 0.05, among which all shares are equal: then attention
    // learns little from an epoch. Twelve times larger ones tell words apart from the start.
    try model.restore(
      model.state.map { entry in
        guard entry.name.hasSuffix("/table") else { return entry }
        let values = entry.tensor.values.map { $0 * 12 }
        return NamedTensor(name: entry.name, tensor: Tensor(shape: entry.tensor.shape, values: values))
      })
    return model
  }

  /// Trains a network for five epochs, or takes it from an earlier step.
  func trained(_ architecture: Architecture, run: Int, _ lab: Lab) throws -> Training {
    let name = "\(architecture)-\(run)"
    if let kept = lab.kept(name) { return try JSONDecoder().decode(Training.self, from: Data(kept)) }
    lab.progress("training \(architecture.rawValue)", run, of: runs, unit: "network")
    let seed = lab.seed &+ UInt64(run)
    let model = try network(architecture, seed: seed)
    let parts = try [train, test].map {
      try vocabulary.dataset(of: $0, length: Self.length, classes: classNames.count)
    }
    // Batches of a few milliseconds: a second thread would cost nearly as much as it helps.
    threadCount = 1
    let (history, seconds) = try timed {
      try model.fit(
        parts[0], validation: parts[1], epochs: Self.epochs, optimizer: Adam(learningRate: 0.02), seed: seed)
    }
    let training = Training(
      accuracies: history.validationAccuracy, seconds: seconds, state: ModelFile.encode(state: model.state))
    lab.keep(name, [UInt8](try JSONEncoder().encode(training)))
    return training
  }
}

/// A trained network with attention, taken apart, so that the learner's attention can stand in.
struct NewsReader {
  private let table: Tensor
  private let weight: Tensor
  private let bias: Tensor
  private let program: Program

  init(_ news: Newsroom, run: Int, _ lab: Lab) throws {
    let model = try news.network(.attention, seed: lab.seed)
    try model.restore(ModelFile.decodeState(news.trained(.attention, run: run, lab).state))
    let tensors = model.state.map(\.tensor)
    (table, weight, bias) = (tensors[0], tensors[1], tensors[2])
    program = try model.compiled()
  }

  /// The vectors of words.
  func vectors(_ ids: [Int]) -> [[Float]] { ids.map { table.rows($0..<$0 + 1).values } }

  /// The scores of the classes, from what attention made of the words.
  func scores(of mixtures: [[Float]]) -> [Float] {
    let flat = Array(mixtures.joined())
    guard flat.count == weight.shape[0] else { return bias.values }
    let products = matrixProduct(Tensor(shape: [1, flat.count], values: flat), weight)
    return zip(products.values, bias.values).map { $0 + $1 }
  }

  /// What the network itself says of a text.
  func answer(to ids: [Int]) throws -> Int { try program.predict(matrix([ids]))[0] }
}

/// The places of the words of a text that are rarest in all texts, in the order of the text.
func rarest(_ count: Int, of ids: [Int], _ vocabulary: Vocabulary) -> [Int] {
  ids.indices.filter { ids[$0] > Vocabulary.unknown }.sorted { place, other in
    (vocabulary.counts[ids[place]], place) < (vocabulary.counts[ids[other]], other)
  }.prefix(count).sorted()
}

/// A text in lines that the log shows whole on a screen of 80 columns.
func lines(of text: String) -> [String] {
  text.split(separator: " ").reduce(into: [""]) { lines, word in
    let last = lines[lines.count - 1]
    if last.count + word.count > 65 {
      lines.append(String(word))
    } else {
      lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
    }
  }
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
    func add(_ name: String, _ kind: ScoreTrial.Kind, _ scores: [Float]) {
      trials.append(
        ScoreTrial(
          name: "\(count == 1 ? "1 word" : "\(count) words")\(name)", kind: kind, scores: scores,
          isWord: scores.indices.map { $0 < count }
        )
      )
    }
    add("", .words, scores)
    add(" and 3 of padding", .padded, scores + random.uniform(count: 3, in: -1...1))
    for far: Float in [1_000, -1_000] {
      add(" with scores near \(Int(far))", .large, scores.map { $0 + far })
    }
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
      name: "\(size.words == 1 ? "1 word" : "\(size.words) words"), \(size.padding) of padding",
      vectors: vectors,
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
  matrix((0..<count).map { _ in (0..<length).map { _ in Int.random(in: 2..<5_000, using: &random) } })
}

// MARK: - Measuring and showing

/// Rows of ids, as networks read them.
func matrix(_ rows: [[Int]]) -> Tensor {
  Tensor(shape: [rows.count, rows[0].count], values: rows.joined().map(Float.init))
}

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

func timed<Result>(_ work: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
  let start = ContinuousClock.now
  let result = try work()
  return (result, start.duration(to: .now) / .seconds(1))
}

func count(_ number: Int) -> String { Metric.Unit.count.text(Double(number)) }

func bytes(_ number: Int) -> String { Metric.Unit.bytes.text(Double(number)) }

func number(_ value: Double) -> String { Metric.Unit.number.text(value) }

func percent(_ share: Double) -> String { Metric.Unit.fraction.text(share) }

extension Lab {
  func showTable(_ id: String, _ title: String, _ columns: [String], _ rows: [[String]]) {
    show(Figure(id, title: title, .table(Table(columns: columns, rows: rows))))
  }

  /// A table in which each list is a column: first its title, then what stands in the rows of these names.
  func showTable(_ id: String, _ title: String, _ names: [String], across columns: [[String]]) {
    let rows = names.indices.map { row in [names[row]] + columns.map { $0[row] } }
    showTable(id, title, rows[0], Array(rows.dropFirst()))
  }

  func showCurves(
    _ id: String, _ title: String, axis: String, unit: Metric.Unit, _ series: [Curves.Series]
  ) {
    show(Figure(id, title: title, .curves(Curves(series, axis: axis, unit: unit))))
  }

  /// What comes of the learner's scores and of products that are not scaled, by the size of the vectors.
  func showSizes(
    _ id: String, _ title: String, _ values: (scaled: [Double], raw: [Double]), _ unit: Metric.Unit
  ) {
    let axis = vectorSizes.map(Double.init)
    showCurves(
      id, title, axis: "numbers", unit: unit,
      [.init("yours", x: axis, y: values.scaled), .init("unscaled", x: axis, y: values.raw)])
  }
}
