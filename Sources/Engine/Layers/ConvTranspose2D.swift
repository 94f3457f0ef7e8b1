/// Transposed convolution, which with a stride makes images larger.
///
/// Each pixel spreads a learned kernel over a window, and where windows overlap they add up; plus a bias.
/// `[h, w, in]` becomes `[h · stride, w · stride, filters]` with padding `same`; with `valid`, `max(kernel - stride, 0)`
/// rows and columns more. Parameters: `weight` `[kernel, kernel, in, filters]`, at first Glorot uniform with
/// fanIn = kernel² · in and fanOut = kernel² · filters, and `bias` `[filters]`, at first 0. From Zeiler et al.,
/// "Deconvolutional networks" (2010).
public struct ConvTranspose2D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "convTranspose2d"

  /// The number of channels in the result.
  public let filters: Int

  /// The height and width of a kernel.
  public let kernel: Int

  /// The distance between the windows, in pixels of the result, both ways.
  public let stride: Int

  /// Whether the border is cropped, so that the extents are those of the input times `stride`.
  public let padding: Padding

  /// Whether a bias is added.
  public let useBias: Bool

  /// Makes a transposed convolution; the defaults are those of Keras.
  public init(
    _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, useBias: Bool = true
  ) {
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.useBias = useBias
  }

  /// `[oh, ow, filters]`; the input must have three axes.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    try checkFilters(filters, of: input, name: name)
    let extents = try transposedExtents(
      of: input, kernel: kernel, stride: stride, padding: padding, name: name)
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

  /// The transposed convolution of a batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.convTranspose2D(
      x, weight: tape.watch(parameters[0]), bias: useBias ? tape.watch(parameters[1]) : nil, stride: stride,
      padding: padding)
  }

  /// A transposed convolution.
  public func operation(parameters: [Parameter]) -> Operation {
    .convTranspose2D(
      weight: parameters[0].value, bias: useBias ? parameters[1].value : nil, stride: stride,
      padding: padding)
  }
}
