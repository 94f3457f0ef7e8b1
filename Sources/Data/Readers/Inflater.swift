import CDeflate

/// Unpacks compressed bytes piece by piece with zlib.
package final class Inflater {
  /// What surrounds the compressed bytes.
  enum Wrapper: Int32 {
    case none = -15
    case zlib = 15
    case gzip = 31
  }

  /// Whether the end of the compressed stream was reached, its checksum being right.
  private(set) var isOver = false

  // zlib keeps the address of this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ wrapper: Wrapper) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: status \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Gets ready for another stream.
  func restart() {
    inflateReset(stream)
    isOver = false
  }

  /// Takes bytes away from `packed` until `count` are unpacked, `packed` is empty or the stream is over.
  ///
  /// - Returns: at most `count` bytes; nil when `packed` is damaged.
  func unpack(_ packed: inout ArraySlice<UInt8>, upTo count: Int) -> [UInt8]? {
    var status = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      packed.withUnsafeBufferPointer { input in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(count)
        status = inflate(stream, Z_NO_FLUSH)
        initialized = count - Int(stream.pointee.avail_out)
      }
    }
    packed = packed.suffix(Int(stream.pointee.avail_in))
    isOver = status == Z_STREAM_END
    // Without input there may be no progress, which is no damage.
    return status == Z_OK || status == Z_BUF_ERROR || isOver ? bytes : nil
  }

  /// All that is packed without anything around it, or the first `limit` bytes; nil if it is damaged or cut off before.
  package static func bytes(of packed: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
    let inflater = Inflater(.none)
    var packed = packed
    var bytes: [UInt8] = []
    while bytes.count < limit, !inflater.isOver {
      guard let piece = inflater.unpack(&packed, upTo: min(1 << 20, limit - bytes.count)),
        !piece.isEmpty || inflater.isOver
      else { return nil }
      bytes += piece
    }
    return bytes
  }
}

/// The checksum of PNG, zip and gzip: CRC-32.
package func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  UInt32(truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
}
