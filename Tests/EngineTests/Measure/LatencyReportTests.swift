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
}
