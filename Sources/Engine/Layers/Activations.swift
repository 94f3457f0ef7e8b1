/// A layer that is a function of each element, for inputs of any shape.
public protocol ActivationLayer: UnaryLayer {
  /// The function.
  static var activation: Activation { get }

  /// Makes the layer.
  init()
}

extension ActivationLayer {
  /// The shape of the input.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] { input }

  /// The function of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.activation(Self.activation, x)
  }

  /// The function.
  public func operation(parameters: [Parameter]) -> Operation { .activation(Self.activation) }
}

/// `min(max(x, 0), 6)`: a range that suits 8 bits (Howard et al., "MobileNets", 2017).
public struct ReLU6: ActivationLayer {
  /// The name of the kind.
  public static let kind = "relu6"
  /// The function.
  public static let activation = Activation.relu6
  /// Makes the layer.
  public init() {}
}

/// `x * (1 + erf(x / sqrt(2))) / 2`: x times the chance that a normal number is smaller (Hendrycks and Gimpel, 2016).
public struct GELU: ActivationLayer {
  /// The name of the kind.
  public static let kind = "gelu"
  /// The function.
  public static let activation = Activation.gelu
  /// Makes the layer.
  public init() {}
}

/// `x * sigmoid(x)`, also called swish (Ramachandran, Zoph and Le, 2017).
public struct SiLU: ActivationLayer {
  /// The name of the kind.
  public static let kind = "silu"
  /// The function.
  public static let activation = Activation.silu
  /// Makes the layer.
  public init() {}
}

/// The hyperbolic tangent, between -1 and 1.
public struct Tanh: ActivationLayer {
  /// The name of the kind.
  public static let kind = "tanh"
  /// The function.
  public static let activation = Activation.tanh
  /// Makes the layer.
  public init() {}
}

/// `1 / (1 + exp(-x))`, between 0 and 1.
public struct Sigmoid: ActivationLayer {
  /// The name of the kind.
  public static let kind = "sigmoid"
  /// The function.
  public static let activation = Activation.sigmoid
  /// Makes the layer.
  public init() {}
}
