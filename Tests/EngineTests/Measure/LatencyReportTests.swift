import Testing

@testable import Engine

@Suite struct LatencyReportTests {
  /// Quartiles 3 and 8 (nearest rank of 1...10), fences 3 - 7.5 and 8 + 7.5.
  @Test func outliersByTukeysFences() {
    let plain = Latency(samples: (1...10).map(Double.init)).outliers
    #expect(plain == .init(fences: -4.5...15.5, fast: 0, slow: 0, count: 10))
    let odd = Latency(samples: [-5, 2, 3, 4, 5, 6, 7, 8, 15.5, 16]).outliers
    #expect(odd == .init(fences: -4.5...15.5, fast: 1, slow: 1, count: 10))
    #expect(odd.share == 0.2)
    #expect(Latency(samples: [2, 2, 2, 2, 3]).outliers.slow == 1)
    #expect(Latency(samples: [1]).outliers.share == 0)
  }

  @Test func driftComparesTheHalves() {
    #expect(Latency(samples: [1, 2, 3, 2, 4, 6]).drift == 2)
    #expect(Latency(samples: [4, 9, 2]).drift == 0.5)
    #expect(Latency(samples: [4]).drift == nil)
  }

  @Test func costOfTheDigitNetwork() throws {
    let program = try digitGraph().compiled()
    let cost = program.cost
    #expect(cost.layers.map(\.multiplyAccumulates).filter { $0 > 0 } == [194_688, 2_230_272, 16_000])
    #expect(cost.multiplyAccumulates == 2_440_960)
    #expect(cost.parameters == 34_826)
    #expect(cost.layers.reduce(0) { $0 + $1.bytes } == 4 * 34_826)
    // The two largest results that live at one time.
    #expect(cost.peakActivationBytes >= 4 * (13 * 13 * 32 + 5 * 5 * 64))
    #expect(try digitGraph().compiled().cost == cost)
  }

  @Test func everyLayerHasATime() throws {
    let program = try digitGraph().compiled()
    let images = Tensor(shape: [2, 28, 28, 1], repeating: 0.5)
    let layers = try layerLatencies(of: program, on: images, samples: 20, warmUp: 2)
    #expect(
      layers.count == program.layers.count && layers.allSatisfy { $0 >= 0 } && layers.contains { $0 > 0 })
    #expect(throws: MeasureError.self) { try layerLatencies(of: program, on: images, samples: 0) }
    #expect(throws: ProgramError.self) {
      try layerLatencies(of: program, on: Tensor(shape: [1, 28, 28, 3]), samples: 1)
    }
  }

  @Test func blocksOfThePlanThatMeetDoNotShareBytes() throws {
    let program = try digitGraph().compiled()
    let blocks = program.memoryBlocks
    #expect(blocks.first { $0.name == "conv2d_1" }?.byteCount == 4 * 13 * 13 * 32)
    for (index, one) in blocks.enumerated() {
      for other in blocks[(index + 1)...] where one.steps.overlaps(other.steps) {
        let isApart =
          one.offset + one.byteCount <= other.offset || other.offset + other.byteCount <= one.offset
        #expect(isApart, "\(one) and \(other) overlap")
      }
    }
    let end = blocks.map { $0.offset + $0.byteCount }.max() ?? 0
    #expect(end <= program.cost.peakActivationBytes && end > program.cost.peakActivationBytes - 64)
  }
}
