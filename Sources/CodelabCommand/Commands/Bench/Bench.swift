import ArgumentParser
import Codelab
import Foundation

/// Measures the speed of the engine, alone or beside other libraries.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the engine on the book's networks, alone or beside other libraries.",
    discussion: """
      Machines differ and are noisy, so compare the ratios of one run, not times of two. Each case is warmed up and \
      timed in rounds, in turn with the peers; the table shows medians and the range from the 5th to the 95th \
      percentile. --peers runs the same networks in PyTorch, ONNX Runtime and LiteRT, with the fastest of their \
      settings, and compares the median with that of the best of them.
      """)

  @Option(help: ArgumentHelp("Only cases whose name contains this.", valueName: "text"))
  var filter: String?

  @Option(help: "Timed runs of each case, at most; those that take long get fewer.")
  var samples = 1_000

  @Flag(help: "Compare with PyTorch, ONNX Runtime and LiteRT.")
  var peers = false

  @Option(
    help: ArgumentHelp(
      "The Python that has the peers: packages torch, onnx, onnxruntime, ai-edge-litert.", valueName: "path"))
  var python = "python3"

  @Flag(help: "Measure the screen instead: keys, frames, start, idling, and what it costs training.")
  var screen = false

  @Flag(help: "Print the measurements as JSON; README.md describes them.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(samples) else { throw ValidationError("--samples takes 1 to 1000000") }
    if screen, peers || filter != nil {
      throw ValidationError("--screen measures the screen alone; leave out --filter and --peers")
    }
  }

  func run() throws {
    if screen { return try measureScreen() }
    let cases = BenchCase.all.filter { benchCase in
      filter.map(benchCase.name.contains) ?? true
    }
    let measuresProduct = filter.map(BenchReport.Product.name.contains) ?? true
    guard !cases.isEmpty || measuresProduct else {
      let names = BenchCase.all.map(\.name) + [BenchReport.Product.name]
      throw ValidationError("no case is called so; there are:\n" + names.joined(separator: "\n"))
    }
    let process = try peers ? peerProcess() : nil
    var rows: [BenchReport.Row] = []
    for benchCase in cases {
      if !json { Console.error("measuring \(benchCase.name)") }
      rows.append(try benchCase.measure(samples: samples, peers: process))
    }
    let report = BenchReport(
      machine: .current(), peers: process?.greeting.peers, missingPeers: process?.greeting.missing,
      rows: rows, product: measuresProduct ? .measure(samples: samples) : nil,
      files: try BenchReport.digitFiles())
    Console.line(json ? String(decoding: try Wire.encode(report), as: UTF8.self) : report.text)
  }

  private func measureScreen() throws {
    let bench = try ScreenBench(Session.current().project) { text in
      if !json { Console.error("measuring: \(text)") }
    }
    let report = try bench.measure()
    Console.line(json ? String(decoding: try Wire.encode(report), as: UTF8.self) : report.text)
  }

  /// Starts Python with the script that comes with the package.
  private func peerProcess() throws -> PeerProcess {
    let script = try Session.current().project.root.appendingPathComponent("Benchmarks/peers")
    guard FileManager.default.fileExists(atPath: script.path) else {
      throw ValidationError("\(script.path) is missing; it comes with the package")
    }
    return try PeerProcess(python: python, script: script)
  }
}
