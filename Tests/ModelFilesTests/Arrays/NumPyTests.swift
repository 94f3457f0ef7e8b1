import Foundation
import ModelFiles
import Testing

@Suite struct NumPyTests {
  @Test(arguments: Array(goldenArrays)) func readsWhatNumPyWrites(name: String, array: NumericArray) throws {
    #expect(try NumPyFile.decode(golden("\(name).npy")) == array)
    let bytes = NumPyFile.encode(array)
    #expect(try NumPyFile.decode(bytes) == array)
    // The numbers begin at a multiple of 64.
    #expect((bytes.count - array.elements.count * array.type.size) % 64 == 0)
  }

  @Test func otherVersionsAndOrders() throws {
    let version2 = try NumPyFile.decode(golden("version2.npy"))
    #expect(version2 == NumericArray(shape: [5], .float32([0, 1, 2, 3, 4])))
    let fortran = try NumPyFile.decode(golden("fortran.npy"))
    #expect(fortran == NumericArray(shape: [2, 3, 4], .int32((0..<24).map { $0 })))
  }

  @Test func otherTypesAreNamed() throws {
    #expect(throws: NumPyError.type("<f8")) { try NumPyFile.decode(golden("doubles.npy")) }
    #expect(throws: NumPyError.type(">f4")) { try NumPyFile.decode(golden("big.npy")) }
    #expect("\(NumPyError.type(">f4"))".contains("astype"))
  }

  @Test func headersAsNumPyWritesThem() {
    let bytes = NumPyFile.encode(NumericArray(shape: [3], .uint8([7, 8, 9])))
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }"
    let padded = text + String(repeating: " ", count: 117 - text.count) + "\n"
    #expect(bytes == [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + [7, 8, 9])
    #expect(String(decoding: NumPyFile.encode(goldenArrays["longs"]!), as: UTF8.self).contains("'shape': ()"))
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976,), }", "2^28"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "2^28"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a whole number"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "a whole number"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1024,), }", "the file is cut off"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 bytes follow"),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "records"),
    ("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), }", "True or False"),
    ("{'descr': '<f4', 'shape': (2,), }", "is missing"),
    ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "stands again"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "not known"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } import os", "something follows"),
    ("{'descr': '<f4", "a string does not end"), ("", "{ is missing"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (" + String(repeating: "1,", count: 65) + "), }",
      "axes"
    ),
  ])
  func hostileHeadersAreRefused(header: String, reason: String) throws {
    let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    let error = try #require(throws: NumPyError.self) {
      try NumPyFile.decode(bytes + [UInt8](repeating: 0, count: 8))
    }
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test func damageIsNamed() throws {
    let bytes = NumPyFile.encode(goldenArrays["ints"]!)
    #expect(throws: NumPyError.notNumPy) { try NumPyFile.decode(Array("PK\u{3}\u{4}".utf8)) }
    var future = bytes
    future[6] = 4
    #expect(throws: NumPyError.version(major: 4, minor: 0)) { try NumPyFile.decode(future) }
    for count in 0..<bytes.count {
      #expect(throws: NumPyError.self) { try NumPyFile.decode(Array(bytes[..<count])) }
    }
  }
}
