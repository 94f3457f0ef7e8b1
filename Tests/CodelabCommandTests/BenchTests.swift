import Codelab
import Foundation
import Testing

@testable import CodelabCommand

@Suite struct BenchTests {
  @Test func theRatioIsToTheBestPeer() {
    let row = row(own: 2, peers: ["litert": 5, "onnxruntime": 4, "pytorch": nil], target: 0.5)
    #expect(row.ratio == 0.5)
    #expect(row.isMet == true)
    #expect(self.row(own: 2, peers: ["litert": 3], target: 0.5).isMet == false)
    #expect(self.row(own: 2, peers: ["litert": nil], target: 0.5).ratio == nil)
    #expect(self.row(own: 2, peers: nil, target: 0.5).isMet == nil)
    #expect(self.row(own: 2, peers: ["litert": 4], target: nil).isMet == nil)
  }

  @Test func theTableShowsPeersAndTargets() {
    let machine = Machine(processor: "Test", cores: 2, kernels: "avx2")
    let rows = [
      row(own: 2, peers: ["litert": 5, "pytorch": nil], target: 0.5),
      row(own: 3, peers: ["litert": 4, "pytorch": 6], target: 0.5),
    ]
    let report = BenchReport(
      machine: machine, peers: ["litert": "2.3.0", "pytorch": "2.15.0"],
      missingPeers: ["onnxruntime": "not installed"], rows: rows,
      product: .init(times: .init(Latency(samples: [0.02])), peakRate: 4e11), files: [])
    let lines = report.text.split(separator: "\n").map(String.init)
    #expect(lines[0].contains("litert") && lines[0].contains("ratio"))
    #expect(lines[1].contains("0.40") && lines[1].hasSuffix("met"))
    #expect(lines[2].contains("0.75") && lines[2].hasSuffix("missed"))
    // 2^31 operations in 20 ms are 107.4 billion a second.
    #expect(report.text.contains("107.4 GFLOP/s  400.0 GFLOP/s  27 %   >= 80 %, missed"))
    #expect(report.text.contains("Test, 2 cores, avx2 kernels"))
    #expect(report.text.contains("onnxruntime: not installed"))
  }

  /// Names are unique, and every network that peers are asked for is one that the script knows.
  @Test func casesAreSound() throws {
    let names = BenchCase.all.map(\.name)
    #expect(Set(names).count == names.count)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let script = try String(
      contentsOf: root.appendingPathComponent("Benchmarks/peers/networks.py"), encoding: .utf8)
    for case let request? in BenchCase.all.map(\.request) {
      #expect(script.contains("\"\(request.model)\": "), "\(request.model)")
    }
  }

  /// The networks that are timed are the book's: they have as many parameters as it says.
  @Test func networksHaveTheBooksParameters() throws {
    #expect(try BookNetwork.digits().parameterCount == 35_210)
    #expect(try BookNetwork.pets(separable: false, divisor: 1).parameterCount == 25_117_196)
    #expect(try BookNetwork.pets(separable: true, divisor: 1).parameterCount == 8_444_236)
    #expect(try BookNetwork.newsGRU().parameterCount == 334_836)
    #expect(try BookNetwork.newsAttention().parameterCount == 336_388)
  }

  /// A shell script in the place of Python: one peer that answers, one that is missing, then the end.
  @Test func peersAnswerInTurn() throws {
    let peers = try peerProcess(
      """
      echo '{"peers": {"pytorch": "1", "litert": "2"}, "missing": {"onnxruntime": "not installed"}}'
      while read -r request; do
        case "$request" in
          *pytorch*) echo '{"samples": [0.5, 0.25, 1.5], "setting": "eager"}' ;;
          *) echo '{"missing": "it cannot"}' ;;
        esac
      done
      """)
    #expect(peers.greeting.missing.keys.sorted() == ["onnxruntime"])
    let benchCase = BenchCase(
      name: "test", request: .init(model: "digits", threads: 1), target: 2
    ) {
      { _, _ in [1] }
    }
    let row = try benchCase.measure(samples: 5, peers: peers)
    #expect(row.times.median == 1 && row.times.count == 5)
    #expect(row.ratio == 2 && row.isMet == true)
    let results = try #require(row.peers)
    #expect(results.map(\.name) == ["litert", "pytorch"])
    #expect(results[0].missing == "it cannot" && results[0].times == nil)
    #expect(results[1].setting == "eager" && results[1].times?.count == 15)
    #expect(try benchCase.measure(samples: 5, peers: nil).peers == nil)
  }

  @Test func aProcessThatFailsIsReported() throws {
    #expect(throws: (any Error).self) { try peerProcess("echo oops") }
    let peers = try peerProcess("echo '{\"peers\": {\"litert\": \"2\"}, \"missing\": {}}'")
    #expect(throws: (any Error).self) { try peers.ask(.init(model: "digits", threads: 1)) }
  }

  private func peerProcess(_ script: String) throws -> PeerProcess {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("peers-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try script.write(to: file, atomically: true, encoding: .utf8)
    return try PeerProcess(python: "sh", script: file)
  }

  private func row(own: Double, peers: [String: Double?]?, target: Double?) -> BenchReport.Row {
    func times(_ seconds: Double) -> BenchReport.Times { .init(Latency(samples: [seconds])) }
    return BenchReport.Row(
      name: "a case", kernels: "avx2", times: times(own),
      peers: peers.map { peers in
        peers.sorted { $0.key < $1.key }.map { .init(name: $0.key, times: $0.value.map(times)) }
      },
      target: target)
  }
}
