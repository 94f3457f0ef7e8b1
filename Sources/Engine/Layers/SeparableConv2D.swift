/// A depthwise convolution, then one of kernel 1 that mixes the channels, plus a bias, with nothing in between.
///
/// `[h, w, in]` becomes `[oh, ow, filters]`, with `oh · ow · in · (kernel² + filters)` multiply-adds where `Conv2D`
/// has `oh · ow · in · kernel² · filters`. Parameters: `depthwise/weight` `[kernel, kernel, in]` and
/// `pointwise/weight` `[1, 1, in, filters]`, at first as in `DepthwiseConv2D` and `Conv2D`, and `pointwise/bias`
/// `[filters]`, at first 0. From Chollet, "Xception" (2017).
public struct SeparableConv2D: Block {
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

  /// Both convolutions, `depthwise` and `pointwise`; the input must have three axes and be no smaller than the kernel.
  public func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol {
    let builder = x.builder
    return builder.group(Self.kind) {
      let depthwise = DepthwiseConv2D(kernel: kernel, stride: stride, padding: padding, useBias: false)
      let channels = builder.add(depthwise, to: [x] + others, as: "depthwise")
      return builder.add(Conv2D(filters, kernel: 1, useBias: useBias), to: [channels], as: "pointwise")
    }
  }
}
