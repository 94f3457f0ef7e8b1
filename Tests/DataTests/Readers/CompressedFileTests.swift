import Foundation
import Testing

@testable import Data

@Suite struct CompressedFileTests {
  private static let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 5, 3, 1, 4, 1, 5]

  @Test func readsCompressedFiles() throws {
    #expect(try IDX(gzip(Self.labels), rank: 1, file: "f").bytes == [3, 1, 4, 1, 5])
    // Two members make up one file.
    let members = gzip(Array(Self.labels.prefix(7))) + gzip(Array(Self.labels.dropFirst(7)))
    #expect(try IDX(members, rank: 1, file: "f").bytes == [3, 1, 4, 1, 5])
    // More than one piece, of bytes that hardly compress.
    let many = (0..<200_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    let large = [0, 0, 8, 1] + littleEndian(200_000, 4).reversed() + many
    #expect(try IDX(gzip(large), rank: 1, file: "f").bytes == many)
  }

  @Test func rejectsDamage() throws {
    let whole = gzip(Self.labels)
    for count in 2..<whole.count {
      let error = try error { _ = try IDX(Array(whole.prefix(count)), rank: 1, file: "f") }
      #expect(error == .compression(file: "f", offset: count))
    }
    for index in 10..<whole.count {
      var damaged = whole
      damaged[index] ^= 0xFF
      #expect(throws: DataError.self) { try IDX(damaged, rank: 1, file: "f") }
    }
    #expect(throws: DataError.compression(file: "f", offset: whole.count + 2)) {
      try IDX(whole + [0, 0], rank: 1, file: "f")
    }
  }

  /// 64 MiB of zeros in 64 KiB: no more is unpacked than the header announces, or the reader allows.
  @Test func stopsUnpackingBombs() throws {
    let bomb = gzip([0, 0, 8, 1, 0, 0, 0, 5] + [UInt8](repeating: 0, count: 1 << 26))
    #expect(bomb.count < 1 << 17)
    #expect(throws: DataError.trailingBytes(file: "f", offset: 13)) { try IDX(bomb, rank: 1, file: "f") }
    #expect(throws: DataError.tooLarge(file: "f", limit: 1000)) {
      try ByteStream(bomb, file: "f").rest(limit: 1000)
    }
    #expect(throws: DataError.longRecord(file: "f", line: 1, limit: 1 << 24)) {
      try CSVReader(bomb, file: "f").next()
    }
  }

  @Test func opensOnlyFiles() throws {
    #expect(throws: DataError.unreadable(file: "/dev/zero")) {
      try ByteStream(contentsOf: URL(filePath: "/dev/zero"))
    }
    try withFolder(["a": []]) { folder in
      #expect(throws: DataError.unreadable(file: folder.path)) { try ByteStream(contentsOf: folder) }
      let empty = try ByteStream(contentsOf: folder.appending(path: "a"))
      #expect(try empty.next().isEmpty)
    }
  }
}
