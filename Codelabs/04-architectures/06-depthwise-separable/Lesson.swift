import Codelab

let lesson = Lesson {
  Step("count") { lab in
    for trial in sizeTrials(&lab.random) {
      try lab.submit("regular \(trial.name)", regularCost(Sizes(trial)))
      try lab.submit("separable \(trial.name)", separableCost(Sizes(trial)))
    }
    let filters = lab.knob("filters")
    func row(_ kernel: Int) -> [String] {
      let sizes = Sizes(height: 64, width: 64, channels: 3, kernel: kernel, filters: filters)
      let (regular, separable) = (regularCost(sizes), separableCost(sizes))
      return [
        "\(kernel) x \(kernel)", count(regular), count(separable),
        text(Double(regular) / Double(max(separable, 1))),
      ]
    }
    lab.show(
      Figure(
        "costs", title: "64 x 64 x 3 to \(filters) filters",
        .table(
          Table(columns: ["k x k", "regular", "separable", "fewer"], rows: [1, 3, 5, 7].map(row)))))
    let book = Sizes(height: 64, width: 64, channels: 3, kernel: 3, filters: 32)
    lab.metric("times-fewer", Double(regularCost(book)) / Double(max(separableCost(book), 1)), .number)
  } judge: { work in
    for trial in sizeTrials(&work.random) {
      judgeCosts(try work["regular \(trial.name)"], try work["separable \(trial.name)"], trial)
    }
  }

  Step("build") { lab in
    for trial in imageTrials(&lab.random) {
      try lab.submit(
        "depthwise \(trial.name)", depthwise(trial.image, Sizes(trial.sizes), weights: trial.depthwise))
      try lab.submit(
        "pointwise \(trial.name)",
        pointwise(trial.image, channels: trial.sizes.channels, weights: trial.pointwise))
    }
  } judge: { work in
    for trial in imageTrials(&work.random) {
      judgeDepthwise(try work["depthwise \(trial.name)"], trial)
      judgePointwise(try work["pointwise \(trial.name)"], trial)
    }
  }

  Step("combine") { lab in
    for trial in imageTrials(&lab.random) {
      try lab.submit(
        trial.name,
        combined(depthwise: trial.depthwise, pointwise: trial.pointwise, channels: trial.sizes.channels))
    }
    let (channels, filters) = (32, 64)
    let (regular, separable) = (9 * channels * filters, 9 * channels + channels * filters)
    lab.show(
      Figure(
        "numbers", title: "Weights, 32 channels to 64",
        .bars(Bars([.init("regular", Double(regular)), .init("separable", Double(separable))], unit: .count)))
    )
    lab.metric("share-of-the-numbers", Double(separable) / Double(regular), .fraction)
  } judge: { work in
    for trial in imageTrials(&work.random) { judgeCombined(try work[trial.name], trial) }
  }

  Step("time") { lab in
    let chosen = lab.knob("filters")
    var rows: [(channels: Int, theory: Double, measured: Double)] = []
    for (index, channels) in [8, 16, 32, 64, 128].enumerated() {
      lab.progress("measuring", index, of: 5, unit: "layer")
      let (regular, separable) = try (
        layer(channels, isSeparable: false, lab), layer(channels, isSeparable: true, lab)
      )
      let images = Tensor(
        shape: [4, 32, 32, channels], values: lab.random.uniform(count: 4 * 1_024 * channels, in: -1...1))
      let times = try latencies(of: [regular, separable], on: images, samples: 60)
      rows.append(
        (
          channels, Double(regular.multiplyAccumulates) / Double(separable.multiplyAccumulates),
          times[0].p50 / times[1].p50
        ))
      if channels == chosen {
        lab.show(
          Figure(
            "latency", title: "32 x 32, \(channels) channels to \(channels) filters",
            .latency(
              LatencyFigure(
                zip(["regular", "separable"], times).map {
                  .init($0, samples: $1.samples, p50: $1.p50, p95: $1.p95)
                }))))
      }
    }
    lab.show(
      Figure(
        "ratios", title: "Times fewer, times faster",
        .curves(
          Curves(
            [
              .init("MACs", x: rows.map { Double($0.channels) }, y: rows.map(\.theory)),
              .init("time", x: rows.map { Double($0.channels) }, y: rows.map(\.measured)),
            ], axis: "channels", unit: .number))))
    lab.metric("fewer-at-64", rows[3].theory, .number)
    lab.metric("faster-at-64", rows[3].measured, .number)
  }

  Step("train") { lab in
    let digits = try lab.images()
    var results: [Bool: [Double]] = [:]
    var programs: [Bool: Program] = [:]
    for seed in 0..<3 {
      for isSeparable in [false, true] {
        lab.progress("training", seed * 2 + (isSeparable ? 1 : 0), of: 6, unit: "network")
        let model = try network(isSeparable: isSeparable, seed: lab.seed &+ UInt64(seed))
        _ = try model.fit(
          digits.train, epochs: digits.epochs(asOfDigits: 8), batchSize: 64, optimizer: Adam(),
          seed: lab.seed &+ UInt64(seed))
        let program = try model.compiled()
        programs[isSeparable] = program
        results[isSeparable, default: []].append(try accuracy(of: program, on: digits.test).value)
      }
    }
    guard let regular = programs[false], let separable = programs[true] else { return }
    let times = try latencies(of: [regular, separable], on: digits.test.images)
    func row(_ name: String, _ program: Program, _ time: Latency, _ accuracies: [Double]) -> [String] {
      [
        name, count(program.parameterCount), count(program.multiplyAccumulates),
        Metric.Unit.bytes.text(Double(ModelFile.encode(program).count)), Metric.Unit.seconds.text(time.p50),
      ] + accuracies.map { Metric.Unit.fraction.text($0) }
    }
    let one = row("regular", regular, times[0], results[false] ?? [])
    let other = row("separable", separable, times[1], results[true] ?? [])
    let seeds = (0..<3).map { "right, seed \(lab.seed &+ UInt64($0))" }
    let names = ["parameters", "MACs", "size", "p50"] + seeds
    let rows = names.enumerated().map { [$1, one[$0 + 1], other[$0 + 1]] }
    let table = Table(columns: ["measure", "regular", "separable"], rows: rows)
    lab.show(Figure("summary", title: "What you measured", .table(table)))
    func mean(_ isSeparable: Bool) -> Double { (results[isSeparable] ?? []).reduce(0, +) / 3 }
    lab.metric("mean-regular", mean(false), .fraction)
    lab.metric("mean-separable", mean(true), .fraction)
    lab.metric("lost", mean(false) - mean(true), .fraction)
  }
}

// MARK: - Networks

/// One convolution of 3 by 3 that keeps 32 by 32 pixels, with as many filters as channels.
func layer(_ channels: Int, isSeparable: Bool, _ lab: Lab) throws -> Program {
  try Model(input: [32, 32, channels], seed: lab.seed) {
    if isSeparable {
      SeparableConv2D(channels, kernel: 3, padding: .same)
    } else {
      Conv2D(channels, kernel: 3, padding: .same)
    }
  }.compiled()
}

/// The digits network of the book at half its width, with the second convolution regular or separable.
func network(isSeparable: Bool, seed: UInt64) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(16, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    if isSeparable {
      SeparableConv2D(32, kernel: 3)
    } else {
      Conv2D(32, kernel: 3)
    }
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dropout(0.2)
    Dense(10)
  }
}

// MARK: - Trials

/// Sizes to count.
struct SizeTrial {
  var height, width, channels, kernel, filters: Int
  var name: String { "\(height)x\(width)x\(channels) \(kernel) \(filters)" }
  var places: Int { height * width }
}

extension Sizes {
  init(_ trial: SizeTrial) {
    self.init(
      height: trial.height, width: trial.width, channels: trial.channels, kernel: trial.kernel,
      filters: trial.filters)
  }
}

func sizeTrials(_ random: inout SeededGenerator) -> [SizeTrial] {
  [SizeTrial(height: 64, width: 64, channels: 3, kernel: 3, filters: 32)]
    + (0..<6).map { index in
      SizeTrial(
        height: random.integer(from: 5, to: 90), width: random.integer(from: 5, to: 90),
        channels: random.integer(from: 2, to: 60), kernel: [2, 3, 5, 7][index % 4],
        filters: random.integer(from: 2, to: 120))
    }
}

/// An image and the weights of both parts.
struct ImageTrial {
  var sizes: SizeTrial
  var image: [Float]
  var depthwise: [Float]
  var pointwise: [Float]
  var name: String { sizes.name }
}

func imageTrials(_ random: inout SeededGenerator) -> [ImageTrial] {
  [(1, 1, 1, 1, 1), (4, 6, 3, 3, 2), (5, 5, 2, 2, 4), (6, 4, 4, 4, 3)].map {
    height, width, channels, kernel, filters in
    ImageTrial(
      sizes: SizeTrial(height: height, width: width, channels: channels, kernel: kernel, filters: filters),
      image: random.uniform(count: height * width * channels, in: -1...1),
      depthwise: random.uniform(count: kernel * kernel * channels, in: -1...1),
      pointwise: random.uniform(count: channels * filters, in: -1...1))
  }
}

extension SeededGenerator {
  mutating func integer(from low: Int, to high: Int) -> Int { Int.random(in: low...high, using: &self) }
}

// MARK: - Showing

func count(_ number: Int) -> String { Metric.Unit.count.text(Double(number)) }

func text(_ number: Double) -> String { Metric.Unit.number.text(number) }
