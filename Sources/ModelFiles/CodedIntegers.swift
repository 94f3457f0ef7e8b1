import Engine

/// How a model file stores integer weights.
public enum WeightCoding: Sendable, CaseIterable {
  /// All with the same number of bits, without gaps.
  case packed

  /// By a Huffman code for each tensor where that takes fewer bytes, its table included; packed elsewhere.
  ///
  /// The file is smaller and slower to load; what runs is the same. Files with coded tensors have format version 2.
  case huffman
}

/// Integers of a tensor in Huffman codes, with the table that explains them.
///
/// What encoding `h1` to `h8` stands for:
/// ```
/// table   byte 0    the smallest integer, signed
///         byte 1    n - 1, n being the largest integer minus the smallest plus 1
///         (n + 1) / 2 bytes, rounded down: for the integers from the smallest up, the bits of each one's code, 1...15,
///                   or 0 for an integer that does not occur, in 4 bits each, the first in the lower half of a byte
/// codes   the codes of all integers, row-major, without gaps, the first bit of each code in the highest free bit of a
///         byte; zeros fill up the last byte
/// ```
/// The codes are canonical: they follow from their lengths (`HuffmanCode`). How many bytes the codes take is not
/// stored: it is known when as many were read as the shape asks for.
struct CodedIntegers {
  let integers: [Int8]
  let table: [UInt8]
  let codes: [UInt8]

  /// The bytes of table and codes.
  var byteCount: Int { table.count + codes.count }

  /// Codes integers; nil if there are none.
  init?(_ integers: [Int8]) {
    guard let smallest = integers.min(), let largest = integers.max() else { return nil }
    let symbols = integers.map { UInt8(Int($0) - Int(smallest)) }
    // Integers that occur have codes.
    guard let code = try? HuffmanCode(of: symbols), let codes = try? code.encode(symbols) else { return nil }
    let count = Int(largest) - Int(smallest) + 1
    let lengths = code.lengths[..<count].map { Int8($0) }
    self.integers = integers
    self.codes = codes
    table = [UInt8(bitPattern: smallest), UInt8(count - 1)] + BitPacking.pack(lengths, bits: 4)
  }

  /// Reads a table and so many codes from the start of bytes.
  ///
  /// - Throws: `ModelFileError.tensor`, naming the tensor, for a table that is cut off or makes no code, and for codes
  ///   that are cut off, go on with something else than zeros, or mean integers that 8 bits do not hold.
  init(_ bytes: ArraySlice<UInt8>, count: Int, name: String) throws(ModelFileError) {
    let start = bytes.startIndex
    let symbolCount = bytes.count < 2 ? 0 : Int(bytes[start + 1]) + 1
    let end = start + 2 + BitPacking.byteCount(symbolCount, bits: 4)
    guard symbolCount > 0, end <= bytes.endIndex else {
      throw .tensor(name, reason: "its table of codes is cut off")
    }
    let smallest = Int(Int8(bitPattern: bytes[start]))
    guard smallest + symbolCount - 1 <= 127 else {
      throw .tensor(name, reason: "its table has codes for integers beyond 8 bits")
    }
    // Lengths above 7 have come back with a sign.
    let lengths = BitPacking.unpack(bytes[start + 2..<end], count: symbolCount, bits: 4).map { Int($0) & 15 }
    do throws(HuffmanError) {
      let (symbols, taken) = try HuffmanCode(lengths: lengths).decode(bytes[end...], count: count)
      integers = symbols.map { Int8(smallest + Int($0)) }
      table = Array(bytes[start..<end])
      codes = Array(bytes[end..<end + taken])
    } catch {
      throw .tensor(name, reason: error.description)
    }
  }
}
