/// The mean of each window of `size` by `size` pixels, windows `stride` apart.
///
/// `[h, w, c]` becomes `[oh, ow, c]` with `oh = (h - size) / stride + 1`; rows and columns left over at the bottom
/// and right are dropped.
public struct AveragePool2D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "averagePool2d"

  /// The height and width of a window.
  public let size: Int

  /// The distance between the windows, in pixels, both ways.
  public let stride: Int

  /// Makes the layer.
  ///
  /// - Parameter stride: if nil, `size`: windows lie side by side.
  public init(_ size: Int = 2, stride: Int? = nil) {
    self.size = size
    self.stride = stride ?? size
  }

  /// `[oh, ow, c]`; the input must have three axes and be no smaller than a window.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    try slidingExtents(of: input, axes: 2, window: size, stride: stride, name: name) + [input[2]]
  }

  /// The pooled batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.averagePool2D(x, size: size, stride: stride)
  }

  /// A pooling.
  public func operation(parameters: [Parameter]) -> Operation {
    .pool2D(.average, size: size, stride: stride)
  }
}
