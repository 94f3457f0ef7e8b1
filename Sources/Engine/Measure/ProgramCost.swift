/// What a program costs before it has run: parameters, multiplications, memory.
public struct ProgramCost: Sendable, Equatable {
  /// The cost of one fused layer.
  public struct Layer: Sendable, Equatable {
    /// The name of the layer.
    public let name: String

    /// What it computes, such as "conv2D".
    public let kind: String

    /// How many weights and biases it stores.
    public let parameters: Int

    /// The bytes of its weights, biases and scales in a model file.
    public let bytes: Int

    /// Its multiplications for one input, before pooling drops any; see `Program.multiplyAccumulates`.
    public let multiplyAccumulates: Int

    /// The elements of its result.
    public let results: Int
  }

  /// The layers in the order in which they run.
  public let layers: [Layer]

  /// The bytes that intermediate results and the working memory of kernels take at most at one time.
  ///
  /// The size of the arena as planned: results whose lifetimes do not meet share bytes. In float the input is
  /// read where it lies and does not count. Parameters do not count.
  public let peakActivationBytes: Int

  /// How many weights and biases are stored.
  public var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }

  /// Multiplications of one inference.
  public var multiplyAccumulates: Int { layers.reduce(0) { $0 + $1.multiplyAccumulates } }
}

extension Program {
  /// What the program costs, layer by layer.
  public var cost: ProgramCost {
    ProgramCost(
      layers: layers.map { layer in
        ProgramCost.Layer(
          name: layer.name, kind: layer.kind, parameters: layer.parameterCount, bytes: layer.byteCount,
          multiplyAccumulates: layer.multiplyAccumulates, results: layer.shape.reduce(1, *))
      },
      peakActivationBytes: packed.memory.byteCount)
  }
}
