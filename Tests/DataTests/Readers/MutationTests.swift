import Engine
import Foundation
import Testing

@testable import Data

/// Thousands of damaged files, the same in every run: each is read, or refused with a `DataError`; none ends the
/// process.
@Suite struct MutationTests {
  /// A format, a whole file of it, and how it is read.
  struct Format: Sendable, CustomTestStringConvertible {
    let name: String
    let file: [UInt8]
    /// How many mutations; fewer where each needs a folder on disk.
    var count = 4000
    let read: @Sendable ([UInt8]) throws -> Void
    var testDescription: String { name }
  }

  static let formats: [Format] = inMemory + onDisk + jpeg

  private static let inMemory: [Format] = [
    Format(name: "IDX", file: [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12)) {
      _ = try IDX($0, rank: 3, file: "f")
    },
    Format(name: "gzip", file: gzip([0, 0, 8, 1, 0, 0, 0, 100] + Array(1...100))) {
      _ = try IDX($0, rank: 1, file: "f")
    },
    Format(name: "CSV", file: Array("\"1\",\"a \"\"b\"\", é\",c\r\n2,\"d\ne\",f\n".utf8)) {
      let reader = try CSVReader($0, file: "f")
      while try reader.next() != nil {}
    },
    Format(name: "WAV", file: wav) { _ = try Sound(wav: $0, file: "f").resampled(to: 8000) },
    Format(name: "PPM as bytes", file: Array("P6 #c\n3 2\n255\n".utf8) + Array(1...18)) {
      _ = try Image(pixMap: $0, file: "f")
    },
    Format(name: "PGM as text", file: Array("P2\n3 2\n99\n1 2 3\n44 55 66\n".utf8)) {
      _ = try Image(pixMap: $0, file: "f")
    },
    Format(
      name: "PNG", file: pngFile(width: 3, height: 2, color: 2, rows: [0] + Array(1...9) + [4] + Array(1...9))
    ) {
      // Checksums made right again, so that what is behind them is reached too.
      _ = try Image(png: $0, file: "f")
      _ = try Image(png: withRightChecksums($0), file: "f")
    },
  ]

  /// Nothing to mutate where there is no decoder.
  private static let jpeg: [Format] =
    TurboJPEG.installed == nil
    ? []
    : ["gray", "quarterOfTheColors", "progressive"].map { name in
      struct Stored: Decodable { let jpeg: String }
      let stored = try? storedRun([String: Stored].self, "jpeg")[name]
      return Format(name: "JPEG, \(name)", file: decoded(base64: stored?.jpeg ?? ""), count: 2000) {
        let image = try Image(jpeg: $0, file: "f")
        #expect(image.pixels.count <= Image.sampleLimit && image.pixels.allSatisfy { (0...1).contains($0) })
      }
    }

  private static let onDisk: [Format] = [
    Format(name: "topics", file: Array("\"1\",\"a\",\"b é\"\n4,c\\nd,\"e, \"\"f\"\"\"\n".utf8), count: 400) {
      try withFolder(["test.csv": $0]) { folder in
        let texts = try TopicFiles.agNews(in: folder).examples(.test).all()
        #expect(texts.allSatisfy { (0..<4).contains($0.label) })
      }
    },
    Format(name: "review", file: Array("Élan é ü ö ä ß — “good”<br />…".utf8), count: 400) {
      try withFolder(["test/pos/1_9.txt": $0, "test/neg/2_1.txt": []]) { folder in
        let reviews = try ReviewFiles(in: folder).examples(.test, shuffledBy: 1).all()
        #expect(reviews.count == 2)
      }
    },
    Format(
      name: "list of recordings", file: Array("yes/a_nohash_0.wav\nno/b_nohash_0.wav\n".utf8), count: 400
    ) {
      let clips: [String: [UInt8]] = [
        "yes/a_nohash_0.wav": [], "no/b_nohash_0.wav": [], "no/c_nohash_0.wav": [],
      ]
      let lists = ["testing_list.txt": $0, "validation_list.txt": []]
      try withFolder(clips.merging(lists) { $1 }) { folder in
        let set = try SpeechCommands(in: folder)
        #expect(Part.allCases.flatMap(set.clips).count == 3)
      }
    },
    Format(name: "list of pets", file: Array("#name\nAbyssinian_1 1 1 1\nbeagle_2 5 2 3\n".utf8), count: 400)
    {
      try withFolder(["annotations/test.txt": $0]) { folder in
        let entries = try OxfordPets(in: folder).entries(.test)
        #expect(entries.allSatisfy { (0..<37).contains($0.breed) })
      }
    },
  ]

  private static let wav = SoundTests.file(
    SoundTests.chunk("LIST", [1, 2, 3]),
    SoundTests.chunk("fmt ", SoundTests.format(1, bits: 16, channels: 2)),
    SoundTests.chunk("data", Array(1...40)))

  @Test(arguments: formats) func readsOrRefuses(format: Format) throws {
    try format.read(format.file)
    var generator = SeededGenerator(seed: 1)
    var refused = 0
    for _ in 0..<format.count {
      do {
        try format.read(mutated(format.file, using: &generator))
      } catch is DataError {
        refused += 1
      }
    }
    #expect(refused > format.count / 10, "hardly any damage was noticed")
  }

  /// One to four changes: bits, bytes, numbers at their limits, and pieces that are lost, doubled or cut off.
  private func mutated(_ file: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = file
    func below(_ count: Int) -> Int { Int(generator.next() % UInt64(max(1, count))) }
    for _ in 0...below(4) where !bytes.isEmpty {
      let position = below(bytes.count)
      let end = min(bytes.count, position + 1 + below(8))
      switch below(7) {
      case 0: bytes[position] ^= 1 << below(8)
      case 1: bytes[position] = UInt8(below(256))
      case 2: for index in position..<min(bytes.count, position + 4) { bytes[index] = 0xFF }
      case 3: bytes.removeSubrange(position..<end)
      case 4: bytes.insert(contentsOf: bytes[position..<end], at: below(bytes.count))
      case 5: bytes.removeSubrange(position...)
      default: bytes.insert(contentsOf: Array("1152921504606846976".utf8), at: position)
      }
    }
    return bytes
  }
}
