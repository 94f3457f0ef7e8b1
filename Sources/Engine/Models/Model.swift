/// A network that learns: layers with their parameters, and what reads what.
///
/// Layers that follow one another are listed; `Residual` and other blocks may stand among them.
/// ```swift
/// let model = try Model(input: [28, 28, 1], seed: 7) {
///   Conv2D(32, kernel: 3); BatchNorm(); ReLU(); MaxPool2D(2)
///   Flatten(); Dropout(0.2); Dense(10)
/// }
/// ```
/// Any other shape is written as a function of symbols, in which layers are called like functions.
/// ```swift
/// let model = try Model(inputs: [[64], [8]], seed: 7) { inputs in
///   let text = GlobalAveragePool()(Embedding(5_000, width: 32)(inputs[0]))
///   return Dense(4)(Concatenate()(text, Dense(16)(inputs[1])))
/// }
/// ```
public final class Model {
  /// The shape of each input, without the batch axis.
  public let inputShapes: [[Int]]

  /// The layers, each after those whose results it reads; the last one gives the output.
  public let layers: [ModelLayer]

  /// What runs: the layers, of which some may be joined.
  let stages: [Stage]

  /// Builds a model of layers that follow one another, and draws their weights.
  ///
  /// - Parameters:
  ///   - input: the shape of one input without the batch axis, such as `[height, width, channels]`.
  ///   - seed: decides the initial weights.
  /// - Throws: `ModelError`, naming the first layer that does not fit.
  public convenience init(
    input: [Int], seed: UInt64 = 0, @LayerBuilder layers: () -> [any Block]
  ) throws(ModelError) {
    try self.init(input: input, seed: seed) { (x: Symbol) in x.then(layers) }
  }

  /// Builds a model with one input from a function of its symbol.
  ///
  /// - Throws: `ModelError`, naming the first layer that does not fit.
  public convenience init(
    input: [Int], seed: UInt64 = 0, _ output: (_ input: Symbol) -> Symbol
  ) throws(ModelError) {
    try self.init(inputs: [input], seed: seed) { output($0[0]) }
  }

  /// Builds a model with several inputs from a function of their symbols, which gives that of the output.
  ///
  /// - Throws: `ModelError`, naming the first layer that does not fit.
  public init(
    inputs: [[Int]], seed: UInt64 = 0, _ output: (_ inputs: [Symbol]) -> Symbol
  ) throws(ModelError) {
    let builder = ModelBuilder(seed: seed)
    let symbols = builder.inputs(inputs)
    if let error = builder.error { throw error }
    let result = output(symbols)
    if let error = builder.error { throw error }
    guard result.builder === builder else { throw .foreignSymbol(name: "the output") }
    guard case .layer(let last) = result.source else { throw .noLayers }
    inputShapes = inputs
    layers = needed(builder.layers, for: last)
    stages = joined(layers)
  }

  /// Takes layers that fit each other, the last one of which gives the output.
  init(inputShapes: [[Int]], layers: [ModelLayer]) {
    self.inputShapes = inputShapes
    self.layers = layers
    stages = joined(layers)
  }

  /// The shape of the first input, which is the only one of most models.
  public var inputShape: [Int] { inputShapes[0] }

  /// The shape of one output, without the batch axis.
  public var outputShape: [Int] { layers[layers.count - 1].outputShape }

  /// All parameters, in the order of the layers.
  public var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// The number of stored numbers, moving statistics included.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// The number of learned numbers.
  public var trainableParameterCount: Int {
    parameters.reduce(0) { $0 + ($1.isTrainable ? $1.value.count : 0) }
  }
}

/// A layer of a model.
public struct ModelLayer {
  /// The name, unique in the model: the kind and a number.
  public let name: String

  /// The kind and settings.
  public let layer: any Layer

  /// What it reads.
  public let inputs: [Source]

  /// The shape of the result, without the batch axis.
  public let outputShape: [Int]

  /// What the layer stores.
  public let parameters: [Parameter]

  /// Where a layer reads from.
  public enum Source: Hashable, Sendable {
    /// An input of the model, by index.
    case input(Int)

    /// The result of a layer, by index.
    case layer(Int)
  }
}

/// The layers that the result of layer `last` depends on, `last` at the end, with their indices made to fit.
private func needed(_ layers: [ModelLayer], for last: Int) -> [ModelLayer] {
  var isNeeded = layers.indices.map { $0 == last }
  for index in layers.indices.reversed() where isNeeded[index] {
    for case .layer(let source) in layers[index].inputs { isNeeded[source] = true }
  }
  var position: [Int: Int] = [:]
  return layers.indices.filter { isNeeded[$0] }.enumerated().map { new, old in
    position[old] = new
    let layer = layers[old]
    return ModelLayer(
      name: layer.name, layer: layer.layer,
      inputs: layer.inputs.map { if case .layer(let source) = $0 { .layer(position[source]!) } else { $0 } },
      outputShape: layer.outputShape, parameters: layer.parameters)
  }
}
