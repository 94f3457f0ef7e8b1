/// What a node computes.
///
/// Shapes leave out the batch axis: images are `[height, width, channels]`, sequences `[length, features]`, and
/// token ids `[length]`, whole numbers from 0, of which 0 is padding. Unless it says otherwise, an operation reads
/// one input.
public enum Operation: Sendable {
  // MARK: Products

  /// The product of the last axis with `weight` `[inputs, outputs]`, plus `bias` `[outputs]`.
  case dense(weight: Tensor, bias: Tensor?)

  /// Cross-correlation of an image with `weight` `[kernelHeight, kernelWidth, inputs, outputs]`, plus `bias`
  /// `[outputs]`.
  case conv2D(weight: Tensor, bias: Tensor?, stride: Int, padding: Padding)

  /// Cross-correlation of a sequence with `weight` `[kernel, inputs, outputs]`, plus `bias` `[outputs]`.
  case conv1D(weight: Tensor, bias: Tensor?, stride: Int, padding: Padding)

  /// Cross-correlation of each channel with its own kernel, `weight` `[kernelHeight, kernelWidth, channels]`, plus
  /// `bias` `[channels]`.
  case depthwiseConv2D(weight: Tensor, bias: Tensor?, stride: Int, padding: Padding)

  /// Each pixel spreads `weight` `[kernelHeight, kernelWidth, inputs, outputs]` over a window, and windows lie
  /// `stride` apart; where they overlap, they add up. Plus `bias` `[outputs]`.
  case convTranspose2D(weight: Tensor, bias: Tensor?, stride: Int, padding: Padding)

  // MARK: Normalization and activation

  /// `gamma * (x - mean) / sqrt(variance + epsilon) + beta` per channel; each vector is `[channels]`.
  case batchNorm(gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor, epsilon: Float)

  /// `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with the mean and the biased variance of the last axis;
  /// `gamma` and `beta` are as long as that axis.
  case layerNorm(gamma: Tensor, beta: Tensor, epsilon: Float)

  /// A function of each element.
  case activation(Activation)

  /// `exp(x) / sum(exp(x))` over the last axis.
  case softmax

  // MARK: Pooling

  /// The maximum or mean of each `size` by `size` window inside an image, windows `stride` apart.
  case pool2D(PoolKind, size: Int, stride: Int)

  /// The maximum or mean of each window of `size` elements inside a sequence, windows `stride` apart.
  case pool1D(PoolKind, size: Int, stride: Int)

  /// The maximum or mean of each channel of an image or sequence.
  ///
  /// For a sequence a second input, a mask `[length]` of zeros and ones, may leave positions out; with none left the
  /// result is 0.
  case globalPool(PoolKind)

  // MARK: Sequences

  /// The row of `table` `[vocabulary, width]` for each id; an id beyond the table takes row 0.
  case embedding(table: Tensor)

  /// For each id the sum of `hashes` rows of `table` `[buckets, width]`, row `hash_j(id) mod buckets` for each j.
  case hashedEmbedding(table: Tensor, hashes: Int)

  /// For each id `bits` features of -1, 0 or 1, from two bits of a hash each (PRADO; Kaliamoorthi et al., 2019).
  case projection(bits: Int)

  /// 1 for each id but padding, 0 for padding.
  case paddingMask

  /// A gated recurrent unit; a second input may be a mask `[length]`, whose zeros carry the state over.
  ///
  /// `weight` `[inputs, 3 * units]`, `recurrent` `[units, 3 * units]`, `bias` and `recurrentBias` `[3 * units]`, gates in
  /// the order z, r, n: `n = tanh(xWn + bn + r * (hUn + cn))`, `h' = z * h + (1 - z) * n` (Cho et al., 2014).
  case gru(weight: Tensor, recurrent: Tensor, bias: Tensor, recurrentBias: Tensor, Recurrence)

  /// A long short-term memory; a second input may be a mask `[length]`, whose zeros carry the state over.
  ///
  /// `weight` `[inputs, 4 * units]`, `recurrent` `[units, 4 * units]`, `bias` `[4 * units]`, gates in the order i, f, g,
  /// o: `c' = f * c + i * g`, `h' = o * tanh(c')` (Hochreiter and Schmidhuber, 1997).
  case lstm(weight: Tensor, recurrent: Tensor, bias: Tensor, Recurrence)

  /// `softmax(scale * q k^T) v`, with the features split evenly among `heads` (Vaswani et al., 2017).
  ///
  /// Inputs: q `[lq, d]`, k `[lk, d]`, v `[lk, dv]`, and optionally a mask `[lk]`, whose zeros get weight 0; if all are
  /// zeros the result is 0.
  case attention(heads: Int, scale: Float)

  // MARK: Joining and reshaping

  /// The sum of two or more inputs of one shape.
  case add

  /// The product, element by element, of two or more inputs of one shape.
  case multiply

  /// Two or more inputs side by side on the last axis; the other axes agree.
  case concatenate

  /// The same elements, in row-major order, under another shape.
  case reshape([Int])

  /// The same elements, in row-major order, on one axis.
  case flatten

  /// Nothing: dropout acts only in training.
  case dropout
}

/// What pooling keeps of a window.
public enum PoolKind: String, Sendable, Codable, CaseIterable {
  /// The largest element.
  case max
  /// The mean.
  case average
}

/// How a recurrent operation walks through its sequence.
public struct Recurrence: Sendable, Equatable, Codable {
  /// Whether the result is the state after each step, `[length, units]`, or only the last one, `[units]`.
  public let returnsSequence: Bool

  /// Whether it runs from the end to the start; the states keep the order of the input.
  public let reversed: Bool

  /// Takes both settings.
  public init(returnsSequence: Bool = false, reversed: Bool = false) {
    self.returnsSequence = returnsSequence
    self.reversed = reversed
  }
}

extension Operation {
  /// `max(x, 0)`.
  public static var relu: Operation { .activation(.relu) }

  /// The maximum of each `size` by `size` window, side by side; rows and columns left over are dropped.
  public static func maxPool2D(size: Int) -> Operation { .pool2D(.max, size: size, stride: size) }

  /// The kind of the operation, as lessons and error messages name it.
  public var kind: String {
    switch self {
    case .flatten: "flatten"
    case .dropout: "dropout"
    default: layer(for: []).kind.name
    }
  }

  /// How many numbers the operation stores.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// What the operation stores, in the order of its description.
  var parameters: [Tensor] {
    if case .batchNorm(let gamma, let beta, let mean, let variance, _) = self {
      return [gamma, beta, mean, variance]
    }
    return layer(for: []).parameters
  }

  /// The shape of the result for inputs of the shapes `inputs`; all without the batch axis.
  func outputShape(for inputs: [[Int]], node: String) throws(GraphError) -> [Int] {
    if case .batchNorm(_, _, _, _, let epsilon) = self, !(epsilon >= 0 && epsilon.isFinite) {
      throw .inputs(
        node: node, kind: kind, inputs: inputs,
        reason: "its epsilon, \(epsilon), is negative or not finite")
    }
    let rule = ShapeRule(node: node, kind: kind, inputs: inputs, parameters: parameters.map(\.shape))
    return try rule.result(of: layer(for: inputs).kind)
  }

  /// What the operation becomes in a program, and its parameters.
  ///
  /// A batch normalization becomes its factor and offset. Dropout and flattening become a reshape.
  func layer(for inputs: [[Int]]) -> (kind: LayerKind, parameters: [Tensor]) {
    let shape = inputs.first ?? []
    return switch self {
    case .dense(let weight, let bias): (.dense, [weight] + optional(bias))
    case .conv2D(let weight, let bias, let stride, let padding):
      (.conv2D(stride: stride, padding: padding), [weight] + optional(bias))
    case .conv1D(let weight, let bias, let stride, let padding):
      (.conv1D(stride: stride, padding: padding), [weight] + optional(bias))
    case .depthwiseConv2D(let weight, let bias, let stride, let padding):
      (.depthwiseConv2D(stride: stride, padding: padding), [weight] + optional(bias))
    case .convTranspose2D(let weight, let bias, let stride, let padding):
      (.convTranspose2D(stride: stride, padding: padding), [weight] + optional(bias))
    case .batchNorm: (.scale, [])
    case .layerNorm(let gamma, let beta, let epsilon): (.layerNorm(epsilon: epsilon), [gamma, beta])
    case .activation(let function): (.activation(function: function), [])
    case .softmax: (.softmax, [])
    case .pool2D(let kind, let size, let stride): (.pool2D(kind: kind, size: size, stride: stride), [])
    case .pool1D(let kind, let size, let stride): (.pool1D(kind: kind, size: size, stride: stride), [])
    case .globalPool(let kind): (.globalPool(kind: kind), [])
    case .embedding(let table): (.embedding, [table])
    case .hashedEmbedding(let table, let hashes): (.hashedEmbedding(hashes: hashes), [table])
    case .projection(let bits): (.projection(bits: bits), [])
    case .paddingMask: (.paddingMask, [])
    case .gru(let weight, let recurrent, let bias, let recurrentBias, let recurrence):
      (.gru(recurrence: recurrence), [weight, recurrent, bias, recurrentBias])
    case .lstm(let weight, let recurrent, let bias, let recurrence):
      (.lstm(recurrence: recurrence), [weight, recurrent, bias])
    case .attention(let heads, let scale): (.attention(heads: heads, scale: scale), [])
    case .add: (.add, [])
    case .multiply: (.multiply, [])
    case .concatenate: (.concatenate, [])
    case .reshape(let shape): (.reshape(shape: shape), [])
    case .flatten: (.reshape(shape: [shape.reduce(1, *)]), [])
    case .dropout: (.reshape(shape: shape), [])
    }
  }
}

private func optional(_ bias: Tensor?) -> [Tensor] { bias.map { [$0] } ?? [] }
