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

  /// Chapter 4's project: 128x128 pixels of three colors to three classes a pixel.
  ///
  /// - Parameters:
  ///   - separable: depthwise-separable blocks on the way down: 8,444,236 parameters instead of 25,117,196.
  ///   - divisor: what the width of every layer but the last is divided by.
  static func pets(separable: Bool, divisor: Int) throws -> Model {
    let strides = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2]
    let filters = [32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024].map { $0 / divisor }
    return try Model(input: [128, 128, 3], seed: 7) {
      for (index, (filters, stride)) in zip(filters, strides).enumerated() {
        if separable, index > 0 {
          DepthwiseConv2D(kernel: 3, stride: stride, padding: .same)
          BatchNorm()
          ReLU()
          Conv2D(filters, kernel: 1)
        } else {
          Conv2D(filters, kernel: 3, stride: stride, padding: .same)
        }
        BatchNorm()
        ReLU()
      }
      for filters in [512, 256, 128, 64].map({ $0 / divisor }) {
        ConvTranspose2D(filters, kernel: 3, stride: 2, padding: .same, useBias: false)
        BatchNorm()
        ReLU()
      }
      ConvTranspose2D(3, kernel: 3, stride: 2, padding: .same, useBias: false)
      BatchNorm()
    }
  }

  /// Chapter 3: a spectrogram of 124 frames and 129 frequencies to 12 words.
  static func speech() throws -> Model {
    try Model(input: [124, 129], seed: 7) {
      for filters in [32, 64, 128] {
        Conv1D(filters, kernel: 9, padding: .same)
        BatchNorm()
        ReLU()
        Conv1D(filters, kernel: 9, padding: .same)
        BatchNorm()
        ReLU()
        MaxPool1D(4)
        Dropout(0.1)
      }
      Flatten()
      Dense(512)
      ReLU()
      Dense(12)
    }
  }

  /// The number of words that the networks for news know.
  static let vocabulary = 5_000

  /// Chapter 4: 64 words to 4 classes, through a recurrent layer.
  static func newsGRU() throws -> Model {
    try Model(input: [64], seed: 7) {
      Embedding(vocabulary, width: 62)
      GRU(64)
      Dense(4)
    }
  }

  /// Chapter 4: 64 words to 4 classes, through self-attention without parameters.
  static func newsAttention() throws -> Model {
    try Model(input: [64], seed: 7) {
      Embedding(vocabulary, width: 64)
      SelfAttention()
      Flatten()
      Dense(4)
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
