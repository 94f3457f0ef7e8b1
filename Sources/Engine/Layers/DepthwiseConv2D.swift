/// Convolution of each channel with one kernel of its own, plus a bias; channels do not mix.
///
/// `[h, w, c]` becomes `[oh, ow, c]`. Parameters: `weight` `[kernel, kernel, c]`, at first Glorot uniform with
/// fanIn = fanOut = kernel², the numbers that meet in one output, and `bias` `[c]`, at first 0.
///
/// With a `Conv2D` of kernel 1 after it, which mixes the channels, it takes the place of an ordinary convolution at a
/// fraction of the cost: Howard et al., "MobileNets" (2017).
public struct DepthwiseConv2D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "depthwiseConv2d"

  /// The height and width of a kernel.
  public let kernel: Int

  /// The distance between the windows, in pixels, both ways.
  public let stride: Int

  /// What is read beyond the border.
  public let padding: Padding

  /// Whether a bias is added.
  public let useBias: Bool

  /// Makes a convolution; the defaults are those of Keras.
  public init(kernel: Int, stride: Int = 1, padding: Padding = .valid, useBias: Bool = true) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.useBias = useBias
  }

  /// `[oh, ow, c]`; the input must have three axes and be no smaller than the kernel.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    let extents = try slidingExtents(
      of: input, axes: 2, window: kernel, stride: stride, padding: padding, name: name)
    try checkSize(of: "the weight", [kernel, kernel, input[2]], input: input, name: name)
    return extents + [input[2]]
  }

  /// `weight`, and `bias` if used.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let weight = Tensor.glorotUniform(
      shape: [kernel, kernel, input[2]], fanIn: kernel * kernel, fanOut: kernel * kernel, using: &generator)
    let bias = useBias ? [Parameter("\(name)/bias", Tensor(shape: [input[2]]))] : []
    return [Parameter("\(name)/weight", weight)] + bias
  }

  /// The convolution of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.depthwiseConv2D(
      x, weight: tape.watch(parameters[0]), bias: useBias ? tape.watch(parameters[1]) : nil, stride: stride,
      padding: padding)
  }

  /// A depthwise convolution.
  public func operation(parameters: [Parameter]) -> Operation {
    .depthwiseConv2D(
      weight: parameters[0].value, bias: useBias ? parameters[1].value : nil, stride: stride,
      padding: padding)
  }
}
