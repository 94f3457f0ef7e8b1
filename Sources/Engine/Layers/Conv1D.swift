/// Convolution (strictly: cross-correlation) of sequences with learned kernels, plus a bias.
///
/// `[l, in]` becomes `[ol, filters]`. Parameters: `weight` `[kernel, in, filters]`, at first Glorot uniform with
/// fanIn = kernel · in and fanOut = kernel · filters, and `bias` `[filters]`, at first 0.
public struct Conv1D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "conv1d"

  /// The number of kernels, and of features in the result.
  public let filters: Int

  /// The length of a kernel.
  public let kernel: Int

  /// The distance between the windows.
  public let stride: Int

  /// What is read beyond the ends.
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

  /// `[ol, filters]`; the input must have two axes and be no shorter than the kernel.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    try checkFilters(filters, of: input, name: name)
    let extents = try slidingExtents(
      of: input, axes: 1, window: kernel, stride: stride, padding: padding, name: name)
    try checkSize(of: "the weight", [kernel, input[1], filters], input: input, name: name)
    return extents + [filters]
  }

  /// `weight`, and `bias` if used.
  public func makeParameters(
    for input: [Int], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    let weight = Tensor.glorotUniform(
      shape: [kernel, input[1], filters], fanIn: kernel * input[1], fanOut: kernel * filters,
      using: &generator)
    let bias = useBias ? [Parameter("\(name)/bias", Tensor(shape: [filters]))] : []
    return [Parameter("\(name)/weight", weight)] + bias
  }

  /// The convolution of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.conv1D(
      x, weight: tape.watch(parameters[0]), bias: useBias ? tape.watch(parameters[1]) : nil, stride: stride,
      padding: padding)
  }

  /// A convolution.
  public func operation(parameters: [Parameter]) -> Operation {
    .conv1D(
      weight: parameters[0].value, bias: useBias ? parameters[1].value : nil, stride: stride,
      padding: padding)
  }
}
