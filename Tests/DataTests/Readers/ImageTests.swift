import Foundation
import Testing

@testable import Data

@Suite struct ImageTests {
  @Test func readsPixMaps() throws {
    func image(_ text: String, _ samples: [UInt8] = []) throws -> Image {
      try Image(pixMap: Array(text.utf8) + samples, file: "f")
    }
    let gray = Image(height: 2, width: 1, channels: 1, pixels: [0.2, 1])
    #expect(try image("P5\n1 2\n255\n", [51, 255]) == gray)
    #expect(try image("P5 #comment\n#1 1\n1\t2 # P6\n65535 ", [0x33, 0x33, 255, 255]) == gray)
    #expect(try image("P2 1 2 5 1 #x\n 5\n") == gray)
    let color = Image(height: 1, width: 2, channels: 3, pixels: [0, 1, 0, 1, 0, 1])
    #expect(try image("P6\n2 1\n255\n", [0, 255, 0, 255, 0, 255]) == color)
    #expect(try image("P3 2 1 1  0 1 0  1 0 1") == color)
  }

  @Test func rejectsPixMapsThatAreNotWhole() throws {
    func error(_ text: String, _ samples: [UInt8] = []) throws -> DataError {
      try DataTests.error { _ = try Image(pixMap: Array(text.utf8) + samples, file: "f") }
    }
    #expect(
      try error("P7\n1 1\n255\n") == .magic(file: "f", expected: "a PGM or PPM file (P2, P3, P5 or P6)"))
    #expect(try error("P5\n2 2\n255\n", [1, 2, 3]) == .truncated(file: "f", expected: 15, actual: 14))
    #expect(try error("P5\n1 1\n255\n", [1, 2]) == .trailingBytes(file: "f", offset: 12))
    #expect(try error("P5\n1 1\n10\n", [11]) == .sample(file: "f", offset: 10, value: 11, maximum: 10))
    #expect(try error("P2 1 1 10 11") == .sample(file: "f", offset: 12, value: 11, maximum: 10))
    #expect(try error("P5 134217728 134217728 1 ") == .size(file: "f", shape: [134_217_728, 134_217_728, 1]))
    let width = "a width from 1 to 2^27"
    #expect(try error("P6 1152921504606846976 1 1 ") == .number(file: "f", offset: 3, meaning: width))
    #expect(try error("P6 -3 1 1 ") == .number(file: "f", offset: 3, meaning: width))
    #expect(try error("P6") == .number(file: "f", offset: 2, meaning: width))
    let maximum = "a largest value from 1 to 65535"
    #expect(try error("P6 1 1 65536 ") == .number(file: "f", offset: 7, meaning: maximum))
    #expect(
      try error("P3 1 1 1 0 0")
        == .number(file: "f", offset: 12, meaning: "a sample from 0 to 65535, number 3 of 3"))
    // Announces a hundred million samples, has none.
    #expect(try error("P5 10000 10000 255\n") == .truncated(file: "f", expected: 100_000_019, actual: 19))
  }

  /// PNG files as Pillow writes them, and one with each filter.
  @Test func readsPNG() throws {
    struct Stored: Decodable {
      let png: String
      let height, width, channels: Int
      let samples: [UInt8]
    }
    for (name, stored) in try storedRun([String: Stored].self, "images") {
      let bytes = decoded(base64: stored.png)
      let raster = try PNGRaster(bytes, file: name)
      let shape = [raster.height, raster.width, raster.channels]
      #expect(shape == [stored.height, stored.width, stored.channels])
      #expect(raster.samples == stored.samples, "\(name)")
      #expect(try Image(png: bytes, file: name).pixels == stored.samples.map { Float($0) / 255 })
      for count in stride(from: 0, to: bytes.count, by: 7) {
        #expect(throws: DataError.self) { try PNGRaster(Array(bytes.prefix(count)), file: name) }
      }
    }
  }

  @Test func rejectsDamagedPNG() throws {
    struct Stored: Decodable { let png: String }
    let stored = try #require(try storedRun([String: Stored].self, "images")["rgb"])
    let whole = decoded(base64: stored.png)
    func error(_ change: (inout [UInt8]) -> Void) throws -> DataError {
      var bytes = whole
      change(&bytes)
      return try DataTests.error { _ = try PNGRaster(bytes, file: "f") }
    }
    #expect(try error { $0[1] = 0 } == .magic(file: "f", expected: "a PNG file"))
    #expect(try error { $0[20] ^= 1 } == .checksum(file: "f", offset: 8, name: "IHDR"))
    #expect(try error { $0[60] ^= 1 } == .checksum(file: "f", offset: 33, name: "IDAT"))
    let length = 0x7F00_0000 + whole.count - 57
    let chunk = DataError.chunk(file: "f", offset: 33, name: "IDAT", length: length, left: whole.count - 45)
    #expect(try error { $0[33] = 0x7F } == chunk)
  }

  @Test func resizes() {
    let image = Image(
      height: 2, width: 2, channels: 2, pixels: [0, 10, 1, 20, 2, 30, 3, 40], mask: [0, 1, 2, 3])
    #expect(image.resized(height: 2, width: 2) == image)
    let large = image.resized(height: 4, width: 4)
    #expect(large.mask == [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])
    #expect(Array(large.pixels.prefix(8)) == [0, 10, 0.25, 12.5, 0.75, 17.5, 1, 20])
    let small = image.resized(height: 1, width: 1)
    #expect(small == Image(height: 1, width: 1, channels: 2, pixels: [1.5, 25], mask: [3]))
    #expect(image.mapped(to: -1...1).pixels[2] == 1)
  }

  @Test func readsTheShippedPhotograph() throws {
    let rocket = try Image(pixMap: shippedDatasets.appending(path: "images/rocket.ppm"))
    #expect(rocket.tensor.shape == [214, 320, 3])
    #expect(rocket.pixels[0] == Float(0x11) / 255)
  }
}
