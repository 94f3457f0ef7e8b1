import Codelab

let lesson = Lesson {
  Step("near") { lab in
    for trial in zooTrials(&lab.random) {
      try lab.submit(
        "distances \(trial.name)", trial.features.map { one in trial.features.map { distance(one, $0) } })
      try lab.submit(
        "nearest \(trial.name)", trial.features.indices.map { nearest(to: $0, in: trial.features) })
    }
    let rows = zoo.indices.map { place in
      [
        zoo[place].name, text(zoo[place].features[0]), text(zoo[place].features[1]), nearestName(to: place),
      ]
    }
    lab.show(
      Figure(
        "table", title: "The zoo",
        .table(Table(columns: ["animal", "cute", "dangerous", "nearest"], rows: rows))))
    lab.show(map(zoo, title: "Cute and dangerous"))
  } judge: { work in
    for trial in zooTrials(&work.random) {
      judgeDistances(try work["distances \(trial.name)"], trial)
      judgeNearest(try work["nearest \(trial.name)"], try work["distances \(trial.name)"], trial)
    }
  }

  Step("line") { lab in
    for trial in lineTrials(&lab.random) {
      try lab.submit(
        trial.name, trial.features.map { isSuitable($0, weights: trial.weights, bias: trial.bias) })
    }
    let weight = Float(lab.knobValue("weight"))
    let line: (weights: [Float], bias: Float) = ([weight, -1], -0.2)
    let right = zoo.filter { isSuitable($0.features, weights: line.weights, bias: line.bias) == $0.label }
    lab.show(
      Figure(
        "decisions", title: "\(text(weight)) * cute - dangerous - 0.2 > 0",
        .table(
          Table(
            columns: ["animal", "sum", "let in", "right"],
            rows: zoo.map { animal in
              let sum =
                animal.features[0] * line.weights[0] + animal.features[1] * line.weights[1] + line.bias
              let isIn = isSuitable(animal.features, weights: line.weights, bias: line.bias)
              return [animal.name, text(sum), isIn ? "yes" : "no", isIn == animal.label ? "yes" : "no"]
            }))))
    lab.metric("right", Double(right.count), .count)
  } judge: { work in
    for trial in lineTrials(&work.random) { judgeLine(try work[trial.name], trial) }
  }

  Step("learn") { lab in
    for trial in learningTrials(&lab.random) {
      let line = learned(
        Line(weights: trial.weights, bias: trial.bias), features: trial.features, label: trial.label)
      try lab.submit(trial.name, line.weights + [line.bias])
      try lab.submit(
        "decision on \(trial.name)", isSuitable(trial.features, weights: trial.weights, bias: trial.bias))
    }
    let easy = learn(zoo)
    let strange = learn(zoo + [bat])
    lab.show(
      Figure(
        "mistakes", title: "Mistakes in each round",
        .curves(
          Curves(
            [
              .init("the zoo", x: easy.indices.map { Double($0 + 1) }, y: easy.map(Double.init)),
              .init("with the bat", x: strange.indices.map { Double($0 + 1) }, y: strange.map(Double.init)),
            ], axis: "round", unit: .count))))
    lab.metric("rounds-until-right", Double(roundsUntilRight(easy)), .count)
    lab.metric("mistakes-left-with-the-bat", Double(strange.last ?? 0), .count)
  } judge: { work in
    for trial in learningTrials(&work.random) {
      judgeLearning(try work[trial.name], try work["decision on \(trial.name)"], trial)
    }
  }

  Step("table") { lab in
    for trial in tableTrials(&lab.random) {
      try lab.submit(
        trial.name, tableSize(vocabulary: trial.vocabulary, width: trial.width, bits: trial.bits))
    }
    let width = lab.knob("width")
    let sizes = [(1_000, "1,000"), (5_000, "5,000"), (30_000, "30,000"), (100_000, "100,000")].map {
      words, name in
      (
        name: name, float: tableSize(vocabulary: words, width: width, bits: 32),
        byte: tableSize(vocabulary: words, width: width, bits: 8)
      )
    }
    lab.show(
      Figure(
        "sizes", title: "A table with \(width) features a word",
        .table(
          Table(
            columns: ["words", "floats", "8 bits"],
            rows: sizes.map {
              [$0.name, Metric.Unit.bytes.text(Double($0.float)), Metric.Unit.bytes.text(Double($0.byte))]
            }))))
    let book = tableSize(vocabulary: 5_000, width: 250, bits: 32)
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: ["measure", "value"],
            rows: [
              ["nearest to raccoon", nearestName(to: 4)],
              ["rounds until right", "\(roundsUntilRight(learn(zoo)))"],
              ["mistakes with the bat", "\(learn(zoo + [bat]).last ?? 0)"],
              ["the book's table", Metric.Unit.bytes.text(Double(book))],
            ]))))
    lab.metric("size-of-the-book", Double(book), .bytes)
  } judge: { work in
    for trial in tableTrials(&work.random) { judgeTable(try work[trial.name], trial) }
  }
}

// MARK: - The zoo

/// An animal: how cute and how dangerous it is, and whether children may pet it.
struct Animal {
  var name: String
  var features: [Float]
  var label: Bool
}

/// The animals of the book's petting zoo.
let zoo = [
  Animal(name: "dog", features: [0.85, 0.05], label: true),
  Animal(name: "cat", features: [0.95, 0.05], label: true),
  Animal(name: "snake", features: [0.01, 0.9], label: false),
  Animal(name: "bear", features: [0.5, 0.95], label: false),
  Animal(name: "raccoon", features: [0.5, 0.5], label: false),
  Animal(name: "mouse", features: [0.01, 0.2], label: false),
]

/// An animal that two features do not do justice to: as cute as a cat and as harmless, and not to be touched.
let bat = Animal(name: "bat", features: [0.9, 0.05], label: false)

/// The mistakes that the learner's rule makes in each of 30 rounds through all animals.
func learn(_ animals: [Animal]) -> [Int] {
  var line = Line(weights: [0, 0], bias: 0)
  return (0..<30).map { _ in
    animals.count { animal in
      let isWrong = isSuitable(animal.features, weights: line.weights, bias: line.bias) != animal.label
      line = learned(line, features: animal.features, label: animal.label)
      return isWrong
    }
  }
}

/// The first round without a mistake; one more than there were, if none was without.
func roundsUntilRight(_ mistakes: [Int]) -> Int { (mistakes.firstIndex(of: 0) ?? mistakes.count) + 1 }

/// The animal that the learner's function finds nearest to another.
func nearestName(to place: Int) -> String {
  let other = nearest(to: place, in: zoo.map(\.features))
  return zoo.indices.contains(other) ? zoo[other].name : ""
}

// MARK: - Trials

/// Animals with any number of features.
struct ZooTrial {
  var name: String
  var features: [[Float]]
}

func zooTrials(_ random: inout SeededGenerator) -> [ZooTrial] {
  [(2, 2), (6, 2), (5, 3), (9, 8), (4, 1)].map { count, width in
    ZooTrial(
      name: "\(count) animals, \(width) features",
      features: (0..<count).map { _ in random.uniform(count: width, in: 0...1) })
  }
}

/// A line, and animals on both sides of it.
struct LineTrial {
  var name: String
  var features: [[Float]]
  var weights: [Float]
  var bias: Float
}

func lineTrials(_ random: inout SeededGenerator) -> [LineTrial] {
  [LineTrial(name: "a line", features: [[0.5, 0.5], [1, 0], [0, 1]], weights: [1, -1], bias: 0)]
    + (0..<5).map { index in
      LineTrial(
        name: "line \(index)", features: (0..<12).map { _ in random.uniform(count: 2 + index, in: 0...1) },
        weights: random.uniform(count: 2 + index, in: -1...1),
        bias: random.uniform(count: 1, in: -0.6...0.6)[0]
      )
    }
}

/// One animal to learn from.
struct LearningTrial {
  var name: String
  var weights: [Float]
  var bias: Float
  var features: [Float]
  var label: Bool
  var sum: Float { zip(features, weights).reduce(bias) { $0 + $1.0 * $1.1 } }
}

func learningTrials(_ random: inout SeededGenerator) -> [LearningTrial] {
  (0..<12).map { index in
    var trial = LearningTrial(
      name: "animal \(index)", weights: random.uniform(count: 3, in: -1...1),
      bias: random.uniform(count: 1, in: -0.5...0.5)[0], features: random.uniform(count: 3, in: 0.1...1),
      label: true)
    trial.label = (trial.sum > 0) == (index % 3 == 0)
    return trial
  }
}

/// A table of features.
struct TableTrial {
  var name: String
  var vocabulary, width, bits: Int
}

func tableTrials(_ random: inout SeededGenerator) -> [TableTrial] {
  [(1, 1, 1), (3, 5, 4), (1_000, 64, 32), (777, 33, 8), (250, 7, 3)].map {
    TableTrial(name: "\($0) x \($1), \($2) bits", vocabulary: $0, width: $1, bits: $2)
  }
}

// MARK: - Showing

/// A number with three digits behind the point at most; to add 0 turns -0 into 0.
func text(_ value: Float) -> String { Metric.Unit.number.text((Double(value) * 1_000).rounded() / 1_000 + 0) }

func map(_ animals: [Animal], title: String) -> Figure {
  Figure(
    "map", title: title,
    .embedding(
      EmbeddingMap(
        animals.map {
          .init($0.name, x: Double($0.features[0]), y: Double($0.features[1]), group: $0.label ? 0 : 1)
        },
        groups: ["pet it", "keep away"])))
}
