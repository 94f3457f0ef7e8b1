extension HuffmanCode {
  /// The codes of symbols one after another, the first bit of each in the highest free bit of a byte; zeros fill up the
  /// last byte.
  ///
  /// - Throws: `HuffmanError.noCode` for a symbol without a code.
  public func encode(_ symbols: some Sequence<UInt8>) throws(HuffmanError) -> [UInt8] {
    let codes = codes
    var bytes: [UInt8] = []
    var (pending, filled) = (0, 0)  // the lowest `filled` bits are still to be written
    for symbol in symbols {
      guard Int(symbol) < codes.count, let (bits, length) = codes[Int(symbol)] else { throw .noCode(symbol) }
      pending = pending << length | bits
      filled += length
      while filled >= 8 {
        filled -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> filled))
      }
      pending &= 1 << filled - 1
    }
    if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: pending << (8 - filled))) }
    return bytes
  }

  /// The first `count` symbols whose codes lie in bytes, and how many of the bytes they take.
  ///
  /// As many bits as the longest code has are looked up in a table at once, which tells the symbol and its length.
  ///
  /// - Throws: `HuffmanError` when the bytes cannot hold so many symbols, end too early, or when the rest of the last
  ///   byte is not 0. Nothing is allocated for more symbols than the bytes have bits.
  public func decode(
    _ bytes: some Collection<UInt8>, count: Int
  ) throws(HuffmanError) -> (symbols: [UInt8], byteCount: Int) {
    guard (0...8 * bytes.count).contains(count) else { throw .count(count) }
    let width = lengths.max()!  // some symbol has a code
    let table = lookupTable(width: width)
    var symbols: [UInt8] = []
    symbols.reserveCapacity(count)
    var (pending, filled, taken) = (0, 0, 0)
    var next = bytes.makeIterator()
    while symbols.count < count {
      while filled < width, let byte = next.next() {
        pending = pending << 8 | Int(byte)
        filled += 8
        taken += 1
      }
      let window = filled >= width ? pending >> (filled - width) : pending << (width - filled)
      let entry = table[window]
      guard entry.length > 0, Int(entry.length) <= filled else { throw .bits(symbol: symbols.count) }
      symbols.append(entry.symbol)
      filled -= Int(entry.length)
      pending &= 1 << filled - 1
    }
    // Whole bytes may have been read ahead; what is left of the last one that counts must be 0.
    taken -= filled / 8
    guard pending >> (filled / 8 * 8) == 0 else { throw .padding }
    return (symbols, taken)
  }

  /// For each sequence of `width` bits, the symbol whose code it begins with; of length 0 where there is none.
  private func lookupTable(width: Int) -> [(symbol: UInt8, length: UInt8)] {
    var table = [(symbol: UInt8, length: UInt8)](repeating: (0, 0), count: 1 << width)
    for (symbol, code) in codes.enumerated() {
      guard let (bits, length) = code else { continue }
      for window in bits << (width - length)..<(bits + 1) << (width - length) {
        table[window] = (UInt8(symbol), UInt8(length))
      }
    }
    return table
  }
}
