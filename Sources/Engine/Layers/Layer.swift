/// A kind of layer with its settings.
///
/// What it learns lives in parameters, which a model owns. Shapes are those of one image or vector; the batch axis, always first, is left out.
public protocol Layer: Sendable {
  /// The name of the kind, from which a model names its layers: `conv2d` makes `conv2d_1`, `conv2d_2`...
  static var kind: String { get }

  /// The shape of the result for an input of shape `input`.
  ///
  /// - Throws: `ModelError.layer`, naming the layer `name`, when settings and input do not fit.
  func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int]

  /// New parameters for an input of shape `input`, in the order in which `apply` takes them.
  func makeParameters(for input: [Int], name: String, using generator: inout SeededGenerator) -> [Parameter]

  /// The result for a batch `x` `[n, ...]`, recorded on `tape`.
  func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable

  /// What the layer becomes in a graph for inference.
  func operation(parameters: [Parameter]) -> Operation
}

extension Layer {
  /// No parameters.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] { [] }
}

extension Tensor {
  /// Random weights by the formula of Glorot and Bengio (2010): uniform in `±sqrt(6 / (fanIn + fanOut))`.
  static func glorotUniform(
    shape: [Int], fanIn: Int, fanOut: Int, using generator: inout SeededGenerator
  ) -> Tensor {
    let limit = (6 / Float(fanIn + fanOut)).squareRoot()
    return Tensor(
      shape: shape, values: generator.uniform(count: shape.reduce(1, *), in: -limit...limit))
  }
}
