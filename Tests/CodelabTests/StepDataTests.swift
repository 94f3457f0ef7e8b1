import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Codelab

/// Calls `body` with a folder that holds a small MNIST, and removes it afterwards.
private func withSmallMNIST(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "codelab-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try writeSmallMNIST(to: folder)
  try body(folder)
}

/// What a step runs on follows from the request, and its log says what that is.
@Suite struct StepDataTests {
  private static let datasets = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Datasets").standardizedFileURL.path

  private func log<Read>(
    data: [String: String], role: WorkerRequest.Role = .subject,
    reading read: (any Bench) throws -> Read = { try $0.images() }
  ) throws -> (Read, [String]) {
    let lines = Lines()
    let writer = EventWriter { event in
      if case .log(let text) = event { lines.all.withLock { $0.append(text) } }
    }
    let request = WorkerRequest(
      role: role, library: "", step: "s", seed: 7, datasets: Self.datasets, data: data, artifacts: "/nowhere")
    let bench: any Bench =
      role == .subject ? Lab(request: request, events: writer) : Work(request: request, events: writer)
    return (try read(bench), lines.all.withLock { $0 })
  }

  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  @Test func theShippedDigitsAreTheDefault() throws {
    let (images, log) = try log(data: [:])
    #expect((images.train.count, images.test.count) == (1437, 360))
    #expect(
      log == ["runs on digits: 1,437 images to train with, 360 to test with, shipped with codelab"])
  }

  @Test func aWholeSetStandsIn() throws {
    try withSmallMNIST { folder in
      let (images, log) = try log(data: ["mnist": folder.path])
      #expect(images.train.images.shape == [30, 28, 28, 1])
      #expect(images.test.labels.prefix(3) == [0, 1, 2])
      let beginning: [Float] = [-1, -1, -1, 1 / 127.5 - 1]
      #expect(Array(images.test.images.values.prefix(4)) == beginning)
      #expect(log == ["runs on mnist: 30 images to train with, 20 to test with, from \(folder.path)"])
      // The judge uses the same images and does not say so again.
      let (judged, silence) = try self.log(data: ["mnist": folder.path], role: .judge)
      #expect(judged.train.labels == images.train.labels && silence.isEmpty)
      let (clothes, _) = try self.log(data: ["fashion-mnist": folder.path])
      #expect(clothes.classNames[9] == "Ankle boot")
    }
  }

  @Test func aFolderWithoutTheFilesIsNamed() throws {
    let error = #expect(throws: DataError.self) { try log(data: ["mnist": "/nowhere/mnist"]) }
    #expect("\(try #require(error))".contains("/nowhere/mnist/train-images-idx3-ubyte"))
  }

  @Test func generatedTextsAreTheDefault() throws {
    let (topics, log) = try log(data: ["imdb": "/nowhere"]) { try $0.topics(train: 28, test: 14) }
    #expect(topics == Topics.generate(train: 28, test: 14))
    #expect(log == ["runs on topics: 28 texts to train with, 14 to test with, generated"])
    let (reviews, _) = try self.log(data: [:]) { try $0.reviews(train: 4, test: 2) }
    #expect(reviews == Reviews.generate(train: 4, test: 2))
    let (news, _) = try self.log(data: [:]) { try $0.news(train: 4, test: 4) }
    #expect(news == News.generate(train: 4, test: 4))
    let (pets, _) = try self.log(data: [:]) { try $0.pets(side: 16, train: 2, test: 1) }
    #expect(pets.train.images == Pets.generate(side: 16, train: 2, test: 1).train.images)
  }

  @Test func aSampleOfAFolderOfTextsStandsIn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "codelab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for path in ["train/neg", "train/pos", "test/neg", "test/pos"] {
      let place = folder.appending(path: path)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for number in 0..<4 {
        try Data("\(path) \(number)".utf8).write(to: place.appending(path: "\(number)_1.txt"))
      }
    }
    for part in ["train", "test"] {
      let records = (1...14).map { "\($0),title \($0),\(part)\n" }.joined()
      try Data(records.utf8).write(to: folder.appending(path: "\(part).csv"))
    }
    let (reviews, log) = try log(data: ["imdb": folder.path]) { try $0.reviews(train: 5, test: 100) }
    #expect((reviews.train.count, reviews.test.count) == (5, 8))
    #expect(reviews.test.allSatisfy { $0.text.hasPrefix("test/\($0.label == 1 ? "pos" : "neg")") })
    #expect(log == ["runs on imdb: 5 texts to train with, 8 to test with, drawn from \(folder.path)"])
    let (topics, _) = try self.log(data: ["dbpedia": folder.path]) { bench in
      #expect(bench.isGiven("dbpedia") && !bench.isGiven("imdb"))
      #expect(try bench.unlabeledTopics(count: 3).allSatisfy { $0.hasSuffix("train") })
      return try bench.topics(train: 10, test: 14)
    }
    #expect(Set(topics.train.map(\.label)).count == 10 && topics.classNames[0] == "Company")
    #expect(topics.test.allSatisfy { $0.text == "title \($0.label + 1) test" })
    // AG News has four classes; the error names the first record of another.
    let error = #expect(throws: DataError.self) {
      try self.log(data: ["ag-news": folder.path]) { try $0.news(train: 4, test: 4) }
    }
    #expect("\(try #require(error))".contains("train.csv:5"))
  }
}
