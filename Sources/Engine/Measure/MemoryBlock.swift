/// Bytes of a program's working memory, and the layers for which something lies there.
public struct MemoryBlock: Sendable, Equatable {
  /// The layer that writes it first, with the word "scratch" where it is the working memory of a kernel.
  public let name: String

  /// The first byte, counted from the start of the arena.
  public let offset: Int

  /// How many bytes.
  public let byteCount: Int

  /// The layers, by index, from the one that writes it to the last that reads it.
  public let steps: ClosedRange<Int>
}

extension Program {
  /// Where intermediate results and the working memory of kernels lie, in the order in which they are written.
  ///
  /// Blocks whose layers do not meet may share bytes; together they take `cost.peakActivationBytes`, rounded up to
  /// whole cache lines.
  public var memoryBlocks: [MemoryBlock] {
    let last = packed.plans.count - 1
    let names = packed.plans.map(\.layer.name)
    let buffers = packed.places.buffers.count
    return packed.memory.requests.enumerated().filter { $1.bytes > 0 }.map { index, request in
      let first = request.steps.lowerBound
      return MemoryBlock(
        name: index < buffers ? names[first] : "\(names[first]) scratch",
        offset: packed.memory.offsets[index],
        byteCount: request.bytes, steps: first...min(last, request.steps.upperBound))
    }.sorted { ($0.steps.lowerBound, $0.offset) < ($1.steps.lowerBound, $1.offset) }
  }
}
