import Foundation

/// Reads the header of a safetensors file: JSON of one fixed form.
///
/// General JSON decoders keep one of two members with the same name; two arrays of one name must be an error here.
struct SafeTensorsHeaderReader {
  /// What the header says of one array, unchecked.
  struct Entry: Equatable {
    var name: String
    var type = ""
    var shape: [Int] = []
    /// Where its bytes begin and end in the data.
    var begin = 0
    var end = 0
  }

  private let bytes: ArraySlice<UInt8>
  private var next: Int

  /// Takes the bytes of the header, whose indices are those of the file.
  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    next = bytes.startIndex
  }

  /// The arrays in the order of the header, and the notes.
  mutating func read() throws(SafeTensorsError) -> (entries: [Entry], metadata: [String: String]) {
    guard bytes.first == UInt8(ascii: "{") else { throw fail("no { stands") }
    var entries: [Entry] = []
    var metadata: [String: String]?
    var names: Set<String> = []
    try readObject { reader, name, offset throws(SafeTensorsError) in
      if name == "__metadata__" {
        guard metadata == nil else { throw reader.fail("__metadata__ stands again", at: offset) }
        metadata = try reader.readMetadata()
      } else {
        guard names.insert(name).inserted else {
          throw reader.fail("a second array is called \"\(name)\"", at: offset)
        }
        entries.append(try reader.readEntry(name))
      }
    }
    skipSpace()
    guard next == bytes.endIndex else { throw fail("something follows the end of the header's JSON") }
    return (entries, metadata ?? [:])
  }

  private mutating func readMetadata() throws(SafeTensorsError) -> [String: String] {
    var notes: [String: String] = [:]
    try readObject { reader, name, offset throws(SafeTensorsError) in
      guard notes.updateValue(try reader.readString(), forKey: name) == nil else {
        throw reader.fail("a second note is called \"\(name)\"", at: offset)
      }
    }
    return notes
  }

  private mutating func readEntry(_ name: String) throws(SafeTensorsError) -> Entry {
    var entry = Entry(name: name)
    var members: Set<String> = []
    skipSpace()
    let start = next
    try readObject { reader, member, offset throws(SafeTensorsError) in
      guard members.insert(member).inserted else {
        throw reader.fail("\"\(member)\" stands again", at: offset)
      }
      switch member {
      case "dtype": entry.type = try reader.readString()
      case "shape": entry.shape = try reader.readNumbers()
      case "data_offsets":
        let offsets = try reader.readNumbers()
        guard offsets.count == 2 else { throw reader.fail("two offsets are missing", at: offset) }
        (entry.begin, entry.end) = (offsets[0], offsets[1])
      default: throw reader.fail("\"\(member)\" is no property of an array", at: offset)
      }
    }
    guard members.count == 3 else { throw fail("an array lacks dtype, shape or data_offsets", at: start) }
    return entry
  }

  // MARK: JSON

  private mutating func readObject(
    member: (inout Self, _ name: String, _ offset: Int) throws(SafeTensorsError) -> Void
  ) throws(SafeTensorsError) {
    try expect("{")
    if skip("}") { return }
    repeat {
      skipSpace()
      let offset = next
      let name = try readString()
      try expect(":")
      try member(&self, name, offset)
    } while skip(",")
    try expect("}")
  }

  /// An array of whole numbers from 0.
  private mutating func readNumbers() throws(SafeTensorsError) -> [Int] {
    try expect("[")
    if skip("]") { return [] }
    var numbers: [Int] = []
    repeat {
      skipSpace()
      let start = next
      while next < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) { next += 1 }
      guard let number = Int(String(decoding: bytes[start..<next], as: UTF8.self)) else {
        throw fail("a whole number from 0 to 2^63 - 1 is missing", at: start)
      }
      numbers.append(number)
    } while skip(",")
    try expect("]")
    return numbers
  }

  private mutating func readString() throws(SafeTensorsError) -> String {
    try expect("\"")
    let start = next - 1
    while next < bytes.endIndex, bytes[next] != UInt8(ascii: "\"") {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next < bytes.endIndex else { throw fail("a string begins that does not end", at: start) }
    next += 1
    guard let text = try? JSONDecoder().decode(String.self, from: Data(bytes[start..<next])) else {
      throw fail("a string is not UTF-8 or has a wrong escape", at: start)
    }
    return text
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

  private mutating func expect(_ character: Unicode.Scalar) throws(SafeTensorsError) {
    guard skip(character) else { throw fail("\(character) is missing") }
  }

  private func fail(_ reason: String, at offset: Int? = nil) -> SafeTensorsError {
    .header(offset: offset ?? next, reason: reason)
  }
}
