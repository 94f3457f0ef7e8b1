/// Reads the header of an npy file: a Python dictionary of three members, in any order.
struct NumPyHeaderReader {
  /// What the header says, unchecked.
  struct Header: Equatable {
    var type: String
    var isFortranOrder: Bool
    var shape: [Int]
  }

  private let bytes: ArraySlice<UInt8>
  private var next: Int

  /// Takes the bytes of the header, whose indices are those of the file.
  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    next = bytes.startIndex
  }

  /// The three members.
  mutating func read() throws(NumPyError) -> Header {
    var type: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let start = next
      let name = try readString()
      try expect(":")
      switch name {
      case "descr" where type == nil: type = try readType()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try readTruth()
      case "shape" where shape == nil: shape = try readShape()
      default: throw fail("'\(name.prefix(16))' stands again or is not known", at: start)
      }
      guard skip(",") else {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard next == bytes.endIndex else { throw fail("something follows the dictionary") }
    guard let type, let isFortranOrder, let shape else {
      throw fail("'descr', 'fortran_order' or 'shape' is missing", at: bytes.startIndex)
    }
    return Header(type: type, isFortranOrder: isFortranOrder, shape: shape)
  }

  /// A simple type; arrays of records have a list here.
  private mutating func readType() throws(NumPyError) -> String {
    guard !skip("[") else { throw .type("records") }
    return try readString()
  }

  private mutating func readTruth() throws(NumPyError) -> Bool {
    skipSpace()
    let start = next
    while next < bytes.endIndex, isLetter(bytes[next]) { next += 1 }
    switch String(decoding: bytes[start..<next], as: UTF8.self) {
    case "True": return true
    case "False": return false
    default: throw fail("True or False is missing", at: start)
    }
  }

  private mutating func readShape() throws(NumPyError) -> [Int] {
    try expect("(")
    var shape: [Int] = []
    while !skip(")") {
      let start = next
      while next < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) { next += 1 }
      guard let extent = Int(String(decoding: bytes[start..<next], as: UTF8.self)) else {
        throw fail("a whole number from 0 to 2^63 - 1 is missing", at: start)
      }
      shape.append(extent)
      guard skip(",") else {
        try expect(")")
        break
      }
    }
    return shape
  }

  /// A string in single or double quotes; the ones that stand here need no escapes.
  private mutating func readString() throws(NumPyError) -> String {
    let quote: UInt8
    if skip("'") {
      quote = UInt8(ascii: "'")
    } else {
      try expect("\"")
      quote = UInt8(ascii: "\"")
    }
    guard let end = bytes[next...].firstIndex(of: quote) else { throw fail("a string does not end") }
    defer { next = end + 1 }
    return String(decoding: bytes[next..<end], as: UTF8.self)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
  }

  private mutating func skipSpace() {
    while next < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next < bytes.endIndex, bytes[next] == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NumPyError) {
    guard skip(character) else { throw fail("\(character) is missing") }
  }

  private func fail(_ reason: String, at offset: Int? = nil) -> NumPyError {
    .header(offset: offset ?? next, reason: reason)
  }
}
