import Codelab
import Foundation

/// What a benchmark found; encoded, the format of `codelab bench --json`.
struct BenchReport: Encodable {
  /// Seconds of many runs.
  struct Times: Encodable {
    /// The median.
    var median: Double
    /// The 5th percentile.
    var low: Double
    /// The 95th percentile.
    var high: Double
    /// How many runs were timed.
    var count: Int
    /// How many of them lie outside of Tukey's fences; they count in the percentiles.
    var outliers: Int

    init(_ latency: Latency) {
      let outliers = latency.outliers
      median = latency.p50
      low = latency.percentile(5)
      high = latency.p95
      count = outliers.count
      self.outliers = outliers.fast + outliers.slow
    }
  }

  /// A peer in one case.
  struct PeerResult: Encodable {
    /// "pytorch", "onnxruntime" or "litert".
    var name: String
    /// Its times.
    var times: Times?
    /// The setting that was fastest.
    var setting: String?
    /// Why it has no times.
    var missing: String?
  }

  /// One case.
  struct Row: Encodable {
    /// The case.
    var name: String
    /// The kernels it ran on.
    var kernels: String
    /// The engine's times.
    var times: Times
    /// The peers; nil where nothing was compared.
    var peers: [PeerResult]?
    /// What the ratio should not exceed.
    var target: Double?
    /// The engine's median divided by that of the best peer.
    var ratio: Double?
    /// Whether the ratio is at most the target.
    var isMet: Bool?

    init(name: String, kernels: String, times: Times, peers: [PeerResult]?, target: Double?) {
      self.name = name
      self.kernels = kernels
      self.times = times
      self.peers = peers
      self.target = target
      ratio = peers?.compactMap(\.times?.median).min().map { times.median / $0 }
      isMet = ratio.flatMap { ratio in target.map { ratio <= $0 } }
    }
  }

  /// A model file.
  struct File: Encodable {
    /// What it holds.
    var name: String
    /// Its length and parts, in bytes.
    var total: Int
    var weights: Int
    var scales: Int
    var biases: Int
    /// The tables of Huffman codes.
    var codeTables: Int
    var structure: Int
    /// What the length should not exceed.
    var target: Int?
  }

  /// The version of this format.
  let schema = "codelab.bench/3"
  /// Where it ran.
  var machine: Machine
  /// The peers with their versions; nil where nothing was compared.
  var peers: [String: String]?
  /// The peers that could not be used, and why.
  var missingPeers: [String: String]?
  /// The cases.
  var rows: [Row]
  /// The matrix product; nil where it was filtered out.
  var product: Product?
  /// The files of the digit network.
  var files: [File]

  /// The digit network's files and their parts.
  static func digitFiles() throws -> [File] {
    let model = try BookNetwork.digits()
    let images = BenchData.inputs(8, shape: model.inputShape)
    return try [
      ("digits float", model.compiled(), nil),
      ("digits int8", model.quantized(calibration: images), 37 * 1_024),
    ].map { name, program, target in
      let size = try ModelFile.size(of: ModelFile.encode(program))
      return File(
        name: name, total: size.total, weights: size.weights, scales: size.scales, biases: size.biases,
        codeTables: size.codeTables, structure: size.structure, target: target)
    }
  }
}
