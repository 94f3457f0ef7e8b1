import Codelab

let lesson = Lesson {
  Step("count") { lab in
    for trial in convolutionTrials(&lab.random) {
      let convolution = Convolution(trial)
      try lab.submit("parameters \(trial.name)", parameters(convolution))
      try lab.submit("macs \(trial.name)", multiplyAccumulates(convolution))
    }
    let program = try digitNetwork(width: 32, seed: lab.seed).compiled()
    let cost = program.cost
    let own = [
      Convolution(height: 28, width: 28, channels: 1, filters: 32, kernel: 3),
      Convolution(height: 13, width: 13, channels: 32, filters: 64, kernel: 3),
    ]
    lab.show(
      Figure(
        "layers", title: "Your count and ours",
        .table(
          Table(
            columns: ["layer", "parameters", "counted", "MACs", "counted"],
            rows: cost.layers.filter { $0.parameters > 0 }.enumerated().map { index, layer in
              [
                label(of: layer), count(own.indices.contains(index) ? parameters(own[index]) : nil),
                count(layer.parameters),
                count(own.indices.contains(index) ? multiplyAccumulates(own[index]) : nil),
                count(layer.multiplyAccumulates),
              ]
            }))))
    lab.show(shares("parameters", "Share of parameters", cost) { $0.parameters })
    lab.show(shares("arithmetic", "Share of MACs", cost) { $0.multiplyAccumulates })
    lab.metric("parameters", Double(cost.parameters), .count)
    lab.metric("multiply-accumulates", Double(cost.multiplyAccumulates), .count)
    let dense = cost.layers.last?.multiplyAccumulates ?? 0
    lab.metric("share-of-dense", Double(dense) / Double(cost.multiplyAccumulates), .fraction)
    lab.metric("size", Double(ModelFile.encode(program).count), .bytes)
  } judge: { work in
    for trial in convolutionTrials(&work.random) {
      judgeCounts(try work["parameters \(trial.name)"], try work["macs \(trial.name)"], trial)
    }
  }

  Step("latency") { lab in
    for trial in timeTrials(&lab.random) {
      try lab.submit(trial.name, trial.percents.map { percentile(trial.times, $0) })
    }
    let program = try digitNetwork(width: 32, seed: lab.seed).compiled()
    let images = Tensor(shape: [16, 28, 28, 1], values: lab.random.uniform(count: 16 * 784, in: -1...1))
    let measured = try latency(of: program, on: images, samples: lab.knob("runs"), warmUp: 0).samples
    let steady = Array(measured.dropFirst(measured.count / 10))
    let (p50, p95) = (percentile(steady, 50), percentile(steady, 95))
    let mean = steady.reduce(0, +) / Double(steady.count)
    lab.show(
      Figure(
        "latency", title: "Time of one prediction",
        .latency(LatencyFigure([.init("float", samples: steady, p50: p50, p95: p95)]))))
    lab.show(
      Figure(
        "first", title: "The first twenty, in microseconds",
        .curves(
          Curves(
            [
              .init("time", x: (1...20).map(Double.init), y: measured.prefix(20).map { $0 * 1e6 }),
              .init("median", x: [1, 20], y: [p50 * 1e6, p50 * 1e6], isGhost: true),
            ], axis: "prediction", unit: .number))))
    lab.metric("first", measured[0], .seconds)
    lab.metric("first-to-median", measured[0] / p50, .number)
    lab.metric("mean", mean, .seconds)
    lab.metric("p50", p50, .seconds)
    lab.metric("p95", p95, .seconds)
    lab.metric("slowest", percentile(steady, 100), .seconds)
  } judge: { work in
    for trial in timeTrials(&work.random) { judgePercentiles(try work[trial.name], trial) }
  }

  Step("memory") { lab in
    for sizes in sizeTrials(&lab.random) { try lab.submit("\(sizes.count) tensors", peakMemory(sizes)) }
    let program = try digitNetwork(width: 32, seed: lab.seed).compiled()
    let fused = [784] + program.cost.layers.map(\.results)
    let rows: [(name: String, bytes: Int)] = [
      ("as written", peakMemory(layersAsWritten.map { 4 * $0 })), ("fused", peakMemory(fused.map { 4 * $0 })),
      ("as planned", program.cost.peakActivationBytes),
    ]
    lab.show(
      Figure(
        "peak", title: "Peak memory between layers",
        .bars(Bars(rows.map { .init($0.name, Double($0.bytes)) }, unit: .bytes))))
    lab.show(
      Figure(
        "results", title: "Bytes of each result",
        .bars(
          Bars(
            [.init("input", 4 * 784)]
              + program.cost.layers.map { .init(label(of: $0), Double(4 * $0.results)) },
            unit: .bytes))))
    lab.metric("peak-as-written", Double(rows[0].bytes), .bytes)
    lab.metric("peak-fused", Double(rows[1].bytes), .bytes)
    lab.metric("peak-as-planned", Double(rows[2].bytes), .bytes)
  } judge: { work in
    for sizes in sizeTrials(&work.random) { judgePeak(try work["\(sizes.count) tensors"], sizes) }
  }

  Step("accuracy") { lab in
    for trial in answerTrials(&lab.random) {
      let own = interval(correct: trial.correct, count: trial.count)
      try lab.submit("\(trial.correct) of \(trial.count)", [own.lowerBound, own.upperBound])
    }
    let digits = try lab.images()
    let program = try trained(lab, digits, width: 8).compiled()
    let answers = zip(try program.predict(digits.test.images), digits.test.labels).map { $0 == $1 }
    let count = min(lab.knob("images"), answers.count)
    // The same test with fewer images: parts of it that do not overlap.
    let parts = (0..<answers.count / count).map { part in
      answers[part * count..<(part + 1) * count].count { $0 }
    }
    let own = parts.map { interval(correct: $0, count: count) }
    lab.show(
      Figure(
        "parts", title: "Accuracy on \(count) images at a time",
        .curves(
          Curves(
            [
              .init(
                "measured", x: parts.indices.map { Double($0 + 1) },
                y: parts.map { Double($0) / Double(count) }),
              .init(
                "low end", x: own.indices.map { Double($0 + 1) }, y: own.map(\.lowerBound), isGhost: true),
              .init(
                "high end", x: own.indices.map { Double($0 + 1) }, y: own.map(\.upperBound), isGhost: true),
            ], axis: "part", unit: .fraction))))
    let all = answers.count { $0 }
    let whole = interval(correct: all, count: answers.count)
    lab.metric("accuracy", Double(all) / Double(answers.count), .fraction)
    lab.metric("low-end", whole.lowerBound, .fraction)
    lab.metric("high-end", whole.upperBound, .fraction)
    lab.metric("half-width", (whole.upperBound - whole.lowerBound) / 2, .fraction)
    lab.metric("worst-part", Double(parts.min() ?? 0) / Double(count), .fraction)
    lab.metric("best-part", Double(parts.max() ?? 0) / Double(count), .fraction)
  } judge: { work in
    for trial in answerTrials(&work.random) {
      judgeInterval(try work["\(trial.correct) of \(trial.count)"], trial)
    }
  }

  Step("compare") { lab in
    for trial in pairTrials(&lab.random) {
      try lab.submit(trial.name, canTellApart(trial.one, trial.other, of: trial.count))
    }
    let digits = try lab.images()
    var rows: [[String]] = []
    var correct: [Int] = []
    for width in [8, 32] {
      let program = try trained(lab, digits, width: width).compiled()
      let result = try accuracy(of: program, on: digits.test)
      let time = try latency(of: program, on: digits.test.images, samples: 300)
      correct.append(result.correct)
      rows.append([
        width == 8 ? "narrow" : "wide", count(program.parameterCount), count(program.multiplyAccumulates),
        Metric.Unit.bytes.text(Double(ModelFile.encode(program).count)),
        Metric.Unit.bytes.text(Double(program.cost.peakActivationBytes)), Metric.Unit.seconds.text(time.p50),
        Metric.Unit.seconds.text(time.p95), Metric.Unit.fraction.text(result.value),
      ])
    }
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: ["measure", rows[0][0], rows[1][0]],
            rows: ["parameters", "MACs", "size", "peak memory", "p50", "p95", "accuracy"].enumerated().map {
              [$1, rows[0][$0 + 1], rows[1][$0 + 1]]
            }))))
    lab.metric("images-between", Double(abs(correct[1] - correct[0])), .count)
    lab.log(
      canTellApart(correct[0], correct[1], of: digits.test.count)
        ? "The test tells the two apart." : "The test cannot tell the two apart.")
  } judge: { work in
    for trial in pairTrials(&work.random) { judgePair(try work[trial.name], trial) }
  }
}

// MARK: - The networks

/// The digits network of the book's chapter 2, with `width` and `2 * width` filters; the book's width is 32.
func digitNetwork(width: Int, seed: UInt64) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(width, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Conv2D(2 * width, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dropout(0.2)
    Dense(10)
  }
}

/// The elements of the input and of every layer's result, as the network is written.
let layersAsWritten = [
  784, 26 * 26 * 32, 26 * 26 * 32, 26 * 26 * 32, 13 * 13 * 32, 11 * 11 * 64, 11 * 11 * 64, 11 * 11 * 64,
  1_600, 10,
]

/// A trained network, kept for the next step.
func trained(_ lab: Lab, _ digits: ImageSet, width: Int) throws -> Model {
  let model = try digitNetwork(width: width, seed: lab.seed)
  if let kept = lab.kept("width-\(width)") {
    try model.restore(ModelFile.decodeState(kept))
    return model
  }
  _ = try model.fit(
    digits.train, epochs: digits.epochs(asOfDigits: 10), batchSize: 128, optimizer: Adam(), seed: lab.seed
  ) { progress in
    guard progress.accuracy != nil else { return }
    lab.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
  }
  lab.keep("width-\(width)", ModelFile.encode(state: model.state))
  return model
}

// MARK: - Trials

/// A convolution to count.
struct ConvolutionTrial {
  var name: String { "\(height)x\(width)x\(channels) \(filters) \(kernel)" }
  var height, width, channels, filters, kernel: Int
}

extension Convolution {
  init(_ trial: ConvolutionTrial) {
    self.init(
      height: trial.height, width: trial.width, channels: trial.channels, filters: trial.filters,
      kernel: trial.kernel)
  }
}

func convolutionTrials(_ random: inout SeededGenerator) -> [ConvolutionTrial] {
  [ConvolutionTrial(height: 5, width: 7, channels: 2, filters: 3, kernel: 1)]
    + (2...7).map { kernel in
      ConvolutionTrial(
        height: random.integer(from: kernel, to: 40), width: random.integer(from: kernel, to: 40),
        channels: random.integer(from: 2, to: 20), filters: random.integer(from: 2, to: 70), kernel: kernel)
    }
}

/// Times, and the percentiles to find.
struct TimeTrial {
  var name: String
  var times: [Double]
  var percents: [Double] = [1, 25, 50, 90, 95, 99, 100]
}

func timeTrials(_ random: inout SeededGenerator) -> [TimeTrial] {
  [1, 2, 7, 20, 100, 333].map { count in
    TimeTrial(
      name: "\(count) times", times: random.uniform(count: count, in: 1...9).map { Double($0) * 1e-5 })
  }
}

func sizeTrials(_ random: inout SeededGenerator) -> [[Int]] {
  [[700], [300, 10]]
    + [3, 6, 11].map { count in (0..<count).map { _ in random.integer(from: 1, to: 90_000) } }
}

/// Correct answers of a test.
struct AnswerTrial {
  var correct, count: Int
}

func answerTrials(_ random: inout SeededGenerator) -> [AnswerTrial] {
  [
    AnswerTrial(correct: 0, count: 10), AnswerTrial(correct: 10, count: 10),
    AnswerTrial(correct: 1, count: 1),
  ]
    + [20, 100, 360, 10_000].map { count in
      AnswerTrial(correct: random.integer(from: count / 2, to: count), count: count)
    }
}

/// Correct answers of two models on one test.
struct PairTrial {
  var name: String { "\(one) and \(other) of \(count)" }
  var one, other, count: Int
}

/// Pairs that any reasonable interval of 95 % judges alike.
func pairTrials(_ random: inout SeededGenerator) -> [PairTrial] {
  let base = random.integer(from: 300, to: 320)
  return [
    PairTrial(one: base, other: base + 3, count: 360), PairTrial(one: base, other: base, count: 360),
    PairTrial(one: 180, other: base, count: 360), PairTrial(one: base + 20, other: 200, count: 360),
    PairTrial(one: 9_300, other: 9_600, count: 10_000), PairTrial(one: 9_300, other: 9_310, count: 10_000),
  ]
}

extension SeededGenerator {
  mutating func integer(from low: Int, to high: Int) -> Int { Int.random(in: low...high, using: &self) }
}

// MARK: - Showing

func text(_ low: Double, _ high: Double) -> String {
  "\(Metric.Unit.fraction.text(low)) to \(Metric.Unit.fraction.text(high))"
}

func count(_ number: Int?) -> String { number.map { Metric.Unit.count.text(Double($0)) } ?? "" }

/// A layer's name, short enough for a narrow panel.
func label(of layer: ProgramCost.Layer) -> String { layer.name.replacing("2d", with: "") }

func shares(_ id: String, _ title: String, _ cost: ProgramCost, _ part: (ProgramCost.Layer) -> Int) -> Figure
{
  let total = cost.layers.map(part).reduce(0, +)
  let bars = cost.layers.filter { part($0) > 0 }.map {
    Bars.Bar(label(of: $0), Double(part($0)) / Double(total))
  }
  return Figure(id, title: title, .bars(Bars(bars, unit: .fraction)))
}
