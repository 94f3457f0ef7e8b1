/// Convolution (strictly: cross-correlation) of images with learned kernels, plus a bias.
///
/// `[h, w, in]` becomes `[oh, ow, filters]`. Parameters: `weight` `[kernel, kernel, in, filters]`, at first
/// Glorot uniform with fanIn = kernel² · in and fanOut = kernel² · filters, and `bias` `[filters]`, at first 0.
public struct Conv2D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "conv2d"

  /// The number of kernels, and of channels in the result.
  public let filters: Int

  /// The height and width of a kernel.
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
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    try checkFilters(filters, of: input, name: name)
    let extents = try slidingExtents(
      of: input, axes: 2, window: kernel, stride: stride, padding: padding, name: name)
    try checkSize(of: "the weight", [kernel, kernel, input[2], filters], input: input, name: name)
    return extents + [filters]
  }

  /// `weight`, and `bias` if used.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let weight = Tensor.glorotUniform(
      shape: [kernel, kernel, input[2], filters], fanIn: kernel * kernel * input[2],
      fanOut: kernel * kernel * filters, using: &generator)
    let bias = useBias ? [Parameter("\(name)/bias", Tensor(shape: [filters]))] : []
    return [Parameter("\(name)/weight", weight)] + bias
  }

  /// The convolution of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.conv2D(
      x, weight: tape.watch(parameters[0]), bias: useBias ? tape.watch(parameters[1]) : nil, stride: stride,
      padding: padding)
  }

  /// A convolution.
  public func operation(parameters: [Parameter]) -> Operation {
    .conv2D(
      weight: parameters[0].value, bias: useBias ? parameters[1].value : nil, stride: stride,
      padding: padding)
  }
}
