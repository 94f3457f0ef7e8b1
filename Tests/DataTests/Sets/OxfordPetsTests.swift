import Foundation
import Testing

@testable import Data

@Suite struct OxfordPetsTests {
  /// A gray PNG of one row, stored without compression, its checksums by zlib.
  private func row(_ samples: [UInt8]) -> [UInt8] {
    pngFile(width: samples.count, height: 1, color: 0, rows: [0] + samples)
  }

  @Test func readsImagesAndMasks() throws {
    let list = "#name breed species number\ncat_1 1 1 1\ndog_2 37 2 25\n"
    let files: [String: [UInt8]] = [
      "annotations/trainval.txt": Array(list.utf8), "annotations/test.txt": Array("fox_3 1 1 1\n".utf8),
      "annotations/trimaps/cat_1.png": row([1, 2]), "annotations/trimaps/dog_2.png": row([3, 4]),
      "annotations/trimaps/fox_3.png": row([1]),
      "images/cat_1.ppm": Array("P3 2 1 1 1 0 0 0 1 0".utf8),
      "images/dog_2.ppm": Array("P3 2 1 1 1 0 0 0 1 0".utf8),
      "images/fox_3.jpg": [0xFF, 0xD8],
    ]
    try withFolder(files) { folder in
      let pets = OxfordPets(in: folder)
      #expect(try pets.entries(.train).map(\.breed) == [0, 36])
      #expect(try pets.entries(.train).map(\.isCat) == [true, false])
      let examples = try pets.examples(.train, side: 2)
      let cat = try #require(try examples.next()).image
      #expect(
        cat
          == Image(
            height: 2, width: 2, channels: 3, pixels: [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0],
            mask: [0, 1, 0, 1]))
      let trimap = folder.appending(path: "annotations/trimaps/dog_2.png").path
      #expect(throws: DataError.label(file: trimap, position: 1, label: 3, classes: 3)) {
        try examples.next()
      }
      // Cut off, or without the library that would say so.
      let jpeg = folder.appending(path: "images/fox_3.jpg").path
      let damage =
        TurboJPEG.installed == nil
        ? DataError.noJPEGLibrary(file: jpeg) : .jpeg(file: jpeg, problem: "it ends inside the picture")
      #expect(throws: damage) { try pets.examples(.test, side: 2).next() }
    }
  }

  /// Photographs as the set has them; one in gray still has three channels.
  @Test(.needsJPEG) func readsPhotographs() throws {
    struct Stored: Decodable {
      let jpeg: String
      let height, width: Int
    }
    let stored = try storedRun([String: Stored].self, "jpeg")
    for name in ["gray", "progressive"] {
      let photograph = try #require(stored[name])
      let (height, width) = (photograph.height, photograph.width)
      let trimap = pngFile(
        width: width, height: height, color: 0,
        rows: (0..<height).flatMap { [0] + [UInt8](repeating: UInt8(1 + $0 % 3), count: width) })
      let files: [String: [UInt8]] = [
        "annotations/test.txt": Array("cat_1 1 1 1\n".utf8), "annotations/trimaps/cat_1.png": trimap,
        "images/cat_1.jpg": decoded(base64: photograph.jpeg),
      ]
      try withFolder(files) { folder in
        let cat = try #require(try OxfordPets(in: folder).examples(.test, side: 16).next()).image
        #expect(cat.tensor.shape == [16, 16, 3] && Set(cat.mask ?? []) == [0, 1, 2])
        let whole = try Image(jpeg: folder.appending(path: "images/cat_1.jpg"))
        #expect(cat.pixels == whole.inColor.resized(height: 16, width: 16).pixels)
        if name == "gray" { #expect(cat.pixels[0] == cat.pixels[1] && cat.pixels[1] == cat.pixels[2]) }
      }
    }
  }

  @Test func aSampleIsScaledAndHasMasks() throws {
    let names = ["cat_1", "dog_2", "fox_3"]
    var files: [String: [UInt8]] = [
      "annotations/trainval.txt": Array("cat_1 1 1 1\ndog_2 37 2 25\n".utf8),
      "annotations/test.txt": Array("fox_3 1 1 1\n".utf8),
    ]
    for (number, name) in names.enumerated() {
      files["annotations/trimaps/\(name).png"] = row([UInt8(number + 1), 2])
      files["images/\(name).ppm"] = Array("P3 2 1 1 1 0 0 0 1 0".utf8)
    }
    try withFolder(files) { folder in
      let sample = try Pets.sample(of: OxfordPets(in: folder), side: 2, train: 9, test: 1)
      #expect(sample.train.images.shape == [2, 2, 2, 3])
      #expect(sample.test.images.values == [1, -1, -1, -1, 1, -1, 1, -1, -1, -1, 1, -1])
      #expect(sample.test.labels == [2, 1, 2, 1])
      #expect([[0, 1, 0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 1, 0, 1]].contains(sample.train.labels))
      let one = try Pets.sample(of: OxfordPets(in: folder), side: 2, train: 1, test: 1, seed: 1)
      #expect(one.train.images.shape == [1, 2, 2, 3])
    }
  }

  @Test func rejectsListsThatAreDamaged() throws {
    for line in ["cat_1 1 1", "cat_1 38 1 1", "cat_1 1 3 1", "cat 1 1 1 1 1"] {
      try withFolder(["annotations/test.txt": Array(line.utf8)]) { folder in
        let error = try error { _ = try OxfordPets(in: folder).entries(.test) }
        guard case .line(_, 1, _) = error else {
          Issue.record("\(line): \(error)")
          return
        }
      }
    }
    try withFolder(["annotations/test.txt": Array("../../x 1 1 1".utf8)]) { folder in
      let examples = try OxfordPets(in: folder).examples(.test, side: 1)
      guard case .outsideFolder = try error({ _ = try examples.next() }) else {
        Issue.record("a path out of the folder was followed")
        return
      }
    }
  }
}
