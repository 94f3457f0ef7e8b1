/// A network made ready for inference: layers fused, parameters packed, memory planned.
///
/// A program never changes, and any number of threads may run it at once, each with a `Context` of its own.
/// What it computes in follows from how it was made: floats (`Graph.compiled()`), floats from integers of a
/// few bits (`Graph.compiled(weights:)`), or 8-bit integers from the image to the logits
/// (`Graph.quantized(calibration:)`).
public struct Program: Sendable {
  let packed: PackedProgram

  /// Checks layers, each of which reads what stands before it, and packs them.
  ///
  /// - Parameters:
  ///   - inputShapes: the shape of one example of each input.
  ///   - layers: the last one gives the result, in floats.
  package init(
    inputShapes: [[Int]], layers: [FusedLayer], instructions: InstructionSet = .current
  ) throws(ProgramError) {
    guard let last = layers.last else { throw .empty }
    for shape in inputShapes {
      guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) != nil else {
        throw .layer(name: layers[0].name, reason: "an input of shape \(shape) is empty or too large")
      }
    }
    var plans: [LayerPlan] = []
    var names: Set<String> = []
    for layer in layers {
      guard names.insert(layer.name).inserted else {
        throw .layer(name: layer.name, reason: "two layers have this name")
      }
      for input in layer.inputs where input < -inputShapes.count || input >= plans.count {
        throw .layer(name: layer.name, reason: "it reads layer \(input), which does not stand before it")
      }
      plans.append(
        try LayerPlan(
          layer, inputShapes: layer.inputs.map { $0 < 0 ? inputShapes[-1 - $0] : plans[$0].shape },
          inputQuantizations: layer.inputs.map { $0 < 0 ? nil : plans[$0].layer.outputQuantization }))
    }
    let read = Set(layers.flatMap(\.inputs))
    guard plans.dropLast().indices.allSatisfy(read.contains) else {
      throw .layer(name: last.name, reason: "the result of a layer before it is never read")
    }
    guard last.outputQuantization == nil else {
      throw .layer(name: last.name, reason: "the result of a program is float")
    }
    packed = try PackedProgram(inputShapes: inputShapes, plans: plans, instructions: instructions)
  }

  /// The same program packed for another instruction set.
  ///
  /// - Throws: `ProgramError.tooLarge` when that layout takes too much memory.
  public func packed(for instructions: InstructionSet) throws(ProgramError) -> Program {
    Program(
      packed: try PackedProgram(
        inputShapes: inputShapes, plans: packed.plans, instructions: instructions))
  }

  private init(packed: PackedProgram) { self.packed = packed }

  /// The shape of one example of each input.
  public var inputShapes: [[Int]] { packed.inputShapes }

  /// The shape of one example of the first input.
  public var inputShape: [Int] { packed.inputShapes[0] }

  /// The shape of one result.
  public var outputShape: [Int] { packed.plans[packed.plans.count - 1].shape }

  /// How the first input becomes 8-bit integers; nil when it stays float.
  public var inputQuantization: AffineParameters? {
    storedLayers.first { $0.kind == .quantize && $0.inputs == [Graph.inputIndex] }?.outputQuantization
  }

  /// How 8-bit results stand for the numbers that the program gives; nil when it computes its result in float.
  public var outputQuantization: AffineParameters? {
    guard let last = storedLayers.last, last.kind == .dequantize else { return nil }
    return packed.plans[packed.plans.count - 1].inputQuantizations[0]
  }

  /// Whether it can run from 8-bit inputs to 8-bit results: all that it computes, it computes in integers, and no
  /// input holds token ids.
  public var takesIntegers: Bool { packed.takesIntegers }

  /// The layers in the order in which they run.
  public var layers: [Layer] { packed.plans.map(Layer.init) }

  /// The layers that compute in float although integers were asked for, and why.
  public var fallbacks: [Fallback] {
    storedLayers.compactMap { layer in layer.fallback.map { Fallback(layer: layer.name, reason: $0) } }
  }

  /// A layer that computes in float although integers were asked for.
  public struct Fallback: Sendable, Equatable {
    /// The name of the layer.
    public let layer: String
    /// Why it is not quantized.
    public let reason: String
  }

  /// What the program computes in, in a few words.
  public var arithmetic: Arithmetic {
    let computing = storedLayers.filter { !$0.isConversion && $0.kind.isArithmetic }
    let integers = computing.count(where: \.isInteger)
    if integers > 0 { return integers == computing.count ? .int8 : .mixed }
    if computing.contains(where: \.isDynamic) { return .dynamic }
    let parameters = storedLayers.lazy.flatMap(\.parameters)
    return parameters.contains { $0.quantized != nil } ? .weightOnly : .float
  }

  /// How many weights and biases the program stores, after folding; scales are not counted.
  ///
  /// Folded batch normalizations have no numbers of their own any more, so this is less than the
  /// `parameterCount` of the graph.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// Multiplications of one inference by the definition of the layers, before pooling drops any.
  ///
  /// Convolution: `height * width * outputs * kernel * kernel * inputs`; dense: `inputs * outputs`, for each row;
  /// recurrent layers and attention: their products. Nothing else counts.
  public var multiplyAccumulates: Int { packed.plans.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// The parts that a model file stores.
  package var storedLayers: [FusedLayer] { packed.plans.map(\.layer) }

  /// What a program computes in.
  public enum Arithmetic: String, Sendable {
    /// 32-bit floats.
    case float
    /// 32-bit floats; weights are stored as integers of a few bits.
    case weightOnly
    /// Products of 8-bit integers, the inputs of each layer rounded at run time; floats between layers.
    case dynamic
    /// 8-bit integers with 32-bit sums.
    case int8
    /// Some layers in 8-bit integers, some in floats.
    case mixed
  }
}

extension LayerKind {
  /// Whether it computes numbers, rather than only moving them.
  var isArithmetic: Bool {
    if case .reshape = self { false } else { true }
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

    /// What it computes: the kind of the operation, or "quantize" and "dequantize" between floats and integers.
    public var kind: String { plan.layer.kind.name }

    /// The shape of its first input, without the batch axis.
    public var inputShape: [Int] { plan.inputShapes[0] }

    /// The shape of what it gives, without the batch axis.
    public var shape: [Int] { plan.shape }

    /// How many weights and biases it stores.
    public var parameterCount: Int { plan.layer.parameters.reduce(0) { $0 + $1.count } }

    /// The bytes of its weights, biases and scales in a model file.
    public var byteCount: Int { plan.layer.parameters.reduce(0) { $0 + $1.byteCount } }

    /// Its multiplications, before pooling drops any.
    public var multiplyAccumulates: Int { plan.multiplyAccumulates }

    /// Its (first) weights as stored integers; nil where they are floats.
    public var quantizedWeight: QuantizedTensor? { plan.layer.parameters.first?.quantized }

    /// How its 8-bit results stand for real numbers; nil where they are floats.
    public var outputQuantization: AffineParameters? { plan.layer.outputQuantization }
  }
}
