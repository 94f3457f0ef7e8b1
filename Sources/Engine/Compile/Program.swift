/// A network made ready for inference: layers fused, parameters packed, memory planned.
///
/// A program never changes, and any number of threads may run it at once, each with a `Context` of its own.
/// What it computes in follows from how it was made: floats (`Graph.compiled()`), floats from integers of a
/// few bits (`Graph.compiled(weights:)`), or 8-bit integers from the image to the logits
/// (`Graph.quantized(calibration:)`).
public struct Program: Sendable {
  let packed: PackedProgram

  /// Checks layers, each of which reads one that stands before it, and packs them.
  ///
  /// - Parameters:
  ///   - inputShape: the shape of one image.
  ///   - inputQuantization: how the image becomes integers; nil computes in floats.
  ///   - layers: the last one gives the result.
  package init(
    inputShape: [Int], inputQuantization: AffineParameters?, layers: [FusedLayer],
    instructions: InstructionSet = .current
  ) throws(ProgramError) {
    guard let last = layers.last else { throw .empty }
    guard inputQuantization?.isValid ?? true else { throw .inputQuantization }
    guard !inputShape.isEmpty, inputShape.allSatisfy({ $0 > 0 }), elementCount(inputShape) != nil else {
      throw .layer(name: layers[0].name, reason: "an input of shape \(inputShape) is empty or too large")
    }
    var plans: [LayerPlan] = []
    var names: Set<String> = []
    for layer in layers {
      guard names.insert(layer.name).inserted else {
        throw .layer(name: layer.name, reason: "two layers have this name")
      }
      guard layer.input >= -1, layer.input < plans.count else {
        throw .layer(
          name: layer.name, reason: "it reads layer \(layer.input), which does not stand before it")
      }
      let source = layer.input < 0 ? nil : plans[layer.input]
      plans.append(
        try LayerPlan(
          layer, inputShape: source?.shape ?? inputShape,
          inputQuantization: source == nil ? inputQuantization : source?.layer.outputQuantization))
    }
    guard plans.dropLast().indices.allSatisfy({ index in layers.contains { $0.input == index } }) else {
      throw .layer(name: last.name, reason: "the result of a layer before it is never read")
    }
    packed = try PackedProgram(
      inputShape: inputShape, inputQuantization: inputQuantization, plans: plans, instructions: instructions)
  }

  /// The same program packed for another instruction set.
  ///
  /// - Throws: `ProgramError.tooLarge` when that layout takes too much memory.
  public func packed(for instructions: InstructionSet) throws(ProgramError) -> Program {
    Program(
      packed: try PackedProgram(
        inputShape: inputShape, inputQuantization: inputQuantization, plans: packed.plans,
        instructions: instructions))
  }

  private init(packed: PackedProgram) { self.packed = packed }

  /// The shape of one image.
  public var inputShape: [Int] { packed.inputShape }

  /// The shape of one result.
  public var outputShape: [Int] { packed.plans[packed.plans.count - 1].shape }

  /// How an image becomes 8-bit integers; nil when the program computes in floats.
  public var inputQuantization: AffineParameters? { packed.inputQuantization }

  /// The layers in the order in which they run.
  public var layers: [Layer] { packed.plans.map(Layer.init) }

  /// What the program computes in, in a few words.
  public var arithmetic: Arithmetic {
    if inputQuantization != nil { return .int8 }
    for plan in packed.plans {
      if case .weightOnly = plan.layer.parameters { return .weightOnly }
    }
    return .float
  }

  /// How many weights and biases the program stores, after folding; scales are not counted.
  ///
  /// Folded batch normalizations have no numbers of their own any more, so this is less than the
  /// `parameterCount` of the graph.
  public var parameterCount: Int { packed.plans.reduce(0) { $0 + $1.layer.parameters.count } }

  /// Multiplications of one inference by the definition of the layers, before pooling drops any.
  ///
  /// Convolution: `height * width * outputs * kernel * kernel * inputs`; dense: `inputs * outputs`.
  public var multiplyAccumulates: Int { packed.plans.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// The parts that a model file stores.
  package var storedLayers: [FusedLayer] { packed.plans.map(\.layer) }

  /// What a program computes in.
  public enum Arithmetic: String, Sendable {
    /// 32-bit floats.
    case float
    /// 32-bit floats; weights are stored as integers of a few bits.
    case weightOnly
    /// 8-bit integers with 32-bit sums.
    case int8
  }
}

extension Program {
  /// One fused layer of a program.
  public struct Layer: Sendable {
    let plan: LayerPlan

    init(_ plan: LayerPlan) { self.plan = plan }

    /// The name of the layer that gave the parameters.
    public var name: String { plan.layer.name }

    /// The names of what is computed in the same pass, such as batch normalization, ReLU and pooling.
    public var absorbed: [String] { plan.layer.absorbed }

    /// What it computes: "conv2D", "dense", "batchNorm", or "elementwise" (pooling or ReLU alone).
    public var kind: String {
      switch plan.layer.kind {
      case .conv2D: "conv2D"
      case .dense: "dense"
      case .scale: "batchNorm"
      case .elementwise: "elementwise"
      }
    }

    /// The shape of what it reads, without the batch axis.
    public var inputShape: [Int] { plan.inputShape }

    /// The shape of what it gives, without the batch axis.
    public var shape: [Int] { plan.shape }

    /// How many weights and biases it stores.
    public var parameterCount: Int { plan.layer.parameters.count }

    /// The bytes of its weights, biases and scales in a model file.
    public var byteCount: Int { plan.layer.parameters.byteCount }

    /// Its multiplications, before pooling drops any.
    public var multiplyAccumulates: Int { plan.multiplyAccumulates }

    /// Its weights as stored integers; nil where they are floats.
    public var quantizedWeight: QuantizedTensor? {
      switch plan.layer.parameters {
      case .weightOnly(let weight, _), .integer(let weight, _): weight
      case .none, .float: nil
      }
    }

    /// How its 8-bit results stand for real numbers; nil where they are floats.
    public var outputQuantization: AffineParameters? { plan.layer.outputQuantization }
  }
}
