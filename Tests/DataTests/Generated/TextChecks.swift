import Engine
import Testing

@testable import Data

/// Checks what every generated text set promises: classes in equal numbers, no text twice, printable ASCII alone.
func expectSound(_ set: TextSet, train: Int, test: Int) {
  #expect(set.train.count == train)
  #expect(set.test.count == test)
  for part in [set.train, set.test] {
    let counts = set.classNames.indices.map { label in part.count { $0.label == label } }
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "classes are out of balance: \(counts)")
  }
  #expect(Set((set.train + set.test).map(\.text)).count == train + test)
  for example in set.train + set.test {
    #expect(example.text.utf8.allSatisfy { (32...126).contains($0) }, "\(example.text)")
    #expect(!example.text.contains("{") && !example.text.contains("  "), "\(example.text)")
    #expect(example.text.hasSuffix(".") && example.text.first?.isUppercase == true, "\(example.text)")
  }
}

/// The hash of the texts and labels of both parts.
func checksum(_ set: TextSet) -> UInt64 {
  checksum((set.train + set.test).flatMap { Array($0.text.utf8) + [UInt8($0.label)] })
}

/// The words of a text in small letters, without punctuation.
func words(_ text: String) -> [Substring] {
  text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
}

/// The share of test texts that a linear model of which words occur gets right: it knows nothing of their order.
func bagOfWordsAccuracy(_ set: TextSet, epochs: Int) throws -> Double {
  let positions = Dictionary(
    uniqueKeysWithValues: Set(set.train.flatMap { words($0.text) }).sorted().enumerated().map { ($1, $0) })
  func dataset(_ part: [LabeledText]) throws -> Dataset {
    var values = [Float](repeating: 0, count: part.count * positions.count)
    for (row, example) in part.enumerated() {
      for position in words(example.text).compactMap({ positions[$0] }) {
        values[row * positions.count + position] = 1
      }
    }
    let tensor = Tensor(shape: [part.count, positions.count], values: values)
    return try Dataset(images: tensor, labels: part.map(\.label), classes: set.classNames.count)
  }
  let model = try Model(input: [positions.count], seed: 1) { Dense(set.classNames.count) }
  _ = try model.fit(dataset(set.train), epochs: epochs, optimizer: Adam(learningRate: 0.005))
  return try model.evaluate(dataset(set.test)).accuracy
}
