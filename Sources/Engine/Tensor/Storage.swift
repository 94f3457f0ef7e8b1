import Synchronization

/// A block of 32-bit floats, aligned to a cache line, that returns to a pool when its last owner lets go.
///
/// Training allocates the same sizes at every step. Fresh pages cost a page fault each, so blocks are
/// kept and handed out again.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Takes a block of `count` floats whose contents are undefined.
  init(count: Int) {
    self.count = count
    base = BlockPool.shared.take(count: count)
  }

  deinit { BlockPool.shared.give(base, count: count) }
}

/// Freed blocks by size, bounded in total.
private final class BlockPool: Sendable {
  static let shared = BlockPool()

  /// Kept at most this many bytes; what comes back beyond that is freed.
  private static let capacity = 512 << 20

  private struct State: ~Copyable {
    var blocks: [Int: [UInt]] = [:]
    var bytes = 0
  }

  private let state = Mutex(State())

  func take(count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = Self.bytes(count)
    let kept = state.withLock { state -> UInt? in
      guard let address = state.blocks[bytes]?.popLast() else { return nil }
      state.bytes -= bytes
      return address
    }
    if let kept { return UnsafeMutablePointer(bitPattern: kept)! }
    let raw = AlignedMemory.allocate(byteCount: bytes)
    return raw.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
  }

  func give(_ base: UnsafeMutablePointer<Float>, count: Int) {
    let bytes = Self.bytes(count)
    let address = UInt(bitPattern: base)
    let kept = state.withLock { state -> Bool in
      guard state.bytes + bytes <= Self.capacity else { return false }
      state.blocks[bytes, default: []].append(address)
      state.bytes += bytes
      return true
    }
    if !kept { UnsafeMutableRawPointer(base).deallocate() }
  }

  /// Whole cache lines, one of them spare, so that a vector read may run past the end.
  private static func bytes(_ count: Int) -> Int {
    ((count * MemoryLayout<Float>.stride + 63) / 64 + 1) * 64
  }
}
