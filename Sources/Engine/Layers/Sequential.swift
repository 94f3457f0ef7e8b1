/// A model whose layers follow one another.
///
/// ```swift
/// let model = try Sequential(input: [28, 28, 1], seed: 7) {
///   Conv2D(32, kernel: 3); BatchNorm(); ReLU(); MaxPool2D(2)
///   Flatten(); Dropout(0.2); Dense(10)
/// }
/// ```
public final class Sequential {
  /// The shape of one input, without the batch axis.
  public let inputShape: [Int]

  /// The layers, with their names, shapes and parameters.
  public let layers: [ModelLayer]

  /// What runs: the layers, of which some may be joined.
  private let stages: [Stage]

  /// Builds the layers one after another, checks that each can take what the one before it gives, and draws
  /// their weights.
  ///
  /// - Parameters:
  ///   - input: the shape of one input without the batch axis, such as `[height, width, channels]`.
  ///   - seed: decides the initial weights.
  /// - Throws: `ModelError`, naming the first layer that does not fit.
  public init(
    input: [Int], seed: UInt64 = 0, @LayerBuilder layers: () -> [any Layer]
  ) throws(ModelError) {
    guard !input.isEmpty, input.allSatisfy({ $0 > 0 }) else { throw .inputShape(input) }
    var generator = SeededGenerator(seed: seed)
    var built: [ModelLayer] = []
    var counts: [String: Int] = [:]
    for layer in layers() {
      let kind = type(of: layer).kind
      counts[kind, default: 0] += 1
      let name = "\(kind)_\(counts[kind]!)"
      let shape = built.last?.outputShape ?? input
      let output = try layer.outputShape(for: shape, name: name)
      let parameters = layer.makeParameters(for: shape, name: name, using: &generator)
      built.append(ModelLayer(name: name, layer: layer, outputShape: output, parameters: parameters))
    }
    guard !built.isEmpty else { throw .noLayers }
    inputShape = input
    self.layers = built
    stages = joined(built)
  }

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

  /// The outputs for a batch `[n] + inputShape`, recorded on `tape`.
  func forward(_ batch: Tensor, on tape: Tape) -> Variable {
    stages.reduce(Variable(batch)) { x, stage in stage.apply(x, tape) }
  }
}

/// A layer of a model.
public struct ModelLayer {
  /// The name, unique in the model: the kind and a number.
  public let name: String

  /// The kind and settings.
  public let layer: any Layer

  /// The shape of the result, without the batch axis.
  public let outputShape: [Int]

  /// What the layer stores.
  public let parameters: [Parameter]
}

/// Collects the layers that a closure lists.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }

  /// Layers made elsewhere.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }

  /// Layers in sequence.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }

  /// Layers under an `if` without `else`.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }

  /// Layers of the first branch.
  public static func buildEither(first: [any Layer]) -> [any Layer] { first }

  /// Layers of the second branch.
  public static func buildEither(second: [any Layer]) -> [any Layer] { second }

  /// Layers of a loop.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
