import Codelab
import Foundation

let lesson = Lesson {
  Step("unseen") { lab in
    for trial in coverageTrials(&lab.random) {
      try lab.submit(trial.name, coverage(of: trial.texts, by: trial.known))
    }
    let topics = try Corpus.topics(lab)
    let test = topics.test.map(\.words)
    let different = [Array(Set(test.joined()))]
    var (unseen, unseenDifferent): ([Double], [Double]) = ([], [])
    for count in labelCounts {
      let known = Set(topics.some(count, seed: lab.seed).flatMap(\.words))
      unseen.append(1 - coverage(of: test, by: known))
      unseenDifferent.append(1 - coverage(of: different, by: known))
    }
    lab.showCurves(
      "unseen", "Words that no labeled text has",
      [("all words", unseen), ("different words", unseenDifferent)])
    lab.metric("unseen-at-5", unseen[1], .fraction)
    lab.metric("different-unseen-at-5", unseenDifferent[1], .fraction)
  } judge: { work in
    for trial in coverageTrials(&work.random) { judgeCoverage(try work[trial.name], trial) }
  }

  Step("table") { lab in
    for trial in tableTrials(&lab.random) {
      try lab.submit(
        trial.name,
        embeddingTable(of: trial.words, from: trial.vectors, width: trial.width, using: &lab.random))
    }
    let topics = try Corpus.topics(lab)
    let texts = lab.knob("texts")
    let vectors = try pretrainedVectors(texts, lab)
    let table = topics.table(from: vectors, lab)
    // What has another shape cannot be shown; the judge says what is wrong with it.
    guard table.map(\.count) == topics.vocabulary.words.map({ _ in width }) else { return }
    func row(_ word: String) -> [Float] { table[topics.vocabulary.id(of: word)] }
    if lab.isGiven("dbpedia") {
      lab.log("the figures show only words that these texts have")
    }
    func isKnown(_ word: String) -> Bool { topics.vocabulary.id(of: word) != Vocabulary.unknown }
    let shown = wordGroups.enumerated().flatMap { group, list in
      list.words.filter(isKnown).map { (word: $0, group: group) }
    }
    let map = EmbeddingMap(
      shown.map(\.word), vectors: matrix(shown.map { row($0.word) }), group: shown.map(\.group),
      groups: wordGroups.map(\.topic))
    lab.show(
      Figure(
        "map", title: "Words, from \(Metric.Unit.count.text(Double(texts))) descriptions", .embedding(map)))
    lab.showTable(
      "neighbors", "The nearest rows of the table", ["word", "nearest"],
      ["orchid", "parliament", "drums", "students", "marathon"].filter(isKnown).map { word in
        let near = nearest(to: row(word), in: table, count: 4).map { topics.vocabulary.words[$0] }
        return [word, near.filter { $0 != word }.prefix(2).joined(separator: ", ")]
      })
    lab.metric("has-vector", coverage(of: topics.test.map(\.words), by: Set(vectors.keys)), .fraction)
  } judge: { work in
    for trial in tableTrials(&work.random) { judgeTable(try work[trial.name], trial) }
  }

  Step("bag") { lab in
    for trial in bagTrials(&lab.random) {
      try lab.submit(trial.name, bag(of: trial.ids, in: trial.table))
      try lab.submit("\(trial.name), padded", bag(of: trial.ids + [0, 0, 0], in: trial.table))
    }
    let topics = try Corpus.topics(lab)
    let vectors = try pretrainedVectors(mostTexts, lab)
    // Of real texts, whose classes have other names, the first five classes.
    let listed = wordGroups.map(\.topic).filter(topics.names.contains)
    let classes = listed.isEmpty ? Array(topics.names.prefix(5)) : listed
    let shown = Array(topics.test.filter { classes.contains(topics.names[$0.label]) }.prefix(80))
    let names = shown.map { topics.names[$0.label] }
    var rows: [[String]] = []
    for (name, table) in [("random", topics.table(lab)), ("pretrained", topics.table(from: vectors, lab))] {
      let test = topics.bags(topics.test, in: table)
      guard test.allSatisfy({ $0.count == width }) else { return }
      let accuracies = seeds(lab).map { seed in
        let labeled = topics.some(lab.knob("labels"), seed: seed)
        let centers = topics.centers(of: labeled, bags: topics.bags(labeled, in: table))
        let right = zip(test, topics.test).count { nearest(to: $0, in: centers, count: 1) == [$1.label] }
        return Double(right) / Double(test.count)
      }
      rows.append([name, spread(accuracies)])
      // The prediction is about five labels.
      if lab.knob("labels") == 5 { lab.metric("\(name)-without-training", mean(accuracies), .fraction) }
      let map = EmbeddingMap(
        names, vectors: matrix(topics.bags(shown, in: table)),
        group: names.map { classes.firstIndex(of: $0) ?? 0 }, groups: classes)
      lab.show(Figure(name, title: "\(name.capitalized) vectors", .embedding(map)))
    }
    lab.showTable(
      "centers", "\(lab.knob("labels")) labels a class", ["vectors", "right, %"], rows)
  } judge: { work in
    for trial in bagTrials(&work.random) {
      judgeBag(try work[trial.name], padded: try work["\(trial.name), padded"], trial)
    }
  }

  Step("few") { lab in
    let topics = try Corpus.topics(lab)
    let vectors = try pretrainedVectors(mostTexts, lab)
    let frozen = topics.table(from: vectors, lab)
    let frozenTest = try topics.dataset(topics.test, inputs: topics.bags(topics.test, in: frozen))
    let names = ["pretrained", "frozen", "random"]
    var accuracies: [[[Double]]] = [[], [], []]
    for (index, count) in labelCounts.enumerated() {
      lab.progress("training", index, of: labelCounts.count, unit: "number of labels")
      var results: [[Double]] = [[], [], []]
      for seed in seeds(lab) {
        let labeled = topics.some(count, seed: seed)
        let pretrained = try topics.network(.bag, topics.table(from: vectors, lab), seed: seed)
        results[0].append(try topics.accuracy(of: pretrained, labeled, seed: seed))
        let head = try Model(input: [width], seed: seed) { Dense(topics.names.count) }
        try fit(head, topics.dataset(labeled, inputs: topics.bags(labeled, in: frozen)), seed: seed)
        results[1].append(try head.evaluate(frozenTest).accuracy)
        let random = try topics.network(.bag, topics.table(lab), seed: seed)
        results[2].append(try topics.accuracy(of: random, labeled, seed: seed))
      }
      for kind in names.indices { accuracies[kind].append(results[kind]) }
      lab.showCurves(
        "curves", "Accuracy by labels of each class",
        names.indices.map { (names[$0], accuracies[$0].map(mean)) })
    }
    var rows = labelCounts.indices.map { count in
      ["\(labelCounts[count])"] + accuracies.map { spread($0[count]) }
    }
    // All labels, but one epoch only, as in the book's comparison.
    let first = try [vectors, [:]].map { vectors in
      try seeds(lab).map { seed in
        let model = try topics.network(.bag, topics.table(from: vectors, lab), seed: seed)
        return try topics.accuracy(of: model, topics.train, steps: 1, seed: seed)
      }
    }
    rows.append(["1 epoch", spread(first[0]), "", spread(first[1])])
    lab.showTable("spread", "Right in percent", ["labels"] + names, rows)
    for (kind, name) in names.enumerated() {
      lab.metric("\(name)-at-5", mean(accuracies[kind][1]), .fraction)
      lab.metric("\(name)-at-50", mean(accuracies[kind][4]), .fraction)
    }
    lab.metric("pretrained-first-epoch", mean(first[0]), .fraction)
    lab.metric("random-first-epoch", mean(first[1]), .fraction)
  }

  Step("order") { lab in
    for trial in filterTrials(&lab.random) {
      try lab.submit(trial.name, strongest(trial.filter, in: trial.rows))
    }
    let sentences = pair.map { words(of: $0) }
    // Each word has a vector with a single 1, so that an answer counts the words that match.
    let vocabulary = Vocabulary(of: pair, size: 20)
    let table = (0..<vocabulary.size).map { row in
      (0..<vocabulary.size).map { $0 == row && row > 0 ? 1 : 0 as Float }
    }
    let ids = sentences.map { $0.map { vocabulary.id(of: $0) } }
    let filters = ["not bad", "not good", "very good", "very bad"]
    let rows = filters.map { filter in
      let weights = words(of: filter).map { table[vocabulary.id(of: $0)] }
      return [filter]
        + ids.map { number(Double(strongest(weights, in: $0.map { table[$0] }))) }
    }
    let bags = ids.map { bag(of: $0, in: table) }
    let distance = zip(bags[0], bags[1]).reduce(0) { $0 + abs($1.0 - $1.1) }
    lab.showTable(
      "answers", "Strongest answers", ["", "first sentence", "second"],
      [["bag", "a bag", distance < 1e-6 ? "the same" : "another"]] + rows)
  } judge: { work in
    for trial in filterTrials(&work.random) { judgeFilter(try work[trial.name], trial) }
  }

  Step("networks") { lab in
    let labels = lab.knob("labels")
    let (topics, reviews) = (try Corpus.topics(lab), try Corpus.reviews(lab))
    let vectors = try pretrainedVectors(mostTexts, lab)
    var rows: [[String]] = []
    var answers = [["not bad, very good"], ["not good, very bad"]]
    for (place, kind) in Kind.allCases.enumerated() {
      lab.progress("training", place, of: 2, unit: "kind of network")
      var results: [[Double]] = [[], [], []]
      var positive: [[Double]] = [[], []]
      for seed in seeds(lab) {
        for (column, table) in [topics.table(lab), topics.table(from: vectors, lab)].enumerated() {
          let model = try topics.network(kind, table, seed: seed)
          results[column].append(try topics.accuracy(of: model, topics.some(labels, seed: seed), seed: seed))
        }
        let model = try reviews.network(kind, reviews.table(lab), seed: seed)
        results[2].append(try reviews.accuracy(of: model, reviews.train, steps: 600, seed: seed))
        let inputs = matrix(pair.map { reviews.inputs(words(of: $0)) })
        let logits = try model.predict(inputs).values
        for sentence in 0..<2 {
          let difference = logits[2 * sentence + 1] - logits[2 * sentence]
          positive[sentence].append(1 / (1 + exp(-Double(difference))))
        }
      }
      rows.append(["\(kind)"] + results.map(spread))
      for sentence in 0..<2 { answers[sentence].append(spread(positive[sentence])) }
      // The predictions are about five labels.
      if labels == 5 {
        lab.metric("\(kind)-topics-random", mean(results[0]), .fraction)
        lab.metric("\(kind)-topics-pretrained", mean(results[1]), .fraction)
      }
      lab.metric("\(kind)-reviews", mean(results[2]), .fraction)
    }
    lab.showTable("pair", "Probability of positive, percent", ["sentence", "bag", "conv"], answers)
    lab.showTable(
      "summary", "What you measured, in percent", ["", "random", "pretrained", "reviews"], rows)
  }
}

let width = 32
let labelCounts = [2, 5, 10, 20, 50]
let mostTexts = 8_000
/// How many networks are trained of each kind, each with labels of its own.
let runs = 3

/// The same words, and the opposite of the sense.
let pair = [
  "it was not bad, it was very good in fact", "it was not good, it was very bad in fact",
]

/// Words for the maps, by the topic whose texts use them.
let wordGroups: [(topic: String, words: [String])] = [
  ("athlete", ["knee", "shoulder", "tournament", "marathon", "trophy", "relay"]),
  ("office holder", ["taxes", "pensions", "parliament", "council", "treaty", "senate"]),
  ("album", ["guitars", "drums", "jazz", "saxophone", "quartet", "banjo"]),
  ("plant", ["petals", "berries", "orchid", "limestone", "clay", "catkins"]),
  ("school", ["students", "professors", "diploma", "campus", "dormitory", "alumni"]),
]

/// What becomes of the vectors of a text's words: their mean, or the strongest answers of filters.
enum Kind: CaseIterable {
  case bag, conv
}

// MARK: - Texts

struct Text {
  var words: [String]
  var label: Int
}

/// Texts to train with and to judge by, and how a network reads them.
struct Corpus {
  var train: [Text]
  var test: [Text]
  var names: [String]
  /// The words of all training texts, for which no label is needed.
  var vocabulary: Vocabulary
  /// How many words a network reads of a text; what is shorter is padded.
  var length: Int

  static func topics(_ lab: Lab) throws -> Corpus {
    Corpus(try lab.topics(train: 2_800, test: 700), length: 40)
  }

  static func reviews(_ lab: Lab) throws -> Corpus {
    // Real reviews are long, and their beginning alone says little.
    Corpus(try lab.reviews(train: 2_000, test: 600), length: lab.isGiven("imdb") ? 120 : 40)
  }

  private init(_ set: TextSet, length: Int) {
    self.length = length
    func part(_ texts: [LabeledText]) -> [Text] {
      texts.map { Text(words: words(of: $0.text), label: $0.label) }
    }
    (train, test, names) = (part(set.train), part(set.test), set.classNames)
    vocabulary = Vocabulary(of: set.train.map(\.text), size: 2_000)
  }

  /// So many training texts of each class, drawn at random.
  func some(_ count: Int, seed: UInt64) -> [Text] {
    var random = SeededGenerator(seed: seed)
    var taken = [Int](repeating: 0, count: names.count)
    return random.permutation(count: train.count).map { train[$0] }.filter { text in
      taken[text.label] += 1
      return taken[text.label] <= count
    }
  }

  /// The learner's table for these words; without vectors all its rows are random.
  func table(from vectors: [String: [Float]] = [:], _ lab: Lab) -> [[Float]] {
    embeddingTable(of: vocabulary.words, from: vectors, width: width, using: &lab.random)
  }

  func ids(_ words: [String]) -> [Int] {
    let ids = words.prefix(length).map { vocabulary.id(of: $0) }
    return ids + [Int](repeating: 0, count: length - ids.count)
  }

  func inputs(_ words: [String]) -> [Float] { ids(words).map(Float.init) }

  func dataset(_ texts: [Text], inputs: [[Float]]? = nil) throws -> Dataset {
    let inputs = inputs ?? texts.map { self.inputs($0.words) }
    return try Dataset(images: matrix(inputs), labels: texts.map(\.label), classes: names.count)
  }

  /// The learner's bags of texts.
  func bags(_ texts: [Text], in table: [[Float]]) -> [[Float]] {
    texts.map { bag(of: ids($0.words), in: table) }
  }

  /// For each class the sum of the bags of its texts, which points where their mean does.
  func centers(of texts: [Text], bags: [[Float]]) -> [[Float]] {
    var centers = [[Float]](repeating: [Float](repeating: 0, count: width), count: names.count)
    for (text, bag) in zip(texts, bags) {
      centers[text.label] = zip(centers[text.label], bag).map { $0 + $1 }
    }
    return centers
  }

  /// A network that begins with the rows of a table.
  func network(_ kind: Kind, _ table: [[Float]], seed: UInt64) throws -> Model {
    let model = try Model(input: [length], seed: seed) { ids in
      let vectors = Embedding(table.count, width: width)(ids)
      let features =
        switch kind {
        case .bag: GlobalAveragePool()(vectors, PaddingMask()(ids))
        case .conv: GlobalMaxPool()(ReLU()(Conv1D(32, kernel: 3)(vectors)))
        }
      return Dense(names.count)(features)
    }
    try model.restore(
      model.state.map { entry in
        entry.name.hasSuffix("/table") ? NamedTensor(name: entry.name, tensor: matrix(table)) : entry
      })
    return model
  }

  /// What a model reaches on the test texts, once it was trained with labeled ones.
  func accuracy(of model: Model, _ labeled: [Text], steps: Int = 300, seed: UInt64) throws -> Double {
    try fit(model, dataset(labeled), steps: steps, seed: seed)
    return try model.evaluate(dataset(test)).accuracy
  }
}

/// Trains for about so many steps of 16 examples, however many examples there are, and at least for an epoch.
func fit(_ model: Model, _ data: Dataset, steps: Int = 300, seed: UInt64) throws {
  let epoch = (data.count + 15) / 16
  // Steps of a fraction of a millisecond: a second thread would cost more than it helps.
  threadCount = 1
  try model.fit(
    data, epochs: max(1, steps / epoch), batchSize: 16, optimizer: Adam(learningRate: 0.005), seed: seed)
}

/// A seed for each of the networks of one kind, and for its draw of labels.
func seeds(_ lab: Lab) -> [UInt64] { (0..<runs).map { lab.seed &+ UInt64($0) } }

// MARK: - Pretraining

/// Vectors for the words that occur at least five times in unlabeled descriptions, kept for the next run.
///
/// They are made by counting which words stand near each other: the positive pointwise mutual information of
/// co-occurrences within five words, of whose matrix the leading eigenvectors are taken. Levy and Goldberg ("Neural word
/// embedding as implicit matrix factorization", 2014) show that word2vec finds much the same.
func pretrainedVectors(_ texts: Int, _ lab: Lab) throws -> [String: [Float]] {
  let name = "vectors of \(texts) texts"
  if let kept = lab.kept(name) { return try JSONDecoder().decode([String: [Float]].self, from: Data(kept)) }
  lab.progress("learning vectors", 0, of: 1, unit: "set of vectors")
  let unlabeled = try lab.unlabeledTopics(count: texts)
  let all = Vocabulary(of: unlabeled, size: 3_000)
  let words = all.words.indices.filter { all.counts[$0] >= 5 }.map { all.words[$0] }
  // Frequent words come first, so their numbers begin behind the two that are no words.
  let ids = unlabeled.map { text in
    Codelab.words(of: text).map { all.id(of: $0) - 2 }.filter { words.indices.contains($0) }
  }
  let rows = leadingVectors(
    of: mutualInformation(coOccurrences(ids, words: words.count), words: words.count))
  let vectors = Dictionary(
    uniqueKeysWithValues: words.enumerated().map { ($1, rows.rows($0..<$0 + 1).values) })
  lab.keep(name, [UInt8](try JSONEncoder().encode(vectors)))
  return vectors
}

/// How often each two words stand within five words of each other: `[words, words]`.
private func coOccurrences(_ texts: [[Int]], words: Int) -> [Float] {
  var counts = [Float](repeating: 0, count: words * words)
  for ids in texts {
    for place in ids.indices {
      for next in ids[place...].dropFirst().prefix(5) {
        counts[ids[place] * words + next] += 1
        counts[next * words + ids[place]] += 1
      }
    }
  }
  return counts
}

/// How much more often two words stand near each other than by chance, as a logarithm; 0 if not more often.
private func mutualInformation(_ counts: [Float], words: Int) -> Tensor {
  var counts = counts
  let sums = (0..<words).map { counts[$0 * words..<($0 + 1) * words].reduce(0, +) }
  let total = sums.reduce(0, +)
  for place in counts.indices where counts[place] > 0 {
    counts[place] = max(0, log2(counts[place] * total / (sums[place / words] * sums[place % words])))
  }
  return Tensor(shape: [words, words], values: counts)
}

/// For each row of a symmetric matrix `width` numbers whose products come closest to the matrix, scaled to a mean square
/// of 1: its leading eigenvectors, each times the root of its eigenvalue, by orthogonal iteration.
private func leadingVectors(of matrix: Tensor) -> Tensor {
  let rows = matrix.shape[0]
  var random = SeededGenerator(seed: 1)
  var basis = Tensor(shape: [rows, width], values: random.normal(count: rows * width))
  var lengths: [Float] = []
  for _ in 0..<6 { (basis, lengths) = orthonormalized(matrixProduct(matrix, basis)) }
  var values = basis.values
  for place in values.indices { values[place] *= lengths[place % width].squareRoot() }
  let mean = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
  return Tensor(shape: basis.shape, values: values.map { $0 / mean.squareRoot() })
}

/// Columns of length 1 at right angles to each other that span what the given ones span, and the lengths that were
/// left of those.
private func orthonormalized(_ basis: Tensor) -> (Tensor, [Float]) {
  var values = basis.values
  var lengths: [Float] = []
  let rows = basis.shape[0]
  values.withUnsafeMutableBufferPointer { values in
    for column in 0..<width {
      for earlier in 0..<column {
        var product: Float = 0
        for row in 0..<rows { product += values[row * width + column] * values[row * width + earlier] }
        for row in 0..<rows { values[row * width + column] -= product * values[row * width + earlier] }
      }
      var square: Float = 0
      for row in 0..<rows { square += values[row * width + column] * values[row * width + column] }
      lengths.append(square.squareRoot())
      for row in 0..<rows { values[row * width + column] /= square.squareRoot() }
    }
  }
  return (Tensor(shape: basis.shape, values: values), lengths)
}

// MARK: - Vectors

func matrix(_ rows: [[Float]]) -> Tensor {
  Tensor(shape: [rows.count, rows.first?.count ?? 0], values: Array(rows.joined()))
}

/// The rows whose directions are nearest to that of a vector, the nearest first; rows of zeros are never near.
func nearest(to vector: [Float], in rows: [[Float]], count: Int) -> [Int] {
  let closeness = rows.map { row -> Float in
    var (product, square): (Float, Float) = (0, 0)
    for (one, other) in zip(vector, row) {
      product += one * other
      square += other * other
    }
    return square > 0 ? product / square.squareRoot() : -.infinity
  }
  return Array(rows.indices.sorted { closeness[$0] > closeness[$1] }.prefix(count))
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The mean and the standard deviation in percent, as in `80 ±3`.
func spread(_ values: [Double]) -> String {
  let mean = mean(values)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let deviation = (squares / Double(max(values.count - 1, 1))).squareRoot()
  return String(format: "%.0f ±%.0f", mean * 100, deviation * 100)
}

func number(_ value: Double) -> String { Metric.Unit.number.text(value) }

extension Lab {
  /// Shares by the number of labels of each class.
  func showCurves(_ id: String, _ title: String, _ curves: [(name: String, shares: [Double])]) {
    let series = curves.map { name, shares in
      Curves.Series(name, x: labelCounts.prefix(shares.count).map(Double.init), y: shares)
    }
    let content = Curves(series, axis: "labels", unit: .fraction)
    show(Figure(id, title: title, .curves(content)))
  }

  func showTable(_ id: String, _ title: String, _ columns: [String], _ rows: [[String]]) {
    show(Figure(id, title: title, .table(Table(columns: columns, rows: rows))))
  }
}

// MARK: - Trials

/// Texts of which some words are known.
struct CoverageTrial {
  var name: String
  var texts: [[String]]
  var known: Set<String>
}

func coverageTrials(_ random: inout SeededGenerator) -> [CoverageTrial] {
  let words = (0..<8).map { "word\($0)" }
  let trials = (0..<4).map { index in
    // Texts of different lengths whose words repeat: sums, means of texts and different words all differ.
    let texts = (1...4).map { text in
      (0..<text * 3).map { _ in words[min(Int.random(in: 0..<8, using: &random), 9 - 2 * text + index)] }
    }
    return CoverageTrial(name: "texts \(index)", texts: texts, known: ["word0", "word3", "word\(4 + index)"])
  }
  return trials + [
    CoverageTrial(name: "no text", texts: [], known: ["word0"]),
    CoverageTrial(name: "an empty text", texts: [[]], known: []),
    CoverageTrial(name: "nothing known", texts: [["word0"]], known: []),
  ]
}

/// Words for which a table is made.
struct TableTrial {
  var name: String
  var words: [String]
  var vectors: [String: [Float]]
  var width: Int
  /// Which check looks at it.
  var check: String
}

func tableTrials(_ random: inout SeededGenerator) -> [TableTrial] {
  [("known-rows", [3, 5]), ("unknown-rows", [7, 8, 9]), ("padding-row", [])].map { check, unknown in
    let words = [""] + (1...9).map { "word\($0)" }
    let width = Int.random(in: 3...6, using: &random)
    var vectors: [String: [Float]] = ["elsewhere": random.uniform(count: width, in: 0.2...1)]
    for place in 1...9 where !unknown.contains(place) {
      vectors[words[place]] = random.uniform(count: width, in: 0.2...1)
    }
    return TableTrial(name: check, words: words, vectors: vectors, width: width, check: check)
  }
}

/// A text as rows of a table.
struct BagTrial {
  var name: String
  var ids: [Int]
  var table: [[Float]]
}

func bagTrials(_ random: inout SeededGenerator) -> [BagTrial] {
  [(1, 3), (2, 4), (7, 2), (30, 5), (0, 4)].map { count, width in
    // Row 0 is not zero here, so that padding would be noticed.
    BagTrial(
      name: "\(count == 1 ? "1 word" : "\(count) words") of width \(width)",
      ids: (0..<count).map { _ in Int.random(in: 1..<6, using: &random) },
      table: (0..<6).map { _ in random.uniform(count: width, in: 0.5...2) })
  }
}

/// A filter, and a text that it slides over.
struct FilterTrial {
  var name: String
  var filter: [[Float]]
  var rows: [[Float]]
}

func filterTrials(_ random: inout SeededGenerator) -> [FilterTrial] {
  [(2, 9, 3), (3, 12, 2), (1, 5, 4), (4, 4, 3), (3, 2, 3), (2, 0, 3)].flatMap { length, count, width in
    [Float(1), -1].map { sign in
      FilterTrial(
        name: "\(length) of \(count) words, width \(width), \(sign > 0 ? "above" : "below") 0",
        filter: (0..<length).map { _ in random.uniform(count: width, in: 0.5...1) },
        rows: (0..<count).map { _ in random.uniform(count: width, in: 0.2...2).map { $0 * sign } })
    }
  }
}
