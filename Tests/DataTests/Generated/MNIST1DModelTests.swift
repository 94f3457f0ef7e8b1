import Engine
import Foundation
import Testing

@testable import Data

/// What models that were trained on our signals reach on others of ours and on those of the published generator.
@Suite struct MNIST1DModelTests {
  /// The test signals of the authors' package with its default arguments.
  private func published() throws -> Dataset {
    struct Stored: Decodable {
      let steps: Float
      let signals: String
      let labels: [Int]
    }
    let stored = try storedRun(Stored.self, "mnist1d")
    let bytes = decoded(base64: stored.signals)
    let values = stride(from: 0, to: bytes.count, by: 2).map {
      Float(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8)) / stored.steps
    }
    let signals = Tensor(shape: [stored.labels.count, MNIST1D.length, 1], values: values)
    return try Dataset(images: signals, labels: stored.labels, classes: 10)
  }

  private func accuracies(_ model: Model, epochs: Int) throws -> (ours: Double, published: Double) {
    let data = MNIST1D.generate()
    let start = Date()
    try model.fit(
      data.train, epochs: epochs, batchSize: 100, optimizer: Adam(learningRate: 0.01, schedule: .cosine()))
    let r = (try model.evaluate(data.test).accuracy, try model.evaluate(published()).accuracy)
    print("MEASURED", model.parameterCount, epochs, r, Date().timeIntervalSince(start))
    return r
  }

  @Test func a1() throws {
    for e in [40] {
      let model = try Model(input: [40, 1], seed: 1) {
        Flatten()
        Dense(10)
      }
      print("LOG", e)
      _ = try accuracies(model, epochs: e)
    }
  }
  @Test func a2() throws {
    for e in [40] {
      let model = try Model(input: [40, 1], seed: 1) {
        Flatten()
        Dense(100)
        ReLU()
        Dense(100)
        ReLU()
        Dense(10)
      }
      print("MLP", e)
      _ = try accuracies(model, epochs: e)
    }
  }
  @Test func a3() throws {
    for (e, s) in [(20, 1), (40, 1), (150, 1), (150, 2)] {
      let model = try Model(input: [40, 1], seed: UInt64(s)) {
        Conv1D(25, kernel: 5, stride: 2, padding: .same)
        ReLU()
        Conv1D(25, kernel: 3, stride: 2, padding: .same)
        ReLU()
        Conv1D(25, kernel: 3, stride: 2, padding: .same)
        ReLU()
        Flatten()
        Dense(10)
      }
      print("CNN", e, s)
      _ = try accuracies(model, epochs: e)
    }
  }
  @Test func a4() throws {
    for e in [10, 20, 40] {
      let model = try Model(input: [40, 1], seed: 1) {
        Bidirectional(GRU(6, returnsSequence: true))
        Flatten()
        Dense(10)
      }
      print("GRU", e)
      _ = try accuracies(model, epochs: e)
    }
  }
}
