import Codelab
import Foundation

let lesson = Lesson {
  Step("edits") { lab in
    for trial in deletionTrials(&lab.random) {
      try lab.submit(trial.name, trial.edited { deleting(trial.share, from: $0, using: &lab.random) })
    }
    for trial in swapTrials {
      try lab.submit(trial.name, trial.edited { swapping(trial.times, in: $0, using: &lab.random) })
    }
    let reviews = try Corpus.reviews(lab, train: 100)
    let share = lab.knobValue("share")
    let rows = reviews.shortest.prefix(2).flatMap { text -> [[String]] in
      let words = text.words
      return lines("written", words) + lines("deleted", deleting(share, from: words, using: &lab.random))
        + lines("swapped", swapping(swaps(share, words), in: words, using: &lab.random))
    }
    lab.show(texts("Two reviews, \(percent(share)) edited", rows))
    let untouched = reviews.test.count { deleting(0.1, from: $0.words, using: &lab.random) == $0.words }
    lab.metric("untouched", Double(untouched) / Double(reviews.test.count), .fraction)
  } judge: { work in
    for trial in deletionTrials(&work.random) { judgeDeletion(try work[trial.name], trial) }
    for trial in swapTrials { judgeSwaps(try work[trial.name], trial) }
  }

  Step("synonyms") { lab in
    for trial in synonymTrials(&lab.random) {
      try lab.submit(
        trial.name,
        trial.edited { substituting(trial.share, in: $0, from: trial.thesaurus, using: &lab.random) })
    }
    let reviews = try Corpus.reviews(lab, train: 100)
    let share = lab.knobValue("share")
    // Two sentences to exchange, and words with synonyms.
    func synonyms(_ text: Text) -> Int { text.words.count { thesaurus[$0] != nil } }
    let two = reviews.shortest.prefix(100).filter { $0.sentences.count == 2 }
    let text = two.max { synonyms($0) < synonyms($1) } ?? reviews.shortest[0]
    let rows =
      lines("written", text.words) + edits.flatMap { lines($0.name, $0.apply(text, share, &lab.random)) }
    lab.show(texts("Five edits, \(percent(share)) edited", rows))
    let words = reviews.test.flatMap(\.words)
    lab.metric("has-synonyms", Double(words.count { thesaurus[$0] != nil }) / Double(words.count), .fraction)
  } judge: { work in
    for trial in synonymTrials(&work.random) { judgeSynonyms(try work[trial.name], trial) }
  }

  Step("survive") { lab in
    var examples: [[String]] = []
    for (name, corpus) in [("reviews", try Corpus.reviews(lab)), ("topics", try Corpus.topics(lab))] {
      let reader = try reader(of: corpus, name, lab)
      let labels = corpus.test.map(\.label)
      let verdicts = try corpus.classes(of: corpus.test.map(\.words), by: reader)
      // A text that it reads wrongly says nothing about the edit.
      let read = corpus.test.indices.filter { verdicts[$0] == labels[$0] }
      lab.metric("reader-\(name)", Double(read.count) / Double(labels.count), .fraction)
      let series = try edits.map { edit in
        let kept = try shares.map { share in
          let edited = read.map { edit.apply(corpus.test[$0], share, &lab.random) }
          let after = try corpus.classes(of: edited, by: reader)
          let changed = read.indices.filter { after[$0] != labels[read[$0]] }
          if name == "reviews", share == lab.knobValue("share"), ["deletion", "swaps"].contains(edit.name) {
            examples += changed.prefix(2).flatMap { place -> [[String]] in
              let text = corpus.test[read[place]]
              return lines(corpus.names[text.label], text.words)
                + lines("\(corpus.names[after[place]])?", edited[place])
            }
          }
          let keptShare = 1 - Double(changed.count) / Double(read.count)
          if share == 0.1 { lab.metric("\(edit.name)-\(name)", keptShare, .fraction) }
          return keptShare
        }
        return Curves.Series(edit.name, x: shares.map { $0 * 100 }, y: kept)
      }
      lab.show(
        Figure(
          name, title: "\(name.capitalized): class seen",
          .curves(Curves(series, axis: "share edited, %", unit: .fraction))))
    }
    lab.show(texts("Changed its mind", examples, label: "class"))
  }

  Step("copies") { lab in
    for trial in copyTrials(&lab.random) {
      var calls = 0
      let result = augmented(trial.examples, heldOut: trial.heldOut, copies: trial.copies) { words in
        calls += 1
        return words + ["edit \(calls)"]
      }
      try lab.submit("\(trial.name), training", result.training)
      try lab.submit("\(trial.name), held out", result.heldOut)
    }
    let reviews = try Corpus.reviews(lab)
    var (leaking, careful): ([Outcome], [Outcome]) = ([], [])
    for run in 0..<3 {
      lab.progress("training", run, of: 3, unit: "pair")
      let seed = lab.seed &+ UInt64(run)
      let examples = reviews.someTexts(450, seed: seed).map(\.example)
      func copied(heldOut: Int) -> (training: [Example], heldOut: [Example]) {
        augmented(examples, heldOut: heldOut, copies: 4) { words in
          substituting(0.3, in: words, from: thesaurus, using: &lab.random)
        }
      }
      let (training, heldOut) = copied(heldOut: 150)
      // Without examples there is nothing to train; the judge says what is wrong.
      guard !training.isEmpty, !heldOut.isEmpty else { return }
      careful.append(try reviews.outcome(training: training, heldOut: heldOut, seed: seed))
      // The other order: copies of everything first, and then a part held out at random.
      let everything = copied(heldOut: 0).training
      let order = lab.random.permutation(count: everything.count).map { everything[$0] }
      leaking.append(
        try reviews.outcome(
          training: Array(order.dropLast(450)), heldOut: Array(order.suffix(450)), seed: seed))
    }
    let rows = [("copy first", leaking), ("hold out first", careful)].map {
      [$0, spread($1.map(\.measured)), spread($1.map(\.truth))]
    }
    lab.show(
      Figure(
        "leak", title: "450 labels, right in percent",
        .table(Table(columns: ["order", "measured", "new"], rows: rows))))
    lab.metric("measured-with-leak", mean(leaking.map(\.measured)), .fraction)
    lab.metric("true-with-leak", mean(leaking.map(\.truth)), .fraction)
    lab.metric("measured-without-leak", mean(careful.map(\.measured)), .fraction)
  } judge: { work in
    for trial in copyTrials(&work.random) {
      judgeCopies(
        try work["\(trial.name), training"], heldOut: try work["\(trial.name), held out"], trial)
    }
  }

  Step("worth") { lab in
    for trial in curveTrials(&lab.random) {
      let worth = trial.asked.map {
        labelsWorth($0.accuracy, labels: trial.labels, accuracies: trial.accuracies)
      }
      try lab.submit(trial.name, worth)
    }
    let reviews = try Corpus.reviews(lab)
    let plain = try plainAccuracies(of: reviews, lab)
    var rows = zip(plainCounts, plain).map { ["none", "\($0)", spread($1), ""] }
    var series = [line("none", plainCounts, plain, isGhost: true)]
    let kinds: [(name: String, apply: (Text, inout SeededGenerator) -> [String])] = [
      ("synonyms", { substituting(0.5, in: shuffled($0, &$1).words, from: thesaurus, using: &$1) }),
      ("swaps", { swapping(swaps(0.2, $0.words), in: $0.words, using: &$1) }),
    ]
    for (index, kind) in kinds.enumerated() {
      var accuracies: [[Double]] = []
      for count in editedCounts {
        lab.progress(
          kind.name, index * editedCounts.count + accuracies.count, of: 4, unit: "number of labels")
        accuracies.append(
          try (0..<runs).map { try reviews.accuracy(count, seed: lab.seed &+ UInt64($0), edit: kind.apply) })
      }
      series.append(line(kind.name, editedCounts, accuracies))
      let worth = accuracies.map {
        labelsWorth(mean($0), labels: plainCounts.map(Double.init), accuracies: plain.map(mean))
      }
      rows += editedCounts.indices.map {
        [kind.name, "\(editedCounts[$0])", spread(accuracies[$0]), Metric.Unit.count.text(worth[$0])]
      }
      lab.metric("\(kind.name)-at-400", mean(accuracies[1]), .fraction)
      lab.metric("\(kind.name)-worth-at-400", worth[1], .count)
      lab.show(
        Figure(
          "curves", title: "Accuracy by labels", .curves(Curves(series, axis: "labels", unit: .fraction)))
      )
    }
    lab.metric("none-at-400", mean(plain[1]), .fraction)
    let topics = try Corpus.topics(lab)
    for (name, edit) in [("none", nil), (kinds[1].name, kinds[1].apply)] {
      lab.progress("topics", name == "none" ? 0 : 1, of: 2, unit: "augmentation")
      let accuracies = try (0..<runs).map {
        try topics.accuracy(280, seed: lab.seed &+ UInt64($0), edit: edit)
      }
      rows.append(["topics, \(name)", "280", spread(accuracies), ""])
      lab.metric("topics-\(name)", mean(accuracies), .fraction)
    }
    lab.show(
      Figure(
        "summary", title: "What you measured, in percent",
        .table(Table(columns: ["edit", "labels", "right", "worth"], rows: rows))))
  } judge: { work in
    for trial in curveTrials(&work.random) { judgeWorth(try work[trial.name], trial) }
  }
}

// MARK: - Texts

/// A text by its sentences.
struct Text {
  var sentences: [[String]]
  var label: Int
  var words: [String] { Array(sentences.joined()) }
  var example: Example { Example(words: words, label: label) }

  init(_ text: LabeledText) {
    sentences = text.text.split { ".?!".contains($0) }.map { Codelab.words(of: String($0)) }
      .filter { !$0.isEmpty }
    label = text.label
  }

  /// Its first words, so many at most.
  func beginning(_ count: Int) -> Text {
    var (result, room) = (self, count)
    result.sentences = sentences.map { sentence in
      defer { room -= min(room, sentence.count) }
      return Array(sentence.prefix(room))
    }.filter { !$0.isEmpty }
    return result
  }
}

/// Texts to train with and to judge by, and how a network reads them.
struct Corpus {
  var train: [Text]
  var test: [Text]
  var names: [String]
  var vocabulary: Vocabulary
  /// How many words a network reads of a text; what is shorter is padded.
  var length: Int
  var rate: Float

  /// Generated reviews of at most 24 words, a little more than half of all; of people's, which are longer, the first 60.
  static func reviews(_ lab: Lab, train: Int = 5_000) throws -> Corpus {
    let isGenerated = !lab.isGiven("imdb")
    return Corpus(
      try lab.reviews(train: train, test: 800), length: isGenerated ? 24 : 60, isLimited: isGenerated,
      rate: 0.008)
  }

  static func topics(_ lab: Lab) throws -> Corpus {
    Corpus(try lab.topics(train: 2_800, test: 500), length: 40, isLimited: false, rate: 0.005)
  }

  /// - Parameter isLimited: Whether longer texts are left out; otherwise what follows is cut off.
  private init(_ set: TextSet, length: Int, isLimited: Bool, rate: Float) {
    let parts = [set.train, set.test].map { part in
      part.map(Text.init).filter { !isLimited || $0.words.count <= length }.map { $0.beginning(length) }
        .filter { !$0.words.isEmpty }
    }
    (train, test, names) = (parts[0], parts[1], set.classNames)
    vocabulary = Vocabulary(of: set.train.map(\.text), size: 2_000)
    (self.length, self.rate) = (length, rate)
  }

  /// Test texts to show, those of 12 to 14 words first.
  var shortest: [Text] {
    test.sorted { abs($0.words.count - 13) < abs($1.words.count - 13) }
  }

  /// Training texts drawn at random, as many of them as there are labels.
  func someTexts(_ count: Int, seed: UInt64) -> [Text] {
    var random = SeededGenerator(seed: seed)
    return random.permutation(count: train.count).prefix(count).map { train[$0] }
  }

  func inputs(_ texts: [[String]]) -> Tensor {
    let rows = texts.map { words in
      let ids = words.prefix(length).map { Float(vocabulary.id(of: $0)) }
      return ids + [Float](repeating: 0, count: length - ids.count)
    }
    return Tensor(shape: [texts.count, length], values: Array(rows.joined()))
  }

  func dataset(_ examples: [Example]) throws -> Dataset {
    try Dataset(images: inputs(examples.map(\.words)), labels: examples.map(\.label), classes: names.count)
  }

  /// A small convolutional network: it looks at five words at a time, so that order counts.
  func network(seed: UInt64) throws -> Model {
    try Model(input: [length], seed: seed) {
      Embedding(vocabulary.size, width: 16)
      Conv1D(32, kernel: 5)
      ReLU()
      GlobalMaxPool()
      Dense(names.count)
    }
  }

  /// A network after about so many training steps of 32 examples, however many examples there are: with copies it
  /// trains no longer than without.
  func trained(on examples: [Example], steps: Int, seed: UInt64) throws -> Model {
    let model = try network(seed: seed)
    let epoch = (examples.count + 31) / 32
    try model.fit(
      dataset(examples), epochs: max(1, steps / epoch), batchSize: 32, optimizer: Adam(learningRate: rate),
      seed: seed)
    return model
  }

  func classes(of texts: [[String]], by model: Model) throws -> [Int] {
    let scores = try model.predict(inputs(texts)).values
    return texts.indices.map { text in
      let row = text * names.count
      return names.indices.max { scores[row + $0] < scores[row + $1] } ?? 0
    }
  }

  /// What a network reaches that was trained with a number of labels, and with seven edited copies of each text.
  func accuracy(
    _ count: Int, seed: UInt64, edit: ((Text, inout SeededGenerator) -> [String])? = nil
  ) throws -> Double {
    let texts = someTexts(count, seed: seed)
    var examples = texts.map(\.example)
    if let edit {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<7 { examples += texts.map { Example(words: edit($0, &random), label: $0.label) } }
    }
    let model = try trained(on: examples, steps: 400, seed: seed)
    return try model.evaluate(dataset(test.map(\.example))).accuracy
  }

  /// What a network that was trained with some examples reaches on a held-out part, and on new texts.
  func outcome(training: [Example], heldOut: [Example], seed: UInt64) throws -> Outcome {
    let model = try trained(on: training, steps: 400, seed: seed)
    return try (
      model.evaluate(dataset(heldOut)).accuracy, model.evaluate(dataset(test.map(\.example))).accuracy
    )
  }
}

/// What someone measures on a held-out part, and what is true of new texts.
typealias Outcome = (measured: Double, truth: Double)

/// A network trained with all texts of a corpus, kept for the next run.
func reader(of corpus: Corpus, _ name: String, _ lab: Lab) throws -> Model {
  if let kept = lab.kept("reader of \(name)") {
    let model = try corpus.network(seed: lab.seed)
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  let model = try corpus.trained(on: corpus.train.map(\.example), steps: 800, seed: lab.seed)
  lab.keep("reader of \(name)", ModelFile.encode(state: model.state))
  return model
}

// MARK: - Numbers of labels

let plainCounts = [200, 400, 600, 800]
let editedCounts = [200, 400]
/// How many networks are trained for each number of labels, each with labels of its own.
let runs = 3

/// For each of `plainCounts` the accuracies of some networks without augmentation, kept for the next run.
func plainAccuracies(of reviews: Corpus, _ lab: Lab) throws -> [[Double]] {
  if let kept = lab.kept("plain accuracies") {
    return try JSONDecoder().decode([[Double]].self, from: Foundation.Data(kept))
  }
  let accuracies = try plainCounts.enumerated().map { index, count in
    lab.progress("no augmentation", index, of: plainCounts.count, unit: "number of labels")
    return try (0..<runs).map { try reviews.accuracy(count, seed: lab.seed &+ UInt64($0)) }
  }
  lab.keep("plain accuracies", [UInt8](try JSONEncoder().encode(accuracies)))
  return accuracies
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The mean and the standard deviation in percent, as in `74 ±5`.
func spread(_ values: [Double]) -> String {
  let mean = mean(values)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let deviation = (squares / Double(max(values.count - 1, 1))).squareRoot()
  return String(format: "%.0f ±%.0f", mean * 100, deviation * 100)
}

func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

func line(_ label: String, _ counts: [Int], _ accuracies: [[Double]], isGhost: Bool = false) -> Curves.Series
{
  Curves.Series(label, x: counts.map(Double.init), y: accuracies.map(mean), isGhost: isGhost)
}

// MARK: - Edits

let shares = [0.05, 0.1, 0.2, 0.4]

/// One way to edit a share of a text.
struct Edit: Sendable {
  var name: String
  var apply: @Sendable (_ text: Text, _ share: Double, _ random: inout SeededGenerator) -> [String]

  init(_ name: String, _ apply: @escaping @Sendable (Text, Double, inout SeededGenerator) -> [String]) {
    (self.name, self.apply) = (name, apply)
  }
}

let edits = [
  Edit("deletion") { deleting($1, from: $0.words, using: &$2) },
  Edit("swaps") { swapping(swaps($1, $0.words), in: $0.words, using: &$2) },
  Edit("typos") { Augmentation<[String]>.typos(Float($1))($0.words, seed: $2.next()) },
  Edit("synonyms") { substituting($1, in: $0.words, from: thesaurus, using: &$2) },
  Edit("sentences") { text, _, random in shuffled(text, &random).words },
]

/// How many exchanges touch about a share of the words.
func swaps(_ share: Double, _ words: [String]) -> Int {
  max(1, Int((share / 2 * Double(words.count)).rounded()))
}

/// The text with its sentences in random order.
func shuffled(_ text: Text, _ random: inout SeededGenerator) -> Text {
  var result = text
  result.sentences = random.permutation(count: text.sentences.count).map { text.sentences[$0] }
  return result
}

func joined(_ words: [String]) -> String { words.joined(separator: " ") }

/// Rows of a table of one column: words in lines that fit beside the lesson, the first one behind a label.
func lines(_ label: String, _ words: [String]) -> [[String]] {
  var lines = [label.padding(toLength: 9, withPad: " ", startingAt: 0)]
  for word in words {
    if lines[lines.count - 1].count + word.count >= 36 {
      lines.append(String(repeating: " ", count: 9))
    }
    lines[lines.count - 1] += " \(word)"
  }
  return lines.map { [$0] }
}

/// A table of such rows.
func texts(_ title: String, _ rows: [[String]], label: String = "edit") -> Figure {
  Figure("examples", title: title, .table(Table(columns: ["\(label) and words"], rows: rows)))
}

/// Words that can stand for each other in most places.
let thesaurus: [String: [String]] = {
  let groups = [
    "good great fine excellent superb splendid wonderful brilliant remarkable impressive memorable",
    "lovely charming delightful pleasant graceful refreshing joyful uplifting magical exquisite",
    "bad terrible awful poor dreadful dismal hopeless unbearable mediocre feeble",
    "dull boring dreary lifeless tired tiresome sleepy forgettable joyless",
    "sloppy clumsy careless shoddy amateurish",
    "film movie picture", "dinner meal lunch", "hotel inn lodge", "novel book story tale",
    "concert performance show recital", "small little modest", "large big", "near close",
  ].map { $0.split(separator: " ").map(String.init) }
  return Dictionary(
    uniqueKeysWithValues: groups.flatMap { group in group.map { word in (word, group.filter { $0 != word }) }
    })
}()

// MARK: - Trials

/// A text that is edited many times over.
struct EditTrial {
  var name: String
  var words: [String]
  var share = 0.0
  var times = 0
  var thesaurus: [String: [String]] = [:]
  var runs: Int

  func edited(_ edit: ([String]) -> [String]) -> [[String]] { (0..<runs).map { _ in edit(words) } }
}

func deletionTrials(_ random: inout SeededGenerator) -> [EditTrial] {
  let words = (0..<10).map { "word\($0)" }
  let share = Double.random(in: 0.15...0.35, using: &random)
  return [
    EditTrial(name: "none left out", words: words, runs: 3),
    EditTrial(name: "some left out", words: words, share: share, runs: 800),
    EditTrial(name: "all left out", words: Array(words.prefix(4)), share: 1, runs: 80),
    EditTrial(name: "one word", words: ["alone"], share: 1, runs: 3),
  ]
}

let swapTrials = [
  EditTrial(name: "no swap", words: ["a", "b", "c"], runs: 3),
  EditTrial(name: "one swap", words: (0..<6).map { "word\($0)" }, times: 1, runs: 800),
  EditTrial(name: "four swaps", words: (0..<60).map { "word\($0)" }, times: 4, runs: 100),
  EditTrial(name: "a single word", words: ["alone"], times: 2, runs: 3),
]

func synonymTrials(_ random: inout SeededGenerator) -> [EditTrial] {
  let thesaurus = ["good": ["fine", "great", "superb"], "film": ["movie"], "odd": []]
  let words = ["a", "good", "odd", "film", "not", "good"]
  let share = Double.random(in: 0.2...0.4, using: &random)
  return [
    EditTrial(name: "no word", words: [], share: 1, thesaurus: thesaurus, runs: 2),
    EditTrial(name: "share 0", words: words, thesaurus: thesaurus, runs: 3),
    EditTrial(name: "share 1", words: words, share: 1, thesaurus: thesaurus, runs: 150),
    EditTrial(name: "a share", words: words, share: share, thesaurus: thesaurus, runs: 800),
  ]
}

/// Examples to hold out and to copy.
struct CopyTrial {
  var name: String
  var examples: [Example]
  var heldOut: Int
  var copies: Int
}

func copyTrials(_ random: inout SeededGenerator) -> [CopyTrial] {
  [(4, 1, 1), (9, 3, 4), (5, 2, 0), (3, 0, 2)].map { count, heldOut, copies in
    let examples = (0..<count).map { place in
      Example(words: ["text", "\(place)"], label: Int.random(in: 0...2, using: &random))
    }
    return CopyTrial(
      name: "\(count) examples, \(heldOut) held out, \(copies) copies", examples: examples, heldOut: heldOut,
      copies: copies)
  }
}

/// A measured curve, and accuracies to find on it.
struct CurveTrial {
  var name: String
  var labels: [Double]
  var accuracies: [Double]
  var asked: [(accuracy: Double, isEnd: Bool)]
}

func curveTrials(_ random: inout SeededGenerator) -> [CurveTrial] {
  let curves = (0..<4).map { index in
    let steps = random.uniform(count: 5, in: 0.03...0.09).map(Double.init)
    let accuracies = steps.indices.map { 0.5 + steps[0...$0].reduce(0, +) }
    let inside = (1..<5).map { next -> Double in
      let part = Double.random(in: 0.1...0.7, using: &random)
      return accuracies[next - 1] + part * (accuracies[next] - accuracies[next - 1])
    }
    return CurveTrial(
      name: "curve \(index)", labels: [50, 100, 200, 400, 800].map { $0 * Double(index + 1) },
      accuracies: accuracies,
      asked: inside.map { ($0, false) } + [(0.4, true), (accuracies[0], true), (0.99, true)])
  }
  // More labels were once worse: the first point that reaches the accuracy counts.
  let bent = CurveTrial(
    name: "a bent curve", labels: [100, 200, 300, 400], accuracies: [0.5, 0.7, 0.6, 0.9],
    asked: [(0.65, false), (0.8, false)])
  let single = CurveTrial(
    name: "one point", labels: [100], accuracies: [0.6], asked: [(0.5, true), (0.7, true)])
  return curves + [bent, single]
}
