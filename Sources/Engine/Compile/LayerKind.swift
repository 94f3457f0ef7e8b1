/// What a layer of a program computes, with its settings but without its parameters.
///
/// It is what a model file stores of an operation: names and numbers of no more than a few bytes.
package enum LayerKind: Sendable, Equatable, Codable {
  /// Products; parameters: weight and bias as in `Operation`.
  case dense
  case conv2D(stride: Int, padding: Padding)
  case conv1D(stride: Int, padding: Padding)
  case depthwiseConv2D(stride: Int, padding: Padding)
  case convTranspose2D(stride: Int, padding: Padding)

  /// One factor and one offset per channel: a batch normalization that could not be folded.
  case scale

  /// Parameters: gamma and beta.
  case layerNorm(epsilon: Float)
  case activation(function: Activation)
  case softmax

  case pool2D(kind: PoolKind, size: Int, stride: Int)
  case pool1D(kind: PoolKind, size: Int, stride: Int)
  case globalPool(kind: PoolKind)

  /// Lookups read ids, which are never quantized; parameters: the table.
  case embedding
  case hashedEmbedding(hashes: Int)
  case projection(bits: Int)
  case paddingMask

  /// Parameters: weight, recurrent weight, bias, and for a GRU recurrent bias.
  case gru(recurrence: Recurrence)
  case lstm(recurrence: Recurrence)
  case attention(heads: Int, scale: Float)

  case add
  case multiply
  case concatenate
  case reshape(shape: [Int])

  /// From float to the integers of the layer's quantization, and back.
  case quantize
  case dequantize
}

extension LayerKind {
  /// The name of the kind, as lessons and error messages give it.
  var name: String {
    switch self {
    case .dense: "dense"
    case .conv2D: "conv2D"
    case .conv1D: "conv1D"
    case .depthwiseConv2D: "depthwiseConv2D"
    case .convTranspose2D: "convTranspose2D"
    case .scale: "batchNorm"
    case .layerNorm: "layerNorm"
    case .activation(let function): function.rawValue
    case .softmax: "softmax"
    case .pool2D(let kind, _, _): "\(kind)Pool2D"
    case .pool1D(let kind, _, _): "\(kind)Pool1D"
    case .globalPool(.max): "globalMaxPool"
    case .globalPool(.average): "globalAveragePool"
    case .embedding: "embedding"
    case .hashedEmbedding: "hashedEmbedding"
    case .projection: "projection"
    case .paddingMask: "paddingMask"
    case .gru: "gru"
    case .lstm: "lstm"
    case .attention: "attention"
    case .add: "add"
    case .multiply: "multiply"
    case .concatenate: "concatenate"
    case .reshape: "reshape"
    case .quantize: "quantize"
    case .dequantize: "dequantize"
    }
  }

  /// Whether it is a sum of products with a weight and a bias.
  var isProduct: Bool {
    switch self {
    case .dense, .conv2D, .conv1D, .depthwiseConv2D, .convTranspose2D: true
    default: false
    }
  }

  /// Whether it reads token ids, which stay floats.
  var readsIDs: Bool {
    switch self {
    case .embedding, .hashedEmbedding, .projection, .paddingMask: true
    default: false
    }
  }

  /// Whether its results are numbers that its input had: integers then keep their meaning.
  var keepsNumbers: Bool {
    switch self {
    case .reshape, .pool2D(.max, _, _), .pool1D(.max, _, _), .globalPool(.max), .activation(.relu): true
    default: false
    }
  }

  /// Which of its inputs is a mask of zeros and ones, if it has that many.
  var maskInput: Int? {
    switch self {
    case .globalPool, .gru, .lstm: 1
    case .attention: 3
    default: nil
    }
  }

  /// How many inputs it reads.
  var inputCount: ClosedRange<Int> {
    switch self {
    case .add, .multiply, .concatenate: 2...Int.max
    case .attention: 3...4
    case .gru, .lstm, .globalPool: 1...2
    default: 1...1
    }
  }

  /// How many of its parameters, the first ones, are weights that may be stored as integers.
  package var weightCount: Int {
    switch self {
    case .dense, .conv2D, .conv1D, .depthwiseConv2D, .convTranspose2D, .embedding, .hashedEmbedding: 1
    case .gru, .lstm: 2
    default: 0
    }
  }

  /// How many integer weights share a scale where layers are given `granularity`: the rows of a table, which is read by
  /// ids, have one scale in common, so that rows of any ids can be results or be added up.
  func weightGranularity(_ granularity: Granularity) -> Granularity { readsIDs ? .perTensor : granularity }

  /// How many vectors follow the weights.
  var vectorCount: Int {
    switch self {
    case .dense, .conv2D, .conv1D, .depthwiseConv2D, .convTranspose2D, .lstm: 1
    case .scale, .layerNorm, .gru: 2
    default: 0
    }
  }
}
