/// The maximum of each window of `size` by `size` pixels, windows side by side.
///
/// `[h, w, c]` becomes `[h / size, w / size, c]`; rows and columns left over at the bottom and right are dropped.
public struct MaxPool2D: UnaryLayer {
  /// The name of the kind.
  public static let kind = "maxPool2d"

  /// The largest `size`: which element of a window won is kept in one byte.
  static let largestSize = 16

  /// The height and width of a window.
  public let size: Int

  /// Makes the layer.
  public init(_ size: Int = 2) { self.size = size }

  /// `[h / size, w / size, c]`; the input must have three axes and be no smaller than a window.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard (1...Self.largestSize).contains(size) else {
      throw .layer(
        name: name, input: input, reason: "the size (\(size)) must lie in 1...\(Self.largestSize)")
    }
    guard input.count == 3 else {
      throw .layer(name: name, input: input, reason: "pooling needs [height, width, channels]")
    }
    guard input[0] >= size, input[1] >= size else {
      throw .layer(name: name, input: input, reason: "a window of \(size) x \(size) does not fit")
    }
    return [input[0] / size, input[1] / size, input[2]]
  }

  /// The pooled batch.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.maxPool2D(x, size: size)
  }

  /// A pooling.
  public func operation(parameters: [Parameter]) -> Operation { .maxPool2D(size: size) }
}
