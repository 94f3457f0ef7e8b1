import Testing

@testable import Engine

@Suite struct MeasureTests {
  /// Bounds of the Wilson interval by the closed form, worked out in Python.
  @Test(arguments: [
    (8, 10, 0.4901624715, 0.9433178485), (355, 360, 0.9679041504, 0.9940532943),
    (10, 10, 0.7224672001, 1.0), (0, 10, 0.0, 0.2775327999), (1, 2, 0.0945312057, 0.9054687943),
  ])
  func wilsonInterval(correct: Int, count: Int, low: Double, high: Double) {
    let interval = Accuracy(correct: correct, count: count).interval
    #expect(abs(interval.lowerBound - low) < 1e-8)
    #expect(abs(interval.upperBound - high) < 1e-8)
  }

  @Test func accuracyCounts() throws {
    var graph = try Graph(input: [2])
    let identity = Tensor(shape: [2, 2], values: [1, 0, 0, 1])
    try graph.append(.dense(weight: identity, bias: nil), name: "dense")
    let images = Tensor(shape: [4, 2], values: [1, 0, 0, 1, 1, 0, 0, 1])
    let dataset = try Dataset(images: images, labels: [0, 1, 1, 1], classes: 2)
    #expect(try accuracy(of: graph.compiled(), on: dataset) == Accuracy(correct: 3, count: 4))
  }

  @Test func percentilesByNearestRank() {
    let hundred = Latency(samples: (1...100).reversed().map(Double.init))
    #expect(hundred.p50 == 50)
    #expect(hundred.p95 == 95)
    #expect(hundred.percentile(0) == 1)
    #expect(hundred.percentile(100) == 100)
    #expect(hundred.min == 1)
    #expect(hundred.max == 100)
    let five = Latency(samples: [15, 20, 35, 40, 50])
    #expect(five.percentile(30) == 20)
    #expect(five.percentile(40) == 20)
    #expect(five.p50 == 35)
    #expect(Latency(samples: [3]).p95 == 3)
  }

  @Test func histogramCountsEverySample() {
    let histogram = Latency(samples: [1, 1.4, 2, 2.5, 3, 5]).histogram(bins: 4)
    #expect(histogram == .init(lowerBound: 1, binWidth: 1, counts: [2, 2, 1, 1]))
    let slow = Latency(samples: (1...200).map { $0 == 200 ? 1000 : Double($0) }).histogram(bins: 10)
    #expect(slow.counts.reduce(0, +) == 200)
    #expect(slow.counts.allSatisfy { $0 >= 19 })
    #expect(Latency(samples: [2, 2]).histogram(bins: 3).counts == [2, 0, 0])
  }

  @Test func latencyTimesAsManyInferencesAsAsked() throws {
    let program = try digitGraph().compiled()
    let latency = try latency(
      of: program, on: Tensor(shape: [3, 28, 28, 1]), samples: 7, threads: 2, warmUp: 2)
    #expect(latency.samples.count == 7)
    #expect(latency.samples.allSatisfy { $0 > 0 })
    #expect(throws: MeasureError.noImages) {
      try Engine.latency(of: program, on: Tensor(shape: [0, 28, 28, 1]))
    }
    #expect(throws: MeasureError.samples(0)) {
      try Engine.latency(of: program, on: Tensor(shape: [1, 28, 28, 1]), samples: 0)
    }
    #expect(throws: ProgramError.self) { try Engine.latency(of: program, on: Tensor(shape: [1, 8, 8, 1])) }
  }

  @Test func programsTimedInTurnsGetAsManySamplesEach() throws {
    let large = try digitGraph().compiled()
    let small = try Model(input: [28, 28, 1], seed: 1) {
      Flatten()
      Dense(10)
    }.compiled()
    let times = try latencies(of: [large, small], on: Tensor(shape: [3, 28, 28, 1]), samples: 47, warmUp: 1)
    #expect(times.map(\.samples.count) == [47, 47])
    // Each has its own: the convolutions are some three hundred times the work of the small network.
    #expect(times[0].min > times[1].min)
    #expect(throws: ProgramError.self) {
      try latencies(of: [small, large, small], on: Tensor(shape: [1, 8, 8, 1]))
    }
    #expect(try latencies(of: [], on: Tensor(shape: [1, 8, 8, 1])).isEmpty)
  }
}
