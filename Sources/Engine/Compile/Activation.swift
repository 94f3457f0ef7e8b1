/// A function of each element.
public enum Activation: String, Sendable, Codable, CaseIterable {
  /// `max(x, 0)`.
  case relu
  /// `min(max(x, 0), 6)` (Howard et al., "MobileNets", 2017).
  case relu6
  /// `x * (1 + erf(x / sqrt(2))) / 2` (Hendrycks and Gimpel, 2016), not its approximation by tanh.
  case gelu
  /// `x / (1 + exp(-x))`, also called swish (Ramachandran et al., 2017).
  case silu
  /// The hyperbolic tangent.
  case tanh
  /// `1 / (1 + exp(-x))`.
  case sigmoid
}
