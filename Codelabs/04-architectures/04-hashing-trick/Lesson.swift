import Codelab
import Foundation

let lesson = Lesson {
  Step("hash") { lab in
    for (index, word) in trialWords(&lab.random).enumerated() {
      try lab.submit("hash \(index)", hash(of: word))
    }
    for (index, trial) in rowTrials(&lab.random).enumerated() {
      try lab.submit("row \(index)", row(of: trial.number, size: trial.size))
    }
    let size = lab.knob("rows")
    let numbers = try Corpus(lab).words.map(number)
    func counts(_ size: Int) -> [Int: Int] {
      numbers.map { row(of: $0, size: size) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    let full = counts(size)
    let fullest = full.values.max() ?? 0
    lab.showTable(
      "words", "Where words go, of \(size) rows", ["word", "hash", "row", "words"],
      ["piano", "pianos", "bear", "bare", "marathon", "1926"].map { word in
        let place = row(of: number(word), size: size)
        return [word, String(hash(of: word), radix: 16), "\(place)", "\(full[place] ?? 0)"]
      })
    lab.show(
      Figure(
        "fullness", title: "How full the rows are",
        .histogram(
          Bins(
            minimum: 0, maximum: Double(fullest + 1),
            counts: (0...fullest).map { count in (0..<size).count { full[$0, default: 0] == count } },
            axis: "words in a row"))))
    lab.metric("words", Double(numbers.count), .count)
    lab.metric("fullest-of-256", Double(counts(256).values.max() ?? 0), .count)
  } judge: { work in
    for (index, word) in trialWords(&work.random).enumerated() {
      judgeHash(try work["hash \(index)"], word)
    }
    for (index, trial) in rowTrials(&work.random).enumerated() {
      judgeRow(try work["row \(index)"], trial)
    }
  }

  Step("collisions") { lab in
    for (index, rows) in sharingTrials(&lab.random).enumerated() {
      try lab.submit("shared \(index)", sharedShare(rows))
    }
    for (index, trial) in chanceTrials(&lab.random).enumerated() {
      try lab.submit("expected \(index)", expectedShare(words: trial.words, places: trial.places))
    }
    let numbers = try Corpus(lab).words.map(number)
    func shares(_ size: Int) -> (counted: Double, expected: Double) {
      (
        sharedShare(numbers.map { row(of: $0, size: size) }),
        expectedShare(words: numbers.count, places: Double(size))
      )
    }
    let all = sizes.map(shares)
    let powers = sizes.map { log2(Double($0)) }
    lab.showCurves(
      "shares", "Words that share their row",
      [
        .init("counted", x: powers, y: all.map(\.counted)),
        .init("expected", x: powers, y: all.map(\.expected), isGhost: true),
      ])
    let (size, same) = (lab.knob("rows"), shares(numbers.count))
    lab.showTable(
      "chosen", "Share a row, of \(count(numbers.count)) words", ["rows", "counted", "expected"],
      [(size, shares(size)), (numbers.count, same)].map {
        [count($0), percent($1.counted), percent($1.expected)]
      })
    lab.metric("shared-with-a-row-for-each", same.counted, .fraction)
  } judge: { work in
    for (index, rows) in sharingTrials(&work.random).enumerated() {
      judgeSharing(try work["shared \(index)"], rows)
    }
    for (index, trial) in chanceTrials(&work.random).enumerated() {
      judgeChance(try work["expected \(index)"], trial)
    }
  }

  Step("two") { lab in
    for (index, trial) in rowTrials(&lab.random).enumerated() {
      try lab.submit("rows \(index)", rows(of: trial.number, hashes: trial.hashes, size: trial.size))
    }
    for (index, trial) in confusionTrials(&lab.random).enumerated() {
      try lab.submit("confused \(index)", confusedShare(trial))
    }
    let numbers = try Corpus(lab).words.map(number)
    func confused(_ size: Int, _ hashes: Int) -> Double {
      confusedShare(numbers.map { rows(of: $0, hashes: hashes, size: size) })
    }
    let powers = sizes.map { log2(Double($0)) }
    let expected = sizes.map { size in
      expectedShare(words: numbers.count, places: Double(size * size) / 2)
    }
    lab.showCurves(
      "hashes", "Words confused with another",
      [
        .init("one hash", x: powers, y: sizes.map { confused($0, 1) }),
        .init("two hashes", x: powers, y: sizes.map { confused($0, 2) }),
        .init("expected of two", x: powers, y: expected, isGhost: true),
      ])
    let size = lab.knob("rows")
    let own = numbers.prefix(200).map { rows(of: $0, hashes: 2, size: size) }
    let engine = try engineSums(of: Array(numbers.prefix(200)), size: size)
    let equal = zip(own, engine).count { Float($0.reduce(0, +)) == $1 }
    lab.show(
      Figure(
        "counts", title: "Confused words with \(size) rows",
        .bars(
          Bars(
            (1...3).map { .init($0 == 1 ? "1 hash" : "\($0) hashes", confused(size, $0)) }, unit: .fraction)))
    )
    lab.metric("confused-at-256", confused(256, 2), .fraction)
    lab.metric("same-rows-as-the-engine", Double(equal) / Double(own.count), .fraction)
  } judge: { work in
    for (index, trial) in rowTrials(&work.random).enumerated() {
      judgeRows(try work["rows \(index)"], trial)
    }
    for (index, trial) in confusionTrials(&work.random).enumerated() {
      judgeConfusion(try work["confused \(index)"], trial)
    }
  }

  Step("accuracy") { lab in
    let corpus = try Corpus(lab)
    let table = try corpus.measured(nil, lab)
    var (one, two): ([Measured], [Measured]) = ([], [])
    for size in tableSizes {
      lab.progress("training", one.count, of: tableSizes.count, unit: "size")
      one.append(try corpus.measured(.hashed(rows: size, hashes: 1), lab))
      two.append(try corpus.measured(.hashed(rows: size, hashes: 2), lab))
      let powers = tableSizes.prefix(one.count).map { log2(Double($0)) }
      lab.showCurves(
        "accuracy", "Accuracy, mean of three runs",
        [
          .init("one hash", x: powers, y: one.map(\.mean)),
          .init("two hashes", x: powers, y: two.map(\.mean)),
          .init("a row for each word", x: [6, 10], y: [table.mean, table.mean], isGhost: true),
        ])
    }
    let rows = zip(tableSizes, zip(one, two)).map { ["\($0)", $1.0.spread, $1.1.spread] }
    lab.showTable(
      "spread", "Accuracy, three runs", ["rows", "one hash", "two hashes"],
      rows + [["a list", table.spread, ""]])
    lab.metric("accuracy-of-the-table", table.mean, .fraction)
    lab.metric("accuracy-at-256", one[2].mean, .fraction)
    lab.metric("size-of-the-table", Double(table.bytes), .bytes)
  }

  Step("project") { lab in
    for (index, number) in projectionTrials(&lab.random).enumerated() {
      try lab.submit("features \(index)", projected(number, features: 4 + 10 * index))
    }
    let words = ["piano", "pianos", "bear", "bare"]
    lab.showTable(
      "features", "Twelve features", ["word", "features"],
      words.map { word in
        let features = projected(number(word), features: 12)
        return [word, features.map { $0 > 0 ? "+" : $0 < 0 ? "-" : "0" }.joined(separator: " ")]
      })
    let corpus = try Corpus(lab)
    let table = try corpus.measured(nil, lab)
    let hashed = try tableSizes.map { try corpus.measured(.hashed(rows: $0, hashes: 1), lab) }
    let counts = [64, 128, 256]
    var found: [Measured] = []
    for features in counts {
      lab.progress("training", found.count, of: counts.count, unit: "size")
      found.append(try corpus.measured(.projected(features: features), lab))
      lab.showSizes("tradeoff", [table] + hashed, chosen: found)
    }
    lab.showTable(
      "projections", "Accuracy, three runs", ["features", "size", "accuracy"],
      zip(counts, found).map { ["\($0)", Metric.Unit.bytes.text(Double($1.bytes)), $1.spread] })
    lab.metric("accuracy-at-256-features", found[2].mean, .fraction)
  } judge: { work in
    for (index, number) in projectionTrials(&work.random).enumerated() {
      judgeProjection(try work["features \(index)"], number, count: 4 + 10 * index)
    }
  }

  Step("choose") { lab in
    let corpus = try Corpus(lab)
    let program = try corpus.program(of: design(), seed: lab.seed)
    try lab.submit("model", program)
    let bytes = ModelFile.encode(program).count
    let share = try accuracy(of: program, on: corpus.data(nil, run: 0).test).value
    let table = try corpus.measured(nil, lab)
    let others =
      try [.hashed(rows: 256, hashes: 1), .hashed(rows: 1024, hashes: 1), .projected(features: 256)].map {
        try corpus.measured($0, lab)
      }
    let yours = Measured(name: "yours", bytes: bytes, accuracies: [share])
    lab.showSizes("chosen", [table] + others, chosen: [yours], budget: lab.budget.size)
    lab.showTable(
      "summary", "What you measured", ["model", "size", "accuracy"],
      ([table] + others + [yours]).map {
        [$0.name, Metric.Unit.bytes.text(Double($0.bytes)), percent($0.mean)]
      })
    lab.metric("size-chosen", Double(bytes), .bytes)
    lab.metric("accuracy-chosen", share, .fraction)
    lab.metric("times-smaller-than-the-table", Double(table.bytes) / Double(bytes), .number)
  } judge: { work in
    try judgeDesign(work)
  }
}

/// The sizes of tables whose collisions are counted.
let sizes = [16, 64, 256, 1024, 4096, 16_384]

/// The sizes of tables that are trained.
let tableSizes = [64, 128, 256, 512, 1024]

/// The number of a word by the learner's hash: 24 bits, which the engine keeps exactly, and never 0, which is padding.
func number(_ word: String) -> UInt32 { 1 + hash(of: word) % 0xFF_FFFF }

/// What the engine adds up for each number, if row i of its table holds i.
func engineSums(of numbers: [UInt32], size: Int) throws -> [Float] {
  let model = try Model(input: [numbers.count]) { HashedEmbedding(size, width: 1, hashes: 2) }
  let table = Tensor(shape: [size, 1], values: (0..<size).map(Float.init))
  try model.restore([NamedTensor(name: model.state[0].name, tensor: table)])
  return try model.predict(Tensor(shape: [1, numbers.count], values: numbers.map { Float($0) })).values
}

// MARK: - Texts

/// Numbers of words by a hash that is another one for each run.
///
/// Which words share a row is a matter of luck, and belongs into the spread.
struct RunVocabulary: TextEncoding {
  var run: Int
  var size: Int { 1 << 24 }

  func id(of word: String) -> Int {
    HashedVocabulary(size: size).id(of: run == 0 ? word : "\(word) \(run)")
  }
}

/// A model's size and its accuracy in three runs.
struct Measured: Codable {
  var name: String
  var bytes: Int
  var accuracies: [Double]

  var mean: Double { accuracies.reduce(0, +) / Double(accuracies.count) }

  /// The mean and the standard deviation of the runs, in percent.
  var spread: String {
    let squares = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(accuracies.count - 1)).squareRoot()
    return String(format: "%.1f ±%.1f %%", 100 * mean, 100 * deviation)
  }
}

/// Descriptions in fourteen classes, and classifiers of them.
final class Corpus {
  private static let length = 40
  private static let width = 16

  /// The words of the texts to train with.
  let words: [String]

  private let texts: TextSet
  private let vocabulary: Vocabulary
  private var encoded: [Int: (train: Dataset, test: Dataset)] = [:]

  init(_ bench: some Bench) throws {
    texts = try bench.topics(train: 2_800, test: 1_400)
    vocabulary = Vocabulary(of: texts.train.map(\.text), size: 5000)
    words = Array(vocabulary.words.dropFirst(2))
  }

  /// The texts in numbers: of the list of words, or of a run's hash.
  func data(_ list: Vocabulary?, run: Int) throws -> (train: Dataset, test: Dataset) {
    let key = list == nil ? run : -1
    if let known = encoded[key] { return known }
    let encoding: any TextEncoding = list ?? RunVocabulary(run: run)
    let data = try [texts.train, texts.test].map {
      try encoding.dataset(of: $0, length: Self.length, classes: texts.classNames.count)
    }
    encoded[key] = (data[0], data[1])
    return (data[0], data[1])
  }

  /// A classifier of the mean of the vectors of all words; without a way to make them, with a row for each word.
  func trained(_ words: Words?, width: Int, run: Int, seed: UInt64) throws -> Model {
    let model = try Model(input: [Self.length], seed: seed &+ UInt64(run)) { ids in
      let vectors =
        switch words {
        case .hashed(let rows, let hashes): HashedEmbedding(rows, width: width, hashes: hashes)(ids)
        case .projected(let features): ReLU()(Dense(width)(Projection(features)(ids)))
        case nil: Embedding(vocabulary.size, width: width)(ids)
        }
      return Dense(texts.classNames.count)(GlobalAveragePool()(vectors, PaddingMask()(ids)))
    }
    // Steps of a fraction of a millisecond: a second thread would cost more than it helps.
    threadCount = 1
    try model.fit(
      data(words == nil ? vocabulary : nil, run: run).train, epochs: 8, batchSize: 64,
      optimizer: Adam(learningRate: 0.01), seed: seed &+ UInt64(run))
    return model
  }

  /// A trained classifier of a design, with its weights rounded.
  func program(of design: Design, seed: UInt64) throws -> Program {
    try trained(design.words, width: design.width, run: 0, seed: seed).compiled { _, weight in
      try QuantizedTensor(weight, bits: design.bits, granularity: .perChannel)
    }
  }

  /// Trains and measures a classifier three times, kept for the next run; a list of words counts with the bytes.
  func measured(_ words: Words?, _ lab: Lab) throws -> Measured {
    let name =
      switch words {
      case .hashed(let rows, let hashes): "\(rows) rows" + (hashes > 1 ? ", \(hashes) hashes" : "")
      case .projected(let features): "projected \(features)"
      case nil: "table and list"
      }
    if let kept = lab.kept(name) {
      return try JSONDecoder().decode(Measured.self, from: Foundation.Data(kept))
    }
    var result = Measured(name: name, bytes: 0, accuracies: [])
    for run in 0..<3 {
      let program = try trained(words, width: Self.width, run: run, seed: lab.seed).compiled()
      let test = try data(words == nil ? vocabulary : nil, run: run).test
      result.accuracies.append(try accuracy(of: program, on: test).value)
      result.bytes = ModelFile.encode(program).count
    }
    if words == nil { result.bytes += self.words.reduce(0) { $0 + $1.utf8.count + 1 } }
    lab.keep(name, Array(try JSONEncoder().encode(result)))
    return result
  }
}

// MARK: - Showing

func percent(_ share: Double) -> String { Metric.Unit.fraction.text(share) }

func count(_ number: Int) -> String { Metric.Unit.count.text(Double(number)) }

extension Lab {
  func showTable(_ id: String, _ title: String, _ columns: [String], _ rows: [[String]]) {
    show(Figure(id, title: title, .table(Table(columns: columns, rows: rows))))
  }

  /// Shares by the size of a table.
  func showCurves(_ id: String, _ title: String, _ series: [Curves.Series]) {
    show(Figure(id, title: title, .curves(Curves(series, axis: "log2 of the rows", unit: .fraction))))
  }

  func showSizes(_ id: String, _ models: [Measured], chosen: [Measured], budget: Int? = nil) {
    let points = (models.map { ($0, false) } + chosen.map { ($0, true) }).map { model, isChosen in
      Tradeoff.Point(model.name, cost: Double(model.bytes), quality: model.mean, isChosen: isChosen)
    }
    show(
      Figure(
        id, title: "Bytes and accuracy",
        .tradeoff(
          Tradeoff(
            points, costUnit: .bytes, qualityUnit: .fraction, costAxis: "size", qualityAxis: "accuracy",
            costBudget: budget.map(Double.init)))))
  }
}

// MARK: - Trials

/// Words of one letter and many, some with letters that take several bytes.
func trialWords(_ random: inout SeededGenerator) -> [String] {
  let letters = Array("abcdefghijklmnopqrstuvwxyz")
  let made = (1...5).map { length in
    String((0..<2 * length).map { _ in letters.randomElement(using: &random)! })
  }
  return ["", "a", "piano"] + made + ["naïve", "été", "Größe"]
}

/// The number of a word, and a table to find it in.
struct RowTrial {
  var number: UInt32
  var hashes, size: Int
}

func rowTrials(_ random: inout SeededGenerator) -> [RowTrial] {
  [(1, 1), (2, 3), (3, 7), (2, 256), (4, 1000), (1, 4096), (3, 50_000)].map { hashes, size in
    RowTrial(number: UInt32.random(in: 1..<1 << 24, using: &random), hashes: hashes, size: size)
  }
}

/// The rows of words: of none, of one, of some in one row or in rows of their own, and of many.
func sharingTrials(_ random: inout SeededGenerator) -> [[Int]] {
  [[], [3], [5, 5, 5], [0, 2, 4, 6], [1, 1, 2, 3]]
    + [(30, 20), (200, 256)].map { words, rows in
      (0..<words).map { _ in Int.random(in: 0..<rows, using: &random) }
    }
}

/// Words and the places that they may go to.
struct ChanceTrial {
  var words: Int
  var places: Double
}

func chanceTrials(_ random: inout SeededGenerator) -> [ChanceTrial] {
  [(1, 10), (2, 1), (2, 4), (3, 2.5), (100, 100)].map { ChanceTrial(words: $0, places: $1) }
    + (0..<3).map { _ in
      ChanceTrial(
        words: Int.random(in: 20...2000, using: &random),
        places: Double(Int.random(in: 50...5000, using: &random)))
    }
}

/// The rows of words, several for each, some of them in another order.
func confusionTrials(_ random: inout SeededGenerator) -> [[[Int]]] {
  [[], [[4, 4]], [[1, 2], [2, 1]], [[1, 2], [1, 3]], [[7], [7], [8]], [[1, 1, 2], [1, 2, 2]]]
    + [(2, 6), (2, 12), (3, 5)].map { hashes, size in
      (0..<30).map { _ in (0..<hashes).map { _ in Int.random(in: 0..<size, using: &random) } }
    }
}

/// Numbers of words to project.
func projectionTrials(_ random: inout SeededGenerator) -> [UInt32] {
  (0..<6).map { _ in UInt32.random(in: 1..<1 << 24, using: &random) }
}
