import Foundation
import Testing

@testable import Data

@Suite struct IDXTests {
  /// Two images of two rows and three columns.
  private static let whole: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12)

  @Test func readsImagesAndLabels() throws {
    let images = try IDX(Self.whole, rank: 3, file: "images")
    #expect(images.shape == [2, 2, 3])
    #expect(images.bytes == Array(1...12))
    let labels = try IDX([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9], rank: 1, file: "labels")
    #expect(labels.shape == [3])
    #expect(labels.bytes == [7, 8, 9])
  }

  @Test func rejectsWhatIsNotAWholeFile() throws {
    func error(_ bytes: [UInt8], rank: Int = 3) throws -> DataError {
      try #require(throws: DataError.self) { try IDX(bytes, rank: rank, file: "f") }
    }
    let whole = Self.whole
    let magic = DataError.magic(file: "f", expected: "an IDX file of unsigned bytes with 3 axes")
    #expect(try error([0x1F, 0x8B, 9, 0]) == .compression(file: "f", offset: 4))
    #expect(try error([0, 0, 9, 3] + whole.dropFirst(4)) == magic)
    #expect(try error([0, 0, 8, 1] + whole.dropFirst(4)) == magic)
    #expect(
      try error([3, 8, 0, 0] + whole.dropFirst(4))
        == .byteOrder(file: "f", expected: "an IDX file, highest byte first"))
    #expect(try error(whole + [0]) == .trailingBytes(file: "f", offset: whole.count))
    for count in 0..<whole.count {
      let expected = count < 16 ? 16 : whole.count
      #expect(try error(Array(whole[..<count])) == .truncated(file: "f", expected: expected, actual: count))
    }
    let huge = [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)
    #expect(try error(huge) == .size(file: "f", shape: [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF]))
    #expect(try error([0, 0, 8, 1, 0, 0, 0, 0], rank: 1) == .size(file: "f", shape: [0]))
  }

  @Test func namesAMissingFile() {
    let url = URL(filePath: "/nowhere/train-images-idx3-ubyte")
    #expect(throws: DataError.unreadable(file: "/nowhere/train-images-idx3-ubyte")) {
      try IDX(contentsOf: url, rank: 3)
    }
    #expect("\(DataError.unreadable(file: url.path))".contains("git checkout"))
  }
}
