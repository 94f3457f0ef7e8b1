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
@Suite struct ImagesTests {
  private static let datasets = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Datasets").standardizedFileURL.path

  private func log(data: [String: String], role: WorkerRequest.Role = .subject) throws -> (ImageSet, [String])
  {
    let lines = Lines()
    let writer = EventWriter { event in
      if case .log(let text) = event { lines.all.withLock { $0.append(text) } }
    }
    let request = WorkerRequest(
      role: role, library: "", step: "s", seed: 7, datasets: Self.datasets, data: data, artifacts: "/nowhere")
    let bench: any Bench =
      role == .subject ? Lab(request: request, events: writer) : Work(request: request, events: writer)
    return (try bench.images(), lines.all.withLock { $0 })
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
}
