/// How many weights share a scale.
public enum Granularity: Sendable, Hashable {
  /// All weights of a tensor.
  case perTensor

  /// The weights of one output (one index of the last axis).
  case perChannel

  /// Of each output's weights, in the order of the inputs, so many neighbors; the last block may be shorter.
  ///
  /// A few bits spread over the range of 32 weights lose less than over the range of a whole channel; the
  /// scales, 4 bytes each, take a bit a weight then.
  case blocks(Int)
}

/// Which scale belongs to which weight of a tensor in row-major order, its outputs on the last axis.
///
/// Scales are in row-major order too: `[1]`, `[outputs]`, or `[blocks, outputs]`.
struct ScaleGroups: Equatable {
  private let outputs: Int
  private let blockSize: Int
  private let blocks: Int

  /// The groups of a tensor.
  ///
  /// - Throws: `QuantizationError.blockSize` for blocks without weights.
  init(shape: [Int], granularity: Granularity) throws(QuantizationError) {
    let outputs = shape.last ?? 1
    let inputs = shape.dropLast().reduce(1, *)
    switch granularity {
    case .perTensor: (self.outputs, blockSize, blocks) = (1, shape.reduce(1, *), 1)
    case .perChannel: (self.outputs, blockSize, blocks) = (outputs, inputs, 1)
    case .blocks(let size):
      guard size > 0 else { throw .blockSize(size) }
      (self.outputs, blockSize, blocks) = (outputs, size, (inputs - 1) / size + 1)
    }
  }

  /// The number of scales.
  var count: Int { blocks * outputs }

  /// The scale of the weight at a row-major position.
  func index(of position: Int) -> Int {
    blocks == 1 ? position % outputs : position / outputs / blockSize * outputs + position % outputs
  }
}

extension Tensor {
  /// For each group, a number folded over its weights in order, from `start`.
  func reduced<Value>(
    over groups: ScaleGroups, from start: Value, _ combine: (inout Value, Float) -> Void
  ) -> [Value] {
    var results = [Value](repeating: start, count: groups.count)
    withUnsafeBuffer { weights in
      for position in weights.indices { combine(&results[groups.index(of: position)], weights[position]) }
    }
    return results
  }
}
