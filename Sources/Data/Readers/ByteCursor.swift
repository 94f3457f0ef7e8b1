/// Takes numbers out of the bytes of a file one after another; each error names the file and the offset.
struct ByteCursor {
  let bytes: [UInt8]
  let file: String

  /// Where the next bytes are taken from.
  private(set) var offset = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// How many bytes are left.
  var left: Int { bytes.count - offset }

  /// The next `count` bytes.
  ///
  /// - Throws: `DataError.truncated` when there are fewer.
  mutating func take(_ count: Int) throws(DataError) -> ArraySlice<UInt8> {
    guard count <= left else { throw .truncated(file: file, expected: offset + count, actual: bytes.count) }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// An unsigned number of `count` bytes, at most 4, the lowest byte first.
  mutating func littleEndian(_ count: Int) throws(DataError) -> Int {
    try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// An unsigned number of `count` bytes, at most 4, the highest byte first.
  mutating func bigEndian(_ count: Int) throws(DataError) -> Int {
    try take(count).reduce(0) { $0 << 8 | Int($1) }
  }

  /// The next four bytes as the name of a chunk, with `?` for what is not ASCII.
  mutating func name() throws(DataError) -> String {
    String(try take(4).map { (32...126).contains($0) ? Character(Unicode.Scalar($0)) : "?" })
  }

  /// The next byte, not taken; nil at the end.
  var peek: UInt8? { left > 0 ? bytes[offset] : nil }
}
