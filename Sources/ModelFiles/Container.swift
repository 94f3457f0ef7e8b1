import CDeflate

/// The outermost layer of a model file: magic, version, lengths and checksum around header and payload.
struct Container {
  var version: Int
  var header: [UInt8]
  var payload: [UInt8]

  private static let magic = Array("EDLM".utf8)
  private static let prefix = 16

  init(version: Int, header: [UInt8], payload: [UInt8]) {
    self.version = version
    self.header = header
    self.payload = payload
  }

  /// The whole file.
  var bytes: [UInt8] {
    let body = header + payload
    return Self.magic
      + littleEndian(UInt16(version)) + littleEndian(UInt16(0))
      + littleEndian(UInt32(header.count)) + littleEndian(checksum(body[...]))
      + body
  }

  /// Takes a file apart and checks that it is whole.
  init(_ bytes: [UInt8]) throws(ModelFileError) {
    guard bytes.starts(with: Self.magic) || Self.magic.starts(with: bytes) else { throw .notAModelFile }
    guard bytes.count >= Self.prefix else { throw .truncated(expected: Self.prefix, actual: bytes.count) }
    version = Int(bytes[4]) | Int(bytes[5]) << 8
    guard version <= ModelFile.version else { throw .futureVersion(version) }
    guard version > 0, bytes[6] == 0, bytes[7] == 0 else { throw .header("version or reserved bytes") }
    let headerCount = Int(readUInt32(bytes[8..<12]))
    let expected = Self.prefix + headerCount
    guard bytes.count >= expected else { throw .truncated(expected: expected, actual: bytes.count) }
    guard checksum(bytes[Self.prefix...]) == readUInt32(bytes[12..<16]) else { throw .corrupt }
    header = Array(bytes[Self.prefix..<expected])
    payload = Array(bytes[expected...])
  }
}

/// The CRC-32 of zlib, PNG and Ethernet.
func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  bytes.withUnsafeBufferPointer { buffer in
    UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
  }
}

/// The bytes of an integer, lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// The integer whose bytes are given, lowest first.
func readUInt32(_ bytes: some Collection<UInt8>) -> UInt32 {
  bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
}
