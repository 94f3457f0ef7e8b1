import CDeflate

/// Unpacks what fits into memory.
package enum Unpacking {
  /// What surrounds the compressed bytes.
  package enum Wrapper {
    case none, gzip
  }

  /// All that is packed, or its first `limit` bytes; nil if it is damaged or cut off before that.
  package static func all(of packed: ArraySlice<UInt8>, wrapper: Wrapper, limit: Int) -> [UInt8]? {
    let inflater = Inflater(wrapper == .gzip ? .gzip : .none)
    var packed = packed
    var bytes: [UInt8] = []
    while bytes.count < limit {
      guard let piece = inflater.unpack(&packed, upTo: min(1 << 20, limit - bytes.count)) else { return nil }
      bytes += piece
      if inflater.isOver {
        // A gzip file may consist of several.
        guard wrapper == .gzip, packed.starts(with: [0x1F, 0x8B]) else { return bytes }
        inflater.restart()
      } else if piece.isEmpty {
        return nil
      }
    }
    return bytes
  }

  /// The checksum of zip and gzip: CRC-32.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
  }
}
