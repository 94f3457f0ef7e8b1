/// A depthwise convolution, then one of kernel 1 that mixes the channels, plus a bias, with nothing in between.
///
/// `[h, w, in]` becomes `[oh, ow, filters]`, with `oh · ow · in · (kernel² + filters)` multiply-adds where `Conv2D`
/// has `oh · ow · in · kernel² · filters`. Parameters: `depthwise/weight` `[kernel, kernel, in]` and
/// `pointwise/weight` `[1, 1, in, filters]`, at first as in `DepthwiseConv2D` and `Conv2D`, and `pointwise/bias`
/// `[filters]`, at first 0. From Chollet, "Xception" (2017).
public struct SeparableConv2D: Layer {
  /// The name of the kind.
  public static let kind = "separableConv2d"

  /// The number of channels in the result.
  public let filters: Int

  /// The height and width of a depthwise kernel.
  public let kernel: Int

  /// The distance between the windows, in pixels, both ways.
  public let stride: Int

  /// What is read beyond the border.
  public let padding: Padding

  /// Whether a bias is added.
  public let useBias: Bool

  /// Makes a convolution; the defaults are those of Keras.
  public init(
    _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, useBias: Bool = true
  ) {
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.useBias = useBias
  }

  /// `[oh, ow, filters]`; the input must have three axes and be no smaller than the kernel.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    let channels = try depthwise.outputShape(for: inputs, name: name)
    return try pointwise.outputShape(for: channels, name: name)
  }

  /// `depthwise/weight`, `pointwise/weight`, and `pointwise/bias` if used.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    depthwise.makeParameters(for: inputs, name: "\(name)/depthwise", using: &generator)
      + pointwise.makeParameters(for: inputs, name: "\(name)/pointwise", using: &generator)
  }

  /// The convolutions of a batch.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    let channels = depthwise.apply(to: inputs, parameters: [parameters[0]], on: tape)
    return pointwise.apply(to: channels, parameters: Array(parameters.dropFirst()), on: tape)
  }

  /// Appends both convolutions.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    let channels = try depthwise.append(
      to: &graph, reading: inputs, parameters: [parameters[0]], name: "\(name)/depthwise")
    return try pointwise.append(
      to: &graph, reading: [channels], parameters: Array(parameters.dropFirst()), name: name)
  }

  private var depthwise: DepthwiseConv2D {
    DepthwiseConv2D(kernel: kernel, stride: stride, padding: padding, useBias: false)
  }

  private var pointwise: Conv2D { Conv2D(filters, kernel: 1, useBias: useBias) }
}
