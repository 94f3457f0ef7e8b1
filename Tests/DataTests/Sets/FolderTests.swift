import Engine
import Foundation
import Testing

@testable import Data

@Suite struct FolderTests {
  private func idx(_ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(shape.count)] + shape.flatMap { littleEndian($0, 4).reversed() } + bytes
  }

  @Test func readsTheFilesOfMNIST() throws {
    let image = (0..<784).map { UInt8($0 % 256) }
    let files = [
      "train-images-idx3-ubyte": idx([2, 28, 28], image + image.reversed()),
      "train-labels-idx1-ubyte.gz": gzip(idx([2], [9, 0])),
      "t10k-images-idx3-ubyte.gz": gzip(idx([1, 28, 28], image)),
      "t10k-labels-idx1-ubyte": idx([1], [5]),
    ]
    try withFolder(files) { folder in
      let data = try MNIST.load(from: folder)
      #expect(data.train.images.shape == [2, 28, 28, 1])
      #expect(data.train.labels == [9, 0])
      #expect(data.test.images.values == image.map { Float($0) / 127.5 - 1 })
      #expect(data.train.images.rows(1..<2).values == data.test.images.values.reversed())
      let gone = folder.appending(path: "t10k-labels-idx1-ubyte")
      try FileManager.default.removeItem(at: gone)
      #expect(throws: DataError.unreadable(file: gone.path)) { try MNIST.load(from: folder) }
    }
  }

  @Test func readsTopics() throws {
    let train = "\"3\",\"Title, one\",\"A \"\"text\"\"\\nin two lines\"\n1,a,b\n"
    try withFolder(["train.csv": Array(train.utf8), "test.csv.gz": gzip(Array("15,a,b\n4,a\n".utf8))]) {
      folder in
      let texts = try TopicFiles.agNews(in: folder).examples(.train).all()
      #expect(
        texts == [
          LabeledText(text: "Title, one A \"text\" in two lines", label: 2),
          LabeledText(text: "a b", label: 0),
        ])
      let test = try TopicFiles.dbpedia(in: folder).examples(.test)
      let file = folder.appending(path: "test.csv.gz").path
      #expect(throws: DataError.classNumber(file: file, line: 1, text: "15", classes: 14)) { try test.next() }
      #expect(throws: DataError.fields(file: file, line: 2, expected: 3, actual: 2)) { try test.next() }
      #expect(throws: DataError.unreadable(file: folder.appending(path: "validation.csv").path)) {
        try TopicFiles.agNews(in: folder).examples(.validation)
      }
    }
  }

  @Test func readsReviews() throws {
    let files: [String: [UInt8]] = [
      "train/neg/0_2.txt": Array("bad<br />film".utf8), "train/neg/1_1.txt": [0x62, 0xFF],
      "train/pos/0_9.txt": Array("good".utf8), "train/unsup/0_0.txt": [], "test/neg/a.md": [],
    ]
    try withFolder(files) { folder in
      let reviews = ReviewFiles(in: folder)
      let train = try reviews.examples(.train, shuffledBy: nil)
      #expect(try train.next() == LabeledText(text: "bad film", label: 0))
      let file = folder.appending(path: "train/neg/1_1.txt").path
      #expect(throws: DataError.text(file: file, offset: 1)) { try train.next() }
      #expect(try train.all() == [LabeledText(text: "good", label: 1)])
      #expect(
        throws: DataError.noExamples(folder: folder.appending(path: "test/neg").path, expected: ".txt file")
      ) {
        try reviews.examples(.test, shuffledBy: nil)
      }
    }
  }

  @Test func shufflesReviewsBySeed() throws {
    let names = (0..<40).map { "train/\($0 < 20 ? "neg" : "pos")/\($0).txt" }
    let files = names.map { ($0, Array($0.utf8)) }
    try withFolder(Dictionary(uniqueKeysWithValues: files)) { folder in
      func order(_ seed: UInt64) throws -> [LabeledText] {
        try ReviewFiles(in: folder).examples(.train, shuffledBy: seed).all()
      }
      let first = try order(1)
      #expect(try order(1) == first)
      #expect(try order(2) != first)
      #expect(Set(first.map(\.text)) == Set(names))
    }
  }

  @Test func drawsEveryExampleAlikeOften() throws {
    // Each of 10 numbers is in a sample of 4 with probability 0.4: of 2,000 samples in 800, give or take 22 (one
    // standard deviation of the binomial distribution).
    var generator = SeededGenerator(seed: 5)
    var counts = Array(repeating: 0, count: 10)
    var first = counts
    for _ in 0..<2_000 {
      let sample = try ExampleReader(0..<10) { $0 }.sample(of: 4, using: &generator)
      #expect(Set(sample).count == 4)
      for number in sample { counts[number] += 1 }
      first[sample[0]] += 1
    }
    #expect(counts.allSatisfy { abs($0 - 800) < 5 * 22 })
    // And is the first of it in 200, give or take 13.
    #expect(first.allSatisfy { abs($0 - 200) < 5 * 13 })
    #expect(try ExampleReader(0..<3) { $0 }.sample(of: 7, using: &generator).sorted() == [0, 1, 2])
  }

  @Test func followsNoPathOutOfTheFolder() throws {
    try withFolder(["set/in/a.txt": [], "secret.txt": [1]]) { outer in
      let root = outer.appending(path: "set")
      let folder = DataFolder(root)
      let escapes = ["../secret.txt", "in/../../secret.txt", "in/../in/a.txt", ".."]
      for name in escapes {
        let file = root.appending(path: name).path
        #expect(throws: DataError.outsideFolder(file: file, folder: root.path)) { try folder.url(name) }
      }
      let files = FileManager.default
      try files.createSymbolicLink(
        at: root.appending(path: "link.txt"), withDestinationURL: outer.appending(path: "secret.txt"))
      try files.createSymbolicLink(at: root.appending(path: "up"), withDestinationURL: outer)
      try files.createSymbolicLink(
        at: root.appending(path: "same.txt"), withDestinationURL: root.appending(path: "in/a.txt"))
      for name in ["link.txt", "up/secret.txt", "up"] {
        let file = root.appending(path: name).path
        #expect(throws: DataError.outsideFolder(file: file, folder: root.path)) { try folder.url(name) }
      }
      #expect(try folder.text(of: "same.txt").isEmpty)
      #expect(try folder.text(of: "/in/a.txt").isEmpty)
      // The folder itself may be reached by a link.
      let link = outer.appending(path: "linked")
      try files.createSymbolicLink(at: link, withDestinationURL: root)
      #expect(try DataFolder(link).text(of: "in/a.txt").isEmpty)
    }
  }
}
