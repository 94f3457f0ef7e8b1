/// Two recurrent layers over one sequence, one from each end, their results side by side.
///
/// Of `Bidirectional(GRU(64))` the result is `[128]`: what the sequence left behind read forward, then backward. With
/// `returnsSequence` each position knows what lies before it and what lies behind it. The parameters are those of the
/// layer, twice: `forward/...` and `backward/...`. From Schuster and Paliwal, "Bidirectional recurrent neural networks"
/// (1997).
public struct Bidirectional: Block {
  /// The name of the kind.
  public static let kind = "bidirectional"

  private let layer: any RecurrentLayer

  /// Makes the block from one direction; whether that one is reversed does not matter.
  public init(_ layer: some RecurrentLayer) { self.layer = layer }

  /// Both directions, `forward` and `backward`, and their concatenation: `[2 * units]` or `[length, 2 * units]`.
  ///
  /// - Parameter others: a mask `[length]`, if there is one.
  public func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol {
    let builder = x.builder
    return builder.group(Self.kind) {
      let directions = [("forward", false), ("backward", true)].map { label, reversed in
        builder.add(layer.running(reversed: reversed), to: [x] + others, as: label)
      }
      return builder.add(Concatenate(), to: directions, as: Concatenate.kind)
    }
  }
}
