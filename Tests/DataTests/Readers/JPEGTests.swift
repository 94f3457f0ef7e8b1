import Foundation
import Testing

@testable import Data

@Suite struct JPEGTests {
  private struct Stored: Decodable {
    let jpeg: String
    let height, width, channels: Int
    let samples, encoded: [UInt8]

    var bytes: [UInt8] { decoded(base64: jpeg) }
  }

  private let files: [String: Stored]

  init() throws { files = try storedRun([String: Stored].self, "jpeg") }

  private func file(_ name: String) throws -> [UInt8] { try #require(files[name]).bytes }

  /// What Pillow decodes, and about what it had encoded.
  @Test(.needsJPEG) func agreesWithPillow() throws {
    for (name, stored) in files where name != "print" {
      let image = try Image(jpeg: stored.bytes, file: name)
      let shape = [image.height, image.width, image.channels]
      #expect(shape == [stored.height, stored.width, stored.channels])
      // Decoders may round in other places; the format allows it (ITU-T T.83).
      let pairs = zip(image.pixels, stored.samples)
      #expect(pairs.allSatisfy { abs($0 * 255 - Float($1)) <= 2.01 }, "\(name)")
      let error = zip(image.pixels, stored.encoded).reduce(0) { $0 + abs($1.0 * 255 - Float($1.1)) }
      #expect(error / Float(image.pixels.count) < 4.5, "\(name)")
    }
  }

  @Test(.needsJPEG) func noticesFilesThatAreCutOff() throws {
    for name in ["everyColor", "progressive", "restarts"] {
      let whole = try file(name)
      for count in 0..<whole.count - 1 {
        #expect(throws: DataError.self) { try Image(jpeg: Array(whole.prefix(count)), file: "f") }
      }
      let error = try error { _ = try Image(jpeg: Array(whole.dropLast(40)), file: "f") }
      #expect(error == .jpeg(file: "f", problem: "it ends inside the picture"))
    }
    #expect(try error { _ = try Image(jpeg: [], file: "f") } == .magic(file: "f", expected: "a JPEG file"))
  }

  /// Extents that would fill the memory are refused before any is taken.
  @Test(.needsJPEG) func refusesHugeSizes() throws {
    for name in ["gray", "everyColor"] {
      var bytes = try file(name)
      let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
      for index in frame + 5..<frame + 9 { bytes[index] = 0xFE }
      let channels = try #require(files[name]).channels
      #expect(
        try error { _ = try Image(jpeg: bytes, file: "f") }
          == .size(file: "f", shape: [0xFEFE, 0xFEFE, channels]))
    }
  }

  @Test(.needsJPEG) func refusesColorsOfPrint() throws {
    let bytes = try file("print")
    let error = try error { _ = try Image(jpeg: bytes, file: "f") }
    #expect(error == .jpeg(file: "f", problem: "its colors are those of print (CMYK)"))
  }

  /// Two photographs of the Oxford pets are like this: one has bytes to spare before its end, one lacks some.
  @Test(.needsJPEG) func readsWhatOtherProgramsRead() throws {
    let whole = try file("everyColor")
    let end = whole.count - 2
    let image = try Image(jpeg: whole, file: "f")
    let longer = whole[..<end] + [UInt8](repeating: 7, count: 240) + whole[end...]
    #expect(try Image(jpeg: Array(longer), file: "f") == image)
    let shorter = whole[..<(end - 30)] + whole[end...]
    let damaged = try Image(jpeg: Array(shorter), file: "f")
    #expect(damaged.pixels.prefix(37 * 3 * 8) == image.pixels.prefix(37 * 3 * 8) && damaged != image)
  }

  @Test func saysWhatToInstall() throws {
    let bytes = try file("gray")
    let error = try error { _ = try Image(jpeg: bytes, file: "pet.jpg", library: nil) }
    #expect(error == .noJPEGLibrary(file: "pet.jpg"))
    #expect("\(error)".hasPrefix("pet.jpg: ") && "\(error)".contains("libturbojpeg0"))
    // A library that is not there, and one that is but decodes no JPEG.
    #expect(TurboJPEG(libraries: ["libnowhere.so.9"]) == nil)
    #expect(TurboJPEG(libraries: ["libnowhere.so.9", "libz.so.1", "libz.dylib"]) == nil)
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests that decode JPEG.
  static var needsJPEG: Self { .enabled(if: TurboJPEG.installed != nil, "libturbojpeg is not installed") }
}
