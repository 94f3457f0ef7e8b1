import Codelab
import Foundation

let lesson = Lesson {
  Step("labels") { lab in
    let images = try HalfSizeImages(lab)
    let plain = try plainResults(lab, images)
    show([("without", plain)], on: lab)
    lab.metric("accuracy-with-50", plain[50]!.mean, .fraction)
    lab.metric("accuracy-with-100", plain[100]!.mean, .fraction)
    lab.metric("accuracy-with-200", plain[200]!.mean, .fraction)
  }

  Step("flips") { lab in
    for trial in imageTrials(&lab.random) {
      try lab.submit("horizontal \(trial.name)", flippedHorizontally(trial.pixels, side: trial.side))
      try lab.submit("vertical \(trial.name)", flippedVertically(trial.pixels, side: trial.side))
    }
    for trial in countTrials(&lab.random) {
      try lab.submit(trial.name, preserved(trial.counts, share: trial.share))
    }
    let images = try HalfSizeImages(lab)
    let program = try wellTrained(lab, images).compiled()
    let share = lab.knobValue("share")
    for (name, flip) in flips {
      let counts = try confusionMatrix(of: program, on: dataset(images.test.map(flip)))
      lab.show(
        "\(name)-confusion", "\(name.capitalized) flip",
        .confusion(Confusion(counts, labels: images.names)))
      let kept = preserved(counts.counts, share: share).filter(images.names.indices.contains)
      lab.log(
        "\(name) flip, at least \(Metric.Unit.fraction.text(share)) recognized: "
          + (kept.isEmpty ? "none" : kept.map { images.names[$0] }.joined(separator: ", ")))
      lab.metric("\(name)-accuracy", counts.accuracy.value, .fraction)
      lab.metric("\(name)-preserved", Double(preserved(counts.counts, share: 0.8).count), .count)
    }
    let example = images.test.first { $0.label == 2 } ?? images.test[0]
    lab.show(
      "flipped", "A \(images.names[example.label]), flipped",
      .pictures(
        [picture(example.pixels, "as is")]
          + zip(flips, ["horiz.", "vert."]).map { picture($0.flip(example).pixels, $1) }))
  } judge: { work in
    for trial in imageTrials(&work.random) {
      judgeFlip("horizontal", try work["horizontal \(trial.name)"], trial)
      judgeFlip("vertical", try work["vertical \(trial.name)"], trial)
    }
    for trial in countTrials(&work.random) { judgePreserved(try work[trial.name], trial) }
  }

  Step("between") { lab in
    for trial in placeTrials(&lab.random) {
      try lab.submit(
        trial.name,
        trial.places.map { sample(trial.pixels, side: trial.side, at: Place($0)) })
    }
    let images = try HalfSizeImages(lab)
    let (example, side, zoom) = (images.test[0], HalfSizeImages.side, lab.knob("zoom"))
    let places = (0..<side * zoom).map { (Float($0) + 0.5) / Float(zoom) - 0.5 }
    func enlarged(_ read: (_ row: Float, _ column: Float) -> Float) -> [Float] {
      places.flatMap { row in places.map { column in read(row, column) } }
    }
    let nearest = enlarged { example.pixels[Int($0.rounded()) * side + Int($1.rounded())] }
    let smooth = enlarged { sample(example.pixels, side: side, at: Place(row: $0, column: $1)) }
    lab.show(
      "enlarged", "\(zoom) times as large",
      .pictures([
        picture(nearest, "nearest pixel", side: side * zoom), picture(smooth, "yours", side: side * zoom),
      ]))
  } judge: { work in
    for trial in placeTrials(&work.random) { judgePlaces(try work[trial.name], trial) }
  }

  Step("move") { lab in
    for trial in moveTrials(&lab.random) {
      try lab.submit(
        "shift \(trial.name)",
        trial.places.map { sourceOfShift(Place($0), right: trial.right, down: trial.down) })
      try lab.submit(
        "turn \(trial.name)",
        trial.places.map { sourceOfTurn(Place($0), side: trial.side, turns: trial.turns) })
    }
    let images = try HalfSizeImages(lab)
    let program = try wellTrained(lab, images).compiled()
    let policy = chosenPolicy(lab)
    let example = images.test[0].pixels
    lab.show(
      "moved", "One image, moved",
      .pictures([
        picture(example, "as is"),
        picture(shifted(example, right: policy.shift, down: 0), "right"),
        picture(shifted(example, right: 0, down: policy.shift), "down"),
        picture(turned(example, by: policy.turns), "turned"),
      ]))
    let some = images.test.prefix(150)
    let turns: [Float] = [0, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25]
    let accuracies = try turns.map { turn in
      let images = some.map { Example(pixels: turned($0.pixels, by: turn), label: $0.label) }
      return try accuracy(of: program, on: dataset(images)).value
    }
    lab.show(
      "turned", "Tested on turned images",
      .curves(
        Curves(
          [.init("accuracy", x: turns.map(Double.init), y: accuracies)], axis: "turns", unit: .fraction)))
    lab.metric("accuracy-upright", accuracies[0], .fraction)
    lab.metric("accuracy-turned-by-a-tenth", accuracies[4], .fraction)
  } judge: { work in
    for trial in moveTrials(&work.random) {
      judgeShift(try work["shift \(trial.name)"], trial)
      judgeTurn(try work["turn \(trial.name)"], trial)
    }
  }

  Step("policy") { lab in
    for trial in policyTrials(&lab.random) { try submit(trial, on: lab) }
    let images = try HalfSizeImages(lab)
    var random = SeededGenerator(seed: lab.seed)
    let policy = chosenPolicy(lab)
    let drawn = augmented(
      [images.train[0]], side: HalfSizeImages.side, copies: 5, policy: policy, using: &random)
    lab.show(
      "drawn", "One label, six images",
      .pictures(drawn.enumerated().map { picture($1.pixels, $0 == 0 ? "as is" : "\($0)") }))
    let policies = [
      ("shifts", Policy(turns: 0, shift: policy.shift)), ("turns", Policy(turns: policy.turns, shift: 0)),
      ("both", policy),
    ]
    var results = [("none", try plainResults(lab, images)[100]!)]
    for (index, (name, policy)) in policies.enumerated() {
      lab.progress("training with copies", index, of: policies.count, unit: "policy")
      results.append((name, try resultsWithCopies(lab, images, counts: [100], policy)[100]!))
    }
    lab.show(
      "policies", "100 labels, mean of \(runs) runs",
      .bars(Bars(results.map { .init("\($0.0) \($0.1.range)", $0.1.mean) }, unit: .fraction)))
    lab.metric("without-copies", results[0].1.mean, .fraction)
    lab.metric("gain-with-100-labels", results[3].1.mean - results[0].1.mean, .fraction)
  } judge: { work in
    for trial in policyTrials(&work.random) {
      judgeDraws(try work["draws \(trial.name)"], again: try work["again \(trial.name)"], trial)
      judgeCopies(try work["copies \(trial.name)"], try work["still \(trial.name)"], trial)
    }
  }

  Step("worth") { lab in
    for trial in lineTrials(&lab.random) {
      try lab.submit(
        trial.name, labelsNeeded(for: trial.accuracy, counts: trial.counts, accuracies: trial.accuracies))
    }
    let images = try HalfSizeImages(lab)
    let plain = try plainResults(lab, images)
    let counts = [20, 50, 100, 200]
    let helped = try resultsWithCopies(lab, images, counts: counts, chosenPolicy(lab))
    show([("without", plain), ("with copies", helped)], on: lab)
    let needed = counts.map {
      labelsNeeded(
        for: helped[$0]!.mean, counts: labelCounts, accuracies: labelCounts.map { plain[$0]!.mean })
    }
    lab.show(
      "needed", "What copies are worth",
      .table(
        Table(
          columns: ["labels", "without", "copies", "as good as"],
          rows: zip(counts, needed).map { count, needed in
            [
              "\(count)", Metric.Unit.fraction.text(plain[count]!.mean),
              Metric.Unit.fraction.text(helped[count]!.mean), Metric.Unit.count.text(needed),
            ]
          })))
    for (count, needed) in zip(counts, needed) {
      lab.metric("gain-with-\(count)", helped[count]!.mean - plain[count]!.mean, .fraction)
      lab.metric("times-the-labels-at-\(count)", needed / Double(count), .number)
    }
  } judge: { work in
    for trial in lineTrials(&work.random) { judgeNeeded(try work[trial.name], trial) }
  }

  Step("harm") { lab in
    let images = try HalfSizeImages(lab)
    let plain = try plainResults(lab, images)[100]!
    var results = [("none", plain)]
    for (name, flip) in flips {
      lab.progress("training with flips", results.count - 1, of: 2, unit: "flip")
      let result = try train(lab, images, counts: [100]) { examples, _ in
        examples + examples.map(flip)
      }[100]!
      results.append((name, result))
      lab.show(
        "\(name)-flips", "\(name.capitalized) flips",
        .confusion(Confusion(result.confusion, labels: images.names)))
      lab.metric("lost-by-\(name)-flips", plain.mean - result.mean, .fraction)
    }
    lab.progress("training with shifts and turns", 0, of: 1, unit: "policy")
    results.append(("moved", try resultsWithCopies(lab, images, counts: [100], chosenPolicy(lab))[100]!))
    lab.show(
      "classes", "Right, %",
      .table(
        Table(
          columns: ["class", "none", "horiz.", "vert.", "moved"],
          rows: images.names.indices.map { label in
            [images.names[label]] + results.map { String(format: "%.0f", 100 * $0.1.recall(of: label)) }
          })))
    lab.show(
      "summary", "Measured, 100 labels",
      .table(
        Table(
          columns: ["copies", "mean", "lowest", "highest"],
          rows: results.map { name, results in
            [name]
              + [results.mean, results.lowest, results.highest].map { Metric.Unit.fraction.text($0) }
          })))
  }
}

// MARK: - Images that move

let flips: [(name: String, flip: @Sendable (Example) -> Example)] = [
  (
    "horizontal",
    { Example(pixels: flippedHorizontally($0.pixels, side: HalfSizeImages.side), label: $0.label) }
  ),
  ("vertical", { Example(pixels: flippedVertically($0.pixels, side: HalfSizeImages.side), label: $0.label) }),
]

/// The image whose pixels are read, with the learner's `sample`, at the places that they come from.
func warped(_ pixels: [Float], side: Int, from source: (Place) -> Place) -> [Float] {
  (0..<side * side).map { index in
    sample(pixels, side: side, at: source(Place(row: Float(index / side), column: Float(index % side))))
  }
}

func shifted(_ pixels: [Float], right: Float, down: Float) -> [Float] {
  warped(pixels, side: HalfSizeImages.side) { sourceOfShift($0, right: right, down: down) }
}

func turned(_ pixels: [Float], by turns: Float) -> [Float] {
  warped(pixels, side: HalfSizeImages.side) { sourceOfTurn($0, side: HalfSizeImages.side, turns: turns) }
}

// MARK: - Images and networks

/// The first images of both parts at half their size, which train four times as fast.
struct HalfSizeImages {
  static let side = 14

  let train: [Example]
  let test: [Example]
  let names: [String]

  init(_ lab: Lab) throws {
    let images = try lab.images()
    train = Self.examples(images.train, count: 1_437)
    test = Self.examples(images.test, count: 360)
    names = images.classNames
  }

  /// Means of two by two pixels.
  private static func examples(_ data: Dataset, count: Int) -> [Example] {
    let (values, full) = (data.images.values, 2 * side)
    return (0..<min(count, data.count)).map { image in
      let pixels = (0..<side * side).map { place in
        let upper = (image * full + 2 * (place / side)) * full + 2 * (place % side)
        let lower = upper + full
        return ((values[upper] + values[upper + 1]) + (values[lower] + values[lower + 1])) / 4
      }
      return Example(pixels: pixels, label: data.labels[image])
    }
  }

  /// Training images in random order, as many of each class among the first ten, twenty, and so on.
  func balanced(seed: UInt64) -> [Example] {
    var random = SeededGenerator(seed: seed)
    var classes = [[Example]](repeating: [], count: names.count)
    for place in random.permutation(count: train.count) { classes[train[place].label].append(train[place]) }
    return (0..<(classes.map(\.count).min() ?? 0)).flatMap { rank in classes.map { $0[rank] } }
  }
}

/// The pixels, or paper for an image of another size, which a function may have made.
func whole(_ pixels: [Float], side: Int = HalfSizeImages.side) -> [Float] {
  pixels.count == side * side ? pixels : [Float](repeating: -1, count: side * side)
}

/// What a network trains on.
func dataset(_ examples: [Example]) throws -> Dataset {
  let shape = [examples.count, HalfSizeImages.side, HalfSizeImages.side, 1]
  return try Dataset(
    images: Tensor(shape: shape, values: examples.flatMap { whole($0.pixels) }),
    labels: examples.map(\.label), classes: 10)
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

/// A network trained for about so many steps of 16 images, however many images there are.
func trained(_ examples: [Example], steps: Int, seed: UInt64) throws -> Model {
  let model = try network(seed: seed)
  let stepsAnEpoch = (examples.count + 15) / 16
  try model.fit(
    dataset(examples), epochs: max(1, steps / stepsAnEpoch), batchSize: 16,
    optimizer: Adam(learningRate: 0.004), seed: seed)
  return model
}

/// A network trained with all labels, to ask what it sees; kept for the next step.
func wellTrained(_ lab: Lab, _ images: HalfSizeImages) throws -> Model {
  if let kept = lab.kept("network") {
    let model = try network(seed: lab.seed)
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  let model = try trained(images.train, steps: 900, seed: lab.seed)
  lab.keep("network", ModelFile.encode(state: model.state))
  return model
}

// MARK: - Runs

/// How often everything is trained, each time from other images and other weights.
let runs = 5

/// Numbers of labels.
let labelCounts = [20, 50, 100, 200, 400, 800]

/// How many copies of each image are made.
let copies = 6

/// The positions of the knobs.
func chosenPolicy(_ lab: Lab) -> Policy {
  Policy(turns: Float(lab.knobValue("turns")), shift: Float(lab.knobValue("shift")))
}

/// What networks of several runs reached on the test images.
struct Results: Codable {
  var accuracies: [Double] = []
  /// `[actual][predicted]`, all runs together.
  var confusion = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 10)

  var mean: Double { accuracies.reduce(0, +) / Double(max(1, accuracies.count)) }
  var lowest: Double { accuracies.min() ?? 0 }
  var highest: Double { accuracies.max() ?? 0 }

  /// The lowest and the highest run, in percent.
  var range: String { String(format: "%.0f-%.0f", 100 * lowest, 100 * highest) }

  /// The share of a class's images that was recognized.
  func recall(of label: Int) -> Double {
    Double(confusion[label][label]) / Double(max(1, confusion[label].reduce(0, +)))
  }

  mutating func add(_ matrix: ConfusionMatrix) {
    accuracies.append(matrix.accuracy.value)
    for (row, counts) in matrix.counts.enumerated() {
      for (column, count) in counts.enumerated() { confusion[row][column] += count }
    }
  }
}

/// Trains a network for each number of labels and each run, on what `make` makes of the labeled images.
///
/// - Parameter make: Returns the images first, and behind them any number of copies of all of them in the same order.
func train(
  _ lab: Lab, _ images: HalfSizeImages, counts: [Int],
  _ make: ([Example], inout SeededGenerator) -> [Example]
) throws -> [Int: Results] {
  var results: [Int: Results] = [:]
  let test = try dataset(images.test)
  for run in 0..<runs {
    let seed = lab.seed &+ 1_000 &* UInt64(run + 1)
    var random = SeededGenerator(seed: seed)
    let largest = Array(images.balanced(seed: seed).prefix(counts.max() ?? 0))
    let all = make(largest, &random)
    for count in counts {
      // The first images of the original ones, and their copies.
      let some = all.indices.filter { $0 % max(1, largest.count) < count }.map { all[$0] }
      let program = try trained(some, steps: 400, seed: seed).compiled()
      results[count, default: Results()].add(try confusionMatrix(of: program, on: test))
    }
  }
  return results
}

/// Trained without copies, for all numbers of labels; kept for the next step.
func plainResults(_ lab: Lab, _ images: HalfSizeImages) throws -> [Int: Results] {
  if let kept = lab.kept("plain") {
    return try JSONDecoder().decode([Int: Results].self, from: Foundation.Data(kept))
  }
  var results: [Int: Results] = [:]
  for (index, count) in labelCounts.enumerated() {
    lab.progress("training", index, of: labelCounts.count, unit: "number of labels")
    results.merge(try train(lab, images, counts: [count]) { examples, _ in examples }) { $1 }
  }
  lab.keep("plain", [UInt8](try JSONEncoder().encode(results)))
  return results
}

/// Trained with the learner's copies.
func resultsWithCopies(
  _ lab: Lab, _ images: HalfSizeImages, counts: [Int], _ policy: Policy
) throws -> [Int: Results] {
  try train(lab, images, counts: counts) {
    augmented($0, side: HalfSizeImages.side, copies: copies, policy: policy, using: &$1)
  }
}

// MARK: - Trials

/// A square image, and what is done with it.
struct ImageTrial {
  var name: String
  var side: Int
  var pixels: [Float] = []
  /// Rows and columns: pixels, places between them, or places that are all beyond the edges.
  var places: [[Float]] = []
  var isOutside = false
  var right: Float = 0
  var down: Float = 0
  var turns: Float = 0
}

func imageTrials(_ random: inout SeededGenerator) -> [ImageTrial] {
  [1, 2, 5, 8].map { side in
    ImageTrial(name: "\(side) by \(side)", side: side, pixels: random.uniform(count: side * side, in: -1...1))
  }
}

/// Counts of which some classes pass.
struct CountTrial {
  var name: String
  var counts: [[Int]]
  var share: Double
}

func countTrials(_ random: inout SeededGenerator) -> [CountTrial] {
  let drawn = (0..<6).map { index in
    CountTrial(
      name: "counts \(index)",
      counts: (0..<6).map { row in
        (0..<6).map {
          Int.random(in: 0...9, using: &random) + (row == $0 ? Int.random(in: 0...60, using: &random) : 0)
        }
      }, share: [0.25, 0.5, 0.75][index % 3])
  }
  return drawn + [
    CountTrial(name: "a half exactly", counts: [[3, 3, 0], [0, 0, 0], [4, 1, 3]], share: 0.5),
    CountTrial(name: "all wrong", counts: [[0, 4], [5, 0]], share: 0.1),
  ]
}

func placeTrials(_ random: inout SeededGenerator) -> [ImageTrial] {
  imageTrials(&random).flatMap { image in
    let last = Float(image.side - 1)
    let inside = (0..<12).map { _ in random.uniform(count: 2, in: 0...max(last, 1e-3)).map { min($0, last) } }
    // Less than a pixel away from each edge, and far from all.
    let near = random.uniform(count: 4, in: 0.2...0.8)
    let outside: [[Float]] = [
      [-near[0], 0], [0, -near[1]], [last + near[2], last], [last, last + near[3]], [-3, 0],
      [last, last + 40],
    ]
    return [(inside + [[0, 0], [last, last]], false), (outside, true)].map { places, isOutside in
      ImageTrial(
        name: "\(isOutside ? "outside" : "inside") \(image.name)", side: image.side, pixels: image.pixels,
        places: places, isOutside: isOutside)
    }
  }
}

func moveTrials(_ random: inout SeededGenerator) -> [ImageTrial] {
  let moves: [(right: Float, down: Float, turns: Float)] = [
    (2, -1, 0.25), (0, 0, 0), (-1.5, 0.25, 0.07), (0.5, 2.75, -0.2),
  ]
  return [5, 8, 14].flatMap { side in
    moves.map { right, down, turns in
      ImageTrial(
        name: "\(side) by \(side) pixels, \(right) right, \(down) down, \(turns) turns", side: side,
        places: (0..<5).map { _ in random.uniform(count: 2, in: 0...Float(side - 1)).map { $0.rounded() } },
        right: right, down: down, turns: turns)
    }
  }
}

extension Place {
  init(_ numbers: [Float]) { self.init(row: numbers[0], column: numbers[1]) }
}

/// A policy, and images to copy.
struct PolicyTrial {
  var name: String
  var policy: Policy
  var seed: UInt64
  /// The same image twice, and another one of another class.
  var examples: [Example]

  static let side = 9
  static let copies = 4
}

func policyTrials(_ random: inout SeededGenerator) -> [PolicyTrial] {
  let limits: [(turns: Float, shift: Float)] = [(0.1, 2), (0.25, 0), (0, 2.5)]
  return limits.map { turns, shift in
    func example(_ label: Int) -> Example {
      Example(
        pixels: random.uniform(count: PolicyTrial.side * PolicyTrial.side, in: -1...1), label: label)
    }
    let (one, other) = (example(3), example(8))
    return PolicyTrial(
      name: "\(turns) turns, \(shift) pixels", policy: Policy(turns: turns, shift: shift),
      seed: random.next(), examples: [one, one, other])
  }
}

func submit(_ trial: PolicyTrial, on lab: Lab) throws {
  func draws() -> [Change] {
    var random = SeededGenerator(seed: trial.seed)
    return (0..<400).map { _ in draw(trial.policy, using: &random) }
  }
  try lab.submit("draws \(trial.name)", draws())
  try lab.submit("again \(trial.name)", draws())
  for (name, policy) in [("copies", trial.policy), ("still", Policy(turns: 0, shift: 0))] {
    var random = SeededGenerator(seed: trial.seed)
    try lab.submit(
      "\(name) \(trial.name)",
      augmented(
        trial.examples, side: PolicyTrial.side, copies: PolicyTrial.copies, policy: policy, using: &random))
  }
}

/// Accuracies over numbers of labels, and one to reach.
struct LineTrial {
  var name: String
  var counts: [Int]
  var accuracies: [Double]
  var accuracy: Double
  var isEnd = false
}

func lineTrials(_ random: inout SeededGenerator) -> [LineTrial] {
  let counts = [10, 30, 100, 250, 900]
  var accuracies = [0.3]
  for rise in random.uniform(count: 4, in: 0.05...0.15) { accuracies.append(accuracies.last! + Double(rise)) }
  let inside = (0..<4).map { segment in
    let share = Double(random.uniform(count: 1, in: 0.1...0.9)[0])
    let accuracy = accuracies[segment] + share * (accuracies[segment + 1] - accuracies[segment])
    return LineTrial(name: "line \(segment)", counts: counts, accuracies: accuracies, accuracy: accuracy)
  }
  let falling = LineTrial(
    name: "a line that falls once", counts: [1, 2, 3, 4], accuracies: [0.5, 0.7, 0.6, 0.8], accuracy: 0.65)
  let ends = [(0.1, "below"), (0.3, "at the first"), (0.99, "above")].map { accuracy, name in
    LineTrial(name: "\(name) point", counts: counts, accuracies: accuracies, accuracy: accuracy, isEnd: true)
  }
  return inside + [falling] + ends
    + [LineTrial(name: "one point", counts: [50], accuracies: [0.7], accuracy: 0.8, isEnd: true)]
}

// MARK: - Showing

extension Lab {
  func show(_ id: String, _ title: String, _ content: Figure.Content) {
    show(Figure(id, title: title, content))
  }
}

func picture(_ pixels: [Float], _ caption: String, side: Int = HalfSizeImages.side) -> Picture {
  Picture(Tensor(shape: [side, side, 1], values: whole(pixels, side: side)), in: -1...1, caption: caption)
}

/// Accuracy over labels: the means as lines, the lowest and highest runs behind them.
func show(_ lines: [(name: String, results: [Int: Results])], on lab: Lab) {
  let series = lines.flatMap { name, results in
    let counts = results.keys.sorted()
    // Each step to the right doubles the labels, or nearly.
    let x = counts.map { log2(Double($0)) }
    return [
      Curves.Series(name, x: x, y: counts.map { results[$0]!.mean }),
      .init("\(name), lowest", x: x, y: counts.map { results[$0]!.lowest }, isGhost: true),
      .init("\(name), highest", x: x, y: counts.map { results[$0]!.highest }, isGhost: true),
    ]
  }
  lab.show(
    "efficiency", "Accuracy, mean of \(runs) runs",
    .curves(Curves(series, axis: "log2(labels)", unit: .fraction)))
}
