/// Packs signed integers of a few bits into bytes without gaps.
///
/// The stream of bits fills each byte from its lowest bit, so two 4-bit values share a byte with the first
/// in the low half, and a 3-bit value may straddle two bytes. The last byte is filled up with zeros. One bit
/// holds a sign: 0 is +1 and 1 is -1.
public enum BitPacking {
  /// The bytes that `count` values of `bits` bits take.
  public static func byteCount(_ count: Int, bits: Int) -> Int { (count * bits + 7) / 8 }

  /// Packs values; only the lowest `bits` bits of each are kept, or, of 1 bit, the sign.
  ///
  /// - Precondition: `bits` is 1...8.
  public static func pack(_ values: [Int8], bits: Int) -> [UInt8] {
    require((1...8).contains(bits), "\(bits) bits do not pack into bytes")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount(values.count, bits: bits))
    var pending: UInt32 = 0
    var filled = 0
    let mask = UInt32(1) << UInt32(bits) - 1
    for value in values {
      let pattern = bits == 1 ? (value < 0 ? 1 : 0) : UInt32(truncatingIfNeeded: value) & mask
      pending |= pattern << UInt32(filled)
      filled += bits
      if filled >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        filled -= 8
      }
    }
    if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    return bytes
  }

  /// Unpacks `count` values; the highest of their bits is the sign, and a single bit gives +1 or -1.
  ///
  /// - Precondition: `bits` is 1...8 and `bytes` holds `byteCount(count, bits:)` bytes.
  public static func unpack(_ bytes: some Collection<UInt8>, count: Int, bits: Int) -> [Int8] {
    require((1...8).contains(bits), "\(bits) bits do not unpack from bytes")
    require(bytes.count == byteCount(count, bits: bits), "\(bytes.count) bytes for \(count) values")
    var values: [Int8] = []
    values.reserveCapacity(count)
    var pending: UInt32 = 0
    var filled = 0
    var next = bytes.makeIterator()
    for _ in 0..<count {
      if filled < bits, let byte = next.next() {
        pending |= UInt32(byte) << UInt32(filled)
        filled += 8
      }
      // The sign moves to the top of the byte and back down, which spreads it.
      let value = Int8(truncatingIfNeeded: pending << UInt32(8 - bits)) >> Int8(8 - bits)
      values.append(bits == 1 ? 2 * value + 1 : value)
      pending >>= UInt32(bits)
      filled -= bits
    }
    return values
  }
}
