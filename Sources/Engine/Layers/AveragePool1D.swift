/// The mean of each window of `size` positions, windows `stride` apart.
///
/// `[l, c]` becomes `[ol, c]` with `ol = (l - size) / stride + 1`; what is left over at the end is dropped.
public struct AveragePool1D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "averagePool1d"

  /// The length of a window.
  public let size: Int

  /// The distance between the windows.
  public let stride: Int

  /// Makes the layer.
  ///
  /// - Parameter stride: if nil, `size`: windows lie side by side.
  public init(_ size: Int = 2, stride: Int? = nil) {
    self.size = size
    self.stride = stride ?? size
  }

  /// `[ol, c]`; the input must have two axes and be no shorter than a window.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    try slidingExtents(of: input, axes: 1, window: size, stride: stride, name: name) + [input[1]]
  }

  /// The pooled batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.averagePool1D(x, size: size, stride: stride)
  }

  /// A pooling.
  public func operation(parameters: [Parameter]) -> Operation {
    .pool1D(.average, size: size, stride: stride)
  }
}
