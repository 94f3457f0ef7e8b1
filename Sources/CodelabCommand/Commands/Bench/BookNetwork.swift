import Codelab

/// The networks of the book, as the benchmark runs them; `Benchmarks/peers/networks.py` has the same.
enum BookNetwork {
  /// Chapter 2: 28x28 pixels to 10 digits; 2,440,960 multiplications.
  static func digits() throws -> Model {
    try Model(input: [28, 28, 1], seed: 7) {
      Conv2D(32, kernel: 3)
      BatchNorm()
      ReLU()
      MaxPool2D(2)
      Conv2D(64, kernel: 3)
      BatchNorm()
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dropout(0.2)
      Dense(10)
    }
  }
}

/// Random numbers in the shapes of a network: the time of a step does not depend on their values.
enum BenchData {
  /// Values in -1...1, or token ids below `vocabulary`.
  static func inputs(_ count: Int, shape: [Int], vocabulary: Int? = nil) -> Tensor {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<count * shape.reduce(1, *)).map { _ in
      vocabulary.map { Float(Int.random(in: 1..<$0, using: &generator)) }
        ?? Float.random(in: -1...1, using: &generator)
    }
    return Tensor(shape: [count] + shape, values: values)
  }

  /// Labels in `0..<classes`, `shape` of them for each example.
  static func labels(_ count: Int, shape: [Int] = [], classes: Int) -> [Int] {
    var generator = SeededGenerator(seed: 2)
    return (0..<count * shape.reduce(1, *)).map { _ in Int.random(in: 0..<classes, using: &generator) }
  }
}
