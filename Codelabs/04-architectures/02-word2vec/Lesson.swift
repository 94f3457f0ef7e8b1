import Codelab
import Foundation

let lesson = Lesson {
  Step("windows") { lab in
    for trial in sentenceTrials(&lab.random) {
      let (sentence, window) = (trial.sentence, trial.window)
      try lab.submit(
        "around \(trial.name)", sentence.indices.map { neighborhood(of: $0, in: sentence, window: window) })
      try lab.submit(
        "pairs of \(trial.name)", pairs(in: sentence, window: window).map { [$0.center, $0.neighbor] })
    }
    let window = lab.knob("window")
    let words = ["a", "bear", "sleeps", "all", "winter", "in", "its", "warm", "den"]
    let numbers = Array(words.indices)
    let weights = numbers.map { place -> [Double] in
      let around = neighborhood(of: place, in: numbers, window: window)
      return numbers.map { around.contains($0) ? 1 / Double(around.count) : 0 }
    }
    lab.show(
      Figure("neighbors", title: "Who stands beside whom", .attention(AttentionMap(weights, queries: words))))
    let bars = windows.map { Bars.Bar("window \($0)", Double(pairs(in: numbers, window: $0).count)) }
    lab.show(Figure("counts", title: "Pairs of this sentence", .bars(Bars(bars, unit: .count))))
    lab.metric("pairs-at-2", Double(pairs(in: numbers, window: 2).count), .count)
  } judge: { work in
    for trial in sentenceTrials(&work.random) {
      judgeWindows(try work["around \(trial.name)"], try work["pairs of \(trial.name)"], trial)
    }
  }

  Step("guess") { lab in
    for trial in vectorTrials(&lab.random) + largeTrials(&lab.random) {
      try lab.submit(trial.name, loss(of: trial.center, candidates: trial.candidates))
    }
    let scores = stride(from: -6, through: 6, by: 0.25).map { Float($0) }
    // With no other candidate, and with a real neighbor whose score is so high that it costs nothing.
    let real = scores.map { Double(loss(of: [$0], candidates: [[1]])) }
    let madeUp = scores.map { Double(loss(of: [1, $0], candidates: [[60, 0], [0, 1]])) }
    let curves = [("real neighbor", real), ("made up", madeUp)].map { name, costs in
      Curves.Series(name, x: scores.map(Double.init), y: costs)
    }
    lab.show(
      Figure("costs", title: "What a score costs", .curves(Curves(curves, axis: "score", unit: .number))))
    let nothing = [Float](repeating: 0, count: 8)
    let start = loss(of: nothing, candidates: Array(repeating: nothing, count: 6))
    lab.metric("loss-at-the-start", Double(start), .number)
  } judge: { work in
    for trial in vectorTrials(&work.random) { judgeLoss(try work[trial.name], trial) }
    for trial in largeTrials(&work.random) { judgeLargeLoss(try work[trial.name], trial) }
  }

  Step("learn") { lab in
    for trial in vectorTrials(&lab.random) {
      let moved = learned(
        WordVectors(center: trial.center, candidates: trial.candidates), rate: trial.rate)
      try lab.submit("center of \(trial.name)", moved.center)
      try lab.submit("candidates of \(trial.name)", moved.candidates)
    }
    var park = try Park(seed: lab.seed)
    var losses: [Double] = []
    let rounds = 12
    for round in 1...rounds {
      losses.append(park.learn(window: 2))
      lab.progress("reading", round, of: rounds, unit: "round")
      lab.show(Figure("park", title: "The animals after round \(round)", .embedding(park.map)))
      let curve = Curves([.init("loss", losses)], axis: "round", unit: .number)
      lab.show(Figure("loss", title: "Loss of a pair", .curves(curve)))
    }
    lab.metric("nearest-is-of-its-kind", park.shareOfKind, .fraction)
    lab.metric("raccoon-on-the-way-to-the-pets", park.raccoon, .fraction)
    lab.metric("loss-at-the-end", losses.last ?? 0, .number)
  } judge: { work in
    for trial in vectorTrials(&work.random) {
      judgeLearning(
        try work["center of \(trial.name)"], try work["candidates of \(trial.name)"], trial)
    }
  }

  Step("nearest") { lab in
    for trial in directionTrials(&lab.random) {
      try lab.submit("cosine of \(trial.name)", cosine(trial.one, trial.other))
    }
    for trial in cloudTrials(&lab.random) {
      try lab.submit(
        "cosines of \(trial.name)", trial.vectors.map { one in trial.vectors.map { cosine(one, $0) } })
      try lab.submit(
        "nearest of \(trial.name)",
        trial.vectors.indices.map { nearest(to: $0, in: trial.vectors, count: trial.count) })
    }
    let corpus = Corpus()
    let vectors = try corpus.vectors(.cbow, window: lab.knob("window"), seed: lab.seed, lab)
    let spellings = corpus.spellings
    let rows = ["green", "five", "anna", "1926", "piano", "jazz", "marathon", "petals"].map {
      word -> [String] in
      let near = nearest(to: corpus.place(of: word), in: vectors, count: 2)
      return [word] + near.map { spellings.indices.contains($0) ? spellings[$0] : "" }
    }
    lab.showTable(
      "table", "Nearest words, window \(lab.knob("window"))", ["word", "nearest", "second"], rows)
    let found = corpus.shares(in: vectors).list
    let chance = corpus.byChance(seed: lab.seed)
    let bars = Bars([.init("learned", found), .init("random", chance)], unit: .fraction)
    lab.show(Figure("lists", title: "Nearest five on the same list", .bars(bars)))
    lab.metric("on-the-same-list", found, .fraction)
    lab.metric("by-chance", chance, .fraction)
  } judge: { work in
    for trial in directionTrials(&work.random) {
      judgeCosine(try work["cosine of \(trial.name)"], trial)
    }
    for trial in cloudTrials(&work.random) {
      judgeNearest(try work["nearest of \(trial.name)"], try work["cosines of \(trial.name)"], trial)
    }
  }

  Step("meaning") { lab in
    let corpus = Corpus()
    let kinds: [(name: String, kind: Kind, window: Int)] = [
      ("CBOW 2", .cbow, 2), ("CBOW 8", .cbow, 8), ("skip 2", .skipGram, 2),
    ]
    var rows: [[String]] = []
    for (name, kind, window) in kinds {
      let shares = try (0..<3).map { run in
        lab.progress("training", rows.count * 3 + Int(run), of: kinds.count * 3, unit: "model")
        return corpus.shares(
          in: try corpus.vectors(kind, window: window, seed: lab.seed &+ UInt64(run), lab))
      }
      rows.append([name, spread(shares.map(\.list)), spread(shares.map(\.topic))])
      lab.showTable("meaning", "The nearest five, three seeds", ["window", "same list", "same topic"], rows)
      if kind == .cbow {
        lab.metric("same-list-at-\(window)", mean(shares.map(\.list)), .fraction)
        lab.metric("same-topic-at-\(window)", mean(shares.map(\.topic)), .fraction)
      }
    }
  }

  Step("map") { lab in
    let corpus = Corpus()
    let window = lab.knob("window")
    let vectors = try corpus.vectors(.cbow, window: window, seed: lab.seed, lab).map(normalized)
    let shown = corpus.lists.enumerated().filter { mapped.contains($1.name) }.enumerated().flatMap {
      group, list in list.element.words.prefix(7).map { (word: $0, group: group) }
    }
    let points = shown.map { vectors[corpus.place(of: $0.word)] }
    let map = EmbeddingMap(
      shown.map(\.word),
      vectors: Tensor(shape: [points.count, points[0].count], values: points.flatMap { $0 }),
      group: shown.map(\.group), groups: corpus.lists.map(\.name).filter(mapped.contains))
    lab.show(Figure("map", title: "Map of words, window \(window)", .embedding(map)))
    let flat = map.points.map { [Float($0.x), Float($0.y)] }
    let kept = variance(flat) / variance(points)
    func sameGroup(_ vectors: [[Float]]) -> Double {
      mean(
        shown.indices.map { place in
          let near = nearest(to: place, in: vectors, count: 3)
          return Double(near.count { shown[$0].group == shown[place].group }) / 3
        })
    }
    let shares = (whole: sameGroup(points), flat: sameGroup(flat))
    let rows = [
      ("random vectors", corpus.byChance(seed: lab.seed)),
      ("nearest five, all words", corpus.shares(in: vectors).list),
      ("nearest three, shown", shares.whole), ("nearest three, on the map", shares.flat),
    ]
    lab.showTable(
      "summary", "What you measured", ["", "same list"],
      rows.map { [$0, Metric.Unit.fraction.text($1)] })
    lab.metric("variance-on-the-map", kept, .fraction)
    lab.metric("same-list-in-the-vectors", shares.whole, .fraction)
    lab.metric("same-list-on-the-map", shares.flat, .fraction)
  }
}

/// The positions of the knob.
let windows = [1, 2, 4, 8]

/// The lists whose words are on the map.
let mapped: Set<String> = ["colors", "numbers", "people", "instruments", "parts of plants", "contests"]

// MARK: - A small world

/// Sentences about animals in a park, and vectors for their words that the learner's step learns.
struct Park {
  static let pets = ["dog", "cat", "rabbit", "pony"]
  static let wild = ["snake", "bear", "wolf", "tiger"]

  private static let width = 8
  private static let negatives = 2

  private let words: [String]
  private let sentences: [[Int]]
  private let sampler: NegativeSampler
  private var centers: [[Float]]
  private var neighbors: [[Float]]
  private var random: SeededGenerator

  /// Writes 250 sentences; the raccoon is in both kinds of them.
  init(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let kinds: [[[String]]] = [
      [
        ["children", "families", "visitors"], ["feed", "pet", "cuddle"], ["the"], ["soft", "gentle", "tame"],
        Self.pets + ["raccoon"], ["in"], ["the"], ["garden", "stable", "yard"],
      ],
      [
        ["hunters", "rangers", "hikers"], ["fear", "track", "avoid"], ["the"],
        ["fierce", "hungry", "savage"],
        Self.wild + ["raccoon"], ["in"], ["the"], ["forest", "cave", "mountains"],
      ],
    ]
    let texts = (0..<250).map { index in kinds[index % 2].map { $0.randomElement(using: &random)! } }
    words = Array(Set(texts.joined())).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
    sentences = texts.map { $0.map { numbers[$0]! } }
    var counts = words.map { _ in 0 }
    for word in sentences.joined() { counts[word] += 1 }
    sampler = try NegativeSampler(counts: counts)
    // As word2vec begins: small vectors for the words, zeros for the neighbors.
    centers = words.map { _ in random.uniform(count: Self.width, in: -0.06...0.06) }
    neighbors = words.map { _ in [Float](repeating: 0, count: Self.width) }
    self.random = random
  }

  /// Reads all sentences once, and gives the mean loss of a pair.
  mutating func learn(window: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for sentence in sentences {
      for pair in pairs(in: sentence, window: window) {
        let madeUp = (0..<Self.negatives).map { _ in sampler.draw(using: &random) }
        let places = [pair.neighbor] + madeUp
        let before = WordVectors(center: centers[pair.center], candidates: places.map { neighbors[$0] })
        sum += Double(loss(of: before.center, candidates: before.candidates))
        count += 1
        let after = learned(before, rate: 0.1)
        centers[pair.center] = after.center
        for (place, vector) in zip(places, after.candidates) { neighbors[place] = vector }
      }
    }
    return sum / Double(max(count, 1))
  }

  private var animals: [(name: String, group: Int, vector: [Float])] {
    zip([Self.pets, Self.wild, ["raccoon"]], 0...).flatMap { names, group in
      names.map { name in (name, group, centers[words.firstIndex(of: name)!]) }
    }
  }

  /// The animals in the plane in which they differ most.
  var map: EmbeddingMap {
    let animals = animals
    return EmbeddingMap(
      animals.map(\.name),
      vectors: Tensor(shape: [animals.count, Self.width], values: animals.flatMap(\.vector)),
      group: animals.map(\.group), groups: ["petted", "feared", "both"])
  }

  /// How far the raccoon is on the way from the middle of the wild animals to that of the pets.
  var raccoon: Double {
    func middle(_ group: Int) -> [Float] {
      let vectors = animals.filter { $0.group == group }.map(\.vector)
      return (0..<Self.width).map { feature in vectors.map { $0[feature] }.reduce(0, +) / Float(vectors.count)
      }
    }
    let wild = middle(1)
    let way = zip(middle(0), wild).map { $0 - $1 }
    return Double(product(way, zip(middle(2), wild).map { $0 - $1 }) / product(way, way))
  }

  /// How many of the eight animals of one kind have one of this kind as the nearest of the others.
  var shareOfKind: Double {
    let kinds = animals.filter { $0.group < 2 }
    let vectors = kinds.map { normalized($0.vector) }
    return mean(
      kinds.indices.map { place in
        let others = kinds.indices.filter { $0 != place }
        let best = others.max { product(vectors[$0], vectors[place]) < product(vectors[$1], vectors[place]) }!
        return kinds[best].group == kinds[place].group ? 1 : 0
      })
  }
}

// MARK: - Texts

/// Which question the vectors learn from.
enum Kind {
  /// Which word fits into this neighborhood?
  case cbow
  /// Which word is in the neighborhood of this one?
  case skipGram
}

/// Short descriptions, and vectors for their words.
struct Corpus {
  /// Words that serve one purpose.
  ///
  /// Training never sees the lists; they judge what it found.
  let lists: [(name: String, words: [String])] = [
    ("colors", "white red yellow green blue brown gray purple golden black"),
    ("numbers", "two three four five six seven nine twelve twenty"),
    ("years", stride(from: 1881, through: 2019, by: 3).map { "\($0)" }.joined(separator: " ")),
    ("people", "anna tomas clara emil ines pavel marta oskar lucia henrik noor"),
    ("subjects", "history engineering medicine botany economics astronomy geology poetry"),
    ("instruments", "guitars piano drums synthesizers brass accordion flute banjo harp"),
    ("music", "rock jazz folk pop soul blues punk reggae tango ska"),
    ("parts of plants", "flowers leaves berries petals fronds needles pods cones catkins"),
    ("contests", "championship final marathon relay tournament league sprint regatta"),
    ("laws", "bill reform treaty decree amendment referendum ordinance statute"),
  ].map { name, words in (name, words.split(separator: " ").map { String($0) }) }

  static let width = 16
  private static let negatives = 3

  private let vocabulary: Vocabulary
  private let texts: [[Float]]
  /// For each word the class of most texts that it is in; nil if it is in many.
  private let topics: [Int?]

  init() {
    let examples = Topics.generate(seed: 1042, train: 2000, test: 0).train
    let vocabulary = Vocabulary(of: examples.map(\.text), size: 2000)
    var counts = Array(repeating: Array(repeating: 0, count: Topics.classNames.count), count: vocabulary.size)
    texts = examples.map { example in
      let ids = words(of: example.text).map(vocabulary.id(of:))
      for id in ids { counts[id][example.label] += 1 }
      return ids.map(Float.init)
    }
    topics = counts.dropFirst(2).map { counts in
      let most = counts.max() ?? 0
      return 10 * most >= 6 * counts.reduce(0, +) ? counts.firstIndex(of: most) : nil
    }
    self.vocabulary = vocabulary
  }

  /// The words that have vectors.
  var spellings: [String] { Array(vocabulary.words.dropFirst(2)) }

  /// The place of a word's vector.
  func place(of word: String) -> Int { vocabulary.id(of: word) - 2 }

  /// A vector for each word, kept for the next run.
  func vectors(_ kind: Kind, window: Int, seed: UInt64, _ lab: Lab) throws -> [[Float]] {
    let name = "\(kind)-\(window)-\(seed)"
    let table: Tensor
    if let kept = lab.kept(name) {
      table = try ModelFile.decodeState(kept)[0].tensor
    } else {
      let data = try examples(kind, window: window, seed: seed)
      let model = try model(reading: data.inputs[0].shape[1], seed: seed)
      // Steps of a fraction of a millisecond: a second thread would cost more than it helps.
      threadCount = 1
      try model.fit(
        data, epochs: kind == .cbow ? 4 : 1, batchSize: 512, loss: .binaryCrossEntropy,
        optimizer: Adam(learningRate: 0.05), seed: seed)
      table = model.state[0].tensor
      lab.keep(name, ModelFile.encode(state: [model.state[0]]))
    }
    let values = table.values
    return (2..<vocabulary.size).map { Array(values[$0 * Self.width..<($0 + 1) * Self.width]) }
  }

  /// The mean of the vectors of the words that are read, compared with a vector of each candidate.
  ///
  /// The score is the mean of the products instead of their sum, which only changes how long the vectors become.
  private func model(reading length: Int, seed: UInt64) throws -> Model {
    let (count, width) = (1 + Self.negatives, Self.width)
    return try Model(inputs: [[length], [count]], seed: seed) { inputs in
      let read = Embedding(vocabulary.size, width: width)(inputs[0])
      let center = GlobalAveragePool()(read, PaddingMask()(inputs[0]))
      let centers = Concatenate()(center, Array(repeating: center, count: count - 1))
      let candidates = Embedding(vocabulary.size, width: width)(inputs[1])
      let products = Multiply()(Reshape([count, width])(centers), candidates)
      return Reshape([count])(AveragePool1D(width)(Reshape([count * width, 1])(products)))
    }
  }

  /// What is read, and the candidates: a real one, then some drawn at random.
  private func examples(_ kind: Kind, window: Int, seed: UInt64) throws -> Dataset {
    var random = SeededGenerator(seed: seed)
    let sampler = try NegativeSampler(counts: vocabulary.counts)
    var (read, candidates): ([Float], [Float]) = ([], [])
    func add(_ real: Float) {
      candidates.append(real)
      for _ in 0..<Self.negatives { candidates.append(Float(sampler.draw(using: &random))) }
    }
    let padding = [Float](repeating: 0, count: window)
    for text in texts {
      let padded = padding + text + padding
      for place in text.indices {
        let around = padded[place..<place + window] + padded[place + window + 1...place + 2 * window]
        switch kind {
        case .cbow:
          read += around
          add(text[place])
        case .skipGram:
          for neighbor in around where neighbor > 0 {
            read.append(text[place])
            add(neighbor)
          }
        }
      }
    }
    let width = 1 + Self.negatives
    let count = candidates.count / width
    let isReal = (0..<candidates.count).map { Float($0 % width == 0 ? 1 : 0) }
    return try Dataset(
      inputs: [
        Tensor(shape: [count, read.count / count], values: read),
        Tensor(shape: [count, width], values: candidates),
      ], values: Tensor(shape: [count, width], values: isReal))
  }

  /// What the five nearest of the listed words are: on the same list, or not but of the same topic.
  func shares(in vectors: [[Float]]) -> (list: Double, topic: Double) {
    let all = vectors.map(normalized)
    let list = Dictionary(
      uniqueKeysWithValues: lists.enumerated().flatMap { index, list in
        list.words.map { (place(of: $0), index) }
      })
    let listed = list.keys.filter { $0 >= 0 }.sorted()
    // One product of matrices, for the engine is many times as fast as a lesson's own loops.
    let transposed = (0..<Self.width).flatMap { feature in all.map { $0[feature] } }
    let cosines = matrixProduct(
      Tensor(shape: [listed.count, Self.width], values: listed.flatMap { all[$0] }),
      Tensor(shape: [Self.width, all.count], values: transposed))
    var (sameList, sameTopic): ([Double], [Double]) = ([], [])
    for (row, place) in listed.enumerated() {
      for near in largest(6, of: cosines.rows(row..<row + 1).values) where near != place {
        let isSame = list[near] == list[place]
        sameList.append(isSame ? 1 : 0)
        if let topic = topics[place] { sameTopic.append(!isSame && topics[near] == topic ? 1 : 0) }
      }
    }
    return (mean(sameList), mean(sameTopic))
  }

  /// What share of the nearest five would be on the same list if vectors were random.
  func byChance(seed: UInt64) -> Double {
    var random = SeededGenerator(seed: seed)
    return shares(in: spellings.map { _ in random.normal(count: Self.width) }).list
  }
}

/// The places of the largest values.
private func largest(_ count: Int, of values: [Float]) -> [Int] {
  var places: [Int] = []
  for (place, value) in values.enumerated() where places.count < count || value > values[places[count - 1]] {
    places.insert(place, at: places.firstIndex { values[$0] < value } ?? places.count)
    if places.count > count { places.removeLast() }
  }
  return places
}

// MARK: - Trials

/// A sentence of numbers, no two of which are alike.
struct SentenceTrial {
  var name: String
  var sentence: [Int]
  var window: Int
}

func sentenceTrials(_ random: inout SeededGenerator) -> [SentenceTrial] {
  [(0, 2), (1, 3), (2, 1), (5, 1), (9, 2), (7, 3), (4, 9)].map { count, window in
    SentenceTrial(
      name: "\(count == 1 ? "1 word" : "\(count) words"), window \(window)",
      sentence: random.permutation(count: 40).prefix(count).map { $0 },
      window: window)
  }
}

/// The vectors of a word and of candidates to be its neighbor.
struct VectorTrial {
  var name: String
  var center: [Float]
  var candidates: [[Float]]
  var rate: Float = 0.1
}

func vectorTrials(_ random: inout SeededGenerator) -> [VectorTrial] {
  [(2, 1), (2, 2), (3, 4), (8, 3), (16, 6)].map { width, count in
    VectorTrial(
      name: "width \(width), candidates \(count)", center: random.uniform(count: width, in: 0.3...1),
      candidates: (0..<count).map { _ in random.uniform(count: width, in: -1...1) },
      rate: random.uniform(count: 1, in: 0.2...0.5)[0])
  }
}

/// Vectors so long that the exponential of a score is no longer a number.
func largeTrials(_ random: inout SeededGenerator) -> [VectorTrial] {
  let lengths = random.uniform(count: 3, in: 150...250)
  return [
    VectorTrial(name: "score \(-lengths[0]) of the neighbor", center: [lengths[0]], candidates: [[-1]]),
    VectorTrial(name: "score \(lengths[1]) of the neighbor", center: [lengths[1]], candidates: [[1]]),
    VectorTrial(
      name: "score \(lengths[2]) of a made-up one", center: [0, lengths[2]], candidates: [[1, 0], [0, 1]]),
  ]
}

/// Two vectors.
struct DirectionTrial {
  var name: String
  var one, other: [Float]
}

func directionTrials(_ random: inout SeededGenerator) -> [DirectionTrial] {
  let one = random.uniform(count: 4, in: 0.5...2)
  var trials = [
    DirectionTrial(name: "a vector and itself", one: one, other: one),
    DirectionTrial(name: "a vector and three times itself", one: one, other: one.map { 3 * $0 }),
    DirectionTrial(name: "a vector and its opposite", one: one, other: one.map { -$0 }),
    DirectionTrial(name: "a right angle", one: [2, 0], other: [0, 5]),
    DirectionTrial(name: "a vector and zeros", one: one, other: [0, 0, 0, 0]),
  ]
  for width in [2, 8, 16] {
    trials.append(
      DirectionTrial(
        name: "random vectors of width \(width)", one: random.normal(count: width),
        other: random.normal(count: width)))
  }
  return trials
}

/// Vectors of different directions and very different lengths.
struct CloudTrial {
  var name: String
  var vectors: [[Float]]
  var count: Int
}

func cloudTrials(_ random: inout SeededGenerator) -> [CloudTrial] {
  [(2, 1), (6, 2), (12, 5), (20, 3)].map { size, count in
    CloudTrial(
      name: "\(size) vectors",
      vectors: (0..<size).map { _ in
        let length = random.uniform(count: 1, in: 0.1...10)[0]
        return random.normal(count: 6).map { $0 * length }
      }, count: count)
  }
}

// MARK: - Numbers

func product(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).map(*).reduce(0, +) }

func normalized(_ vector: [Float]) -> [Float] {
  let length = product(vector, vector).squareRoot()
  return length > 0 ? vector.map { $0 / length } : vector
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

/// How far vectors lie from their mean, squared.
func variance(_ vectors: [[Float]]) -> Double {
  let center = vectors[0].indices.map { feature in
    vectors.map { $0[feature] }.reduce(0, +) / Float(vectors.count)
  }
  return mean(
    vectors.map { vector in
      let difference = zip(vector, center).map { $0 - $1 }
      return Double(product(difference, difference))
    })
}

/// A mean and the range, in percent.
func spread(_ values: [Double]) -> String {
  func percent(_ value: Double) -> Int { Int((100 * value).rounded()) }
  return "\(percent(mean(values))) % (\(percent(values.min() ?? 0))-\(percent(values.max() ?? 0)))"
}

extension Lab {
  func showTable(_ id: String, _ title: String, _ columns: [String], _ rows: [[String]]) {
    show(Figure(id, title: title, .table(Table(columns: columns, rows: rows))))
  }
}
