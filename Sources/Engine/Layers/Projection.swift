/// A fingerprint for each id instead of a learned vector: `bits` features of -1, 0 or 1, without parameters.
///
/// Ids `[length]` become `[length, bits]`. Each feature is made of two bits of a hash of the id; a dense layer behind it
/// learns what they mean. From Kaliamoorthi, Ravi and Kozareva, "PRADO: projection attention networks for document
/// classification on-device" (2019), and its successor pQRNN.
public struct Projection: TokenLayer {
  /// The name of the kind.
  public static let kind = "projection"

  /// The number of features.
  public let bits: Int

  /// Makes the layer.
  public init(_ bits: Int) { self.bits = bits }

  /// `[length, bits]`; the input must have one axis.
  public func outputShape(for input: [Int], name: String) throws(ModelError) -> [Int] {
    guard (1...settingLimit).contains(bits) else {
      throw .layer(name: name, input: input, reason: "the bits (\(bits)) must lie in 1...\(settingLimit)")
    }
    return try lookupShape(for: input, width: bits, name: name)
  }

  /// The fingerprints of a batch of ids.
  public func apply(to x: Variable, parameters: [Parameter], on tape: Tape) -> Variable {
    tape.projection(x, bits: bits)
  }

  /// Hashes.
  public func operation(parameters: [Parameter]) -> Operation { .projection(bits: bits) }
}
