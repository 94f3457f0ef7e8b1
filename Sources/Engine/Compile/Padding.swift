/// What a convolution reads beyond the border of its input.
public enum Padding: String, Sendable, Codable {
  /// Nothing: only windows inside the input count. Output extent: `(input - kernel) / stride + 1`.
  case valid

  /// Zeros, so that the output extent is `input / stride` rounded up.
  ///
  /// TensorFlow's convention: of an odd number of padded rows, the extra one is at the bottom or right.
  case same

  /// The extent of the output along one axis; zero or less when the kernel does not fit.
  public func outputExtent(input: Int, kernel: Int, stride: Int) -> Int {
    switch self {
    case .valid: input < kernel ? 0 : (input - kernel) / stride + 1
    case .same: (input - 1) / stride + 1
    }
  }

  /// The zeros before the first element and after the last one along one axis.
  public func zeros(input: Int, kernel: Int, stride: Int) -> (before: Int, after: Int) {
    guard self == .same else { return (0, 0) }
    let output = outputExtent(input: input, kernel: kernel, stride: stride)
    let total = max(0, (output - 1) * stride + kernel - input)
    return (total / 2, total - total / 2)
  }

  /// The extent of a transposed convolution's output along one axis.
  ///
  /// `valid`: `input * stride + max(kernel - stride, 0)`; `same`: `input * stride`.
  public func transposedExtent(input: Int, kernel: Int, stride: Int) -> Int {
    input * stride + (self == .valid ? max(kernel - stride, 0) : 0)
  }

  /// How many elements of a transposed convolution's full output are cropped before its first one.
  ///
  /// `same` crops `max(kernel - stride, 0)` in all, half of them (rounded down) before.
  public func transposedCrop(kernel: Int, stride: Int) -> Int {
    self == .same ? max(kernel - stride, 0) / 2 : 0
  }
}
