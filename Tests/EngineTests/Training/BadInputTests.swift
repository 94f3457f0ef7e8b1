import Testing

@testable import Engine

/// What a learner may get wrong with layers and their data is an error that names the layer and the shapes.
@Suite struct BadInputTests {
  /// Sizes that are 0, negative, or beyond any memory.
  static let layers: [(any Block, [Int])] =
    [Int.min, -1, 0, 1 << 40, .max].flatMap { size -> [(any Block, [Int])] in
      [
        (Dense(size), [7]), (Conv2D(size, kernel: 3), [7, 7, 3]), (Conv2D(3, kernel: size), [7, 7, 3]),
        (Conv2D(3, kernel: 3, stride: size), [7, 7, 3]), (Conv1D(size, kernel: 3), [7, 3]),
        (Conv1D(3, kernel: size, padding: .same), [7, 3]), (Conv1D(3, kernel: 3, stride: size), [7, 3]),
        (DepthwiseConv2D(kernel: size), [7, 7, 3]), (DepthwiseConv2D(kernel: 3, stride: size), [7, 7, 3]),
        (SeparableConv2D(size, kernel: 3), [7, 7, 3]), (SeparableConv2D(3, kernel: size), [7, 7, 3]),
        (ConvTranspose2D(size, kernel: 3), [7, 7, 3]), (ConvTranspose2D(3, kernel: size), [7, 7, 3]),
        (ConvTranspose2D(3, kernel: 3, stride: size), [7, 7, 3]), (MaxPool2D(size), [7, 7, 3]),
        (MaxPool2D(2, stride: size), [7, 7, 3]), (AveragePool2D(size), [7, 7, 3]), (MaxPool1D(size), [7, 3]),
        (AveragePool1D(2, stride: size), [7, 3]), (Embedding(size, width: 3), [7]),
        (Embedding(3, width: size), [7]), (HashedEmbedding(size, width: 3), [7]),
        (HashedEmbedding(3, width: size), [7]), (HashedEmbedding(3, width: 3, hashes: size), [7]),
        (Projection(size), [7]), (GRU(size), [7, 3]), (LSTM(size), [7, 3]),
        (Bidirectional(GRU(size)), [7, 3]), (MultiHeadAttention(heads: size), [7, 3]),
        (Reshape([size]), [7]), (Reshape([size, size]), [7]),
      ]
    } + [
      (MultiHeadAttention(heads: 2), [7, 3]), (SelfAttention(), [1 << 20, 3]),
      (MultiHeadAttention(heads: 1), [1 << 20, 3]), (Dense(1_000), [1 << 20]),
      (ConvTranspose2D(1, kernel: 1, stride: 1_000), [1_000, 1_000, 1]),
    ]

  @Test(arguments: layers.indices)
  func impossibleSizesAreNamed(index: Int) {
    let (block, input) = Self.layers[index]
    let error = #expect(throws: ModelError.self, "\(block)") { try Model(input: input) { block } }
    let text = error?.description ?? ""
    #expect(text.lowercased().hasPrefix("\(type(of: block))_1".lowercased()), "\(block): \(text)")
    #expect(
      text.hasSuffix("(its input has the shape \(input))") || block is SeparableConv2D, "\(block): \(text)")
  }

  @Test func inputsTooLargeAreNamed() {
    for shape in [[Int.max, 2], [1 << 29], [0], [-1, 3]] {
      #expect(throws: ModelError.inputShape(shape)) { try Model(input: shape) { Flatten() } }
    }
  }

  static let masked: [any Block] = [
    GRU(3), LSTM(3), Bidirectional(GRU(3)), SelfAttention(), MultiHeadAttention(heads: 1), GlobalMaxPool(),
    GlobalAveragePool(),
  ]

  @Test(arguments: masked.indices)
  func masksOfAnotherLengthAreNamed(index: Int) throws {
    func model(maskLength: Int) throws -> Model {
      try Model(inputs: [[7, 2], [maskLength]]) { Self.masked[index]($0[0], $0[1]) }
    }
    let kind = "\(type(of: Self.masked[index]))".lowercased()
    for length in [1, 6, 8] {
      let error = #expect(throws: ModelError.self) { try model(maskLength: length) }
      #expect(error?.description.lowercased().hasPrefix("\(kind)_1") == true)
      #expect(error?.description.contains("[\(length)]") == true)
      #expect(error?.description.contains("[7, 2]") == true)
    }
    #expect(throws: ModelError.images(shape: [3, 6], expected: [7])) {
      try model(maskLength: 7).predict([Tensor(shape: [3, 7, 2]), Tensor(shape: [3, 6])])
    }
  }

  // MARK: Token ids

  static let readers: [(layer: any Layer, range: String)] = [
    (Embedding(5, width: 2), "in 0..<5"), (HashedEmbedding(5, width: 2), "from 0"), (Projection(2), "from 0"),
    (PaddingMask(), "from 0"),
  ]

  @Test(arguments: readers.indices)
  func numbersThatAreNoIDsAreNamed(index: Int) throws {
    let (layer, range) = Self.readers[index]
    let model = try Model(input: [3]) {
      layer
      Flatten()
      Dense(2)
    }
    let good: [Float] = [0, 1, 4, 2, 3, 0]
    #expect(try model.predict(Tensor(shape: [2, 3], values: good)).shape == [2, 2])
    let beyond: [Float] = layer is Embedding ? [5, 1e9] : []
    for id in [-1, 0.5, .nan, .infinity, -.infinity] + beyond {
      let ids = Tensor(shape: [2, 3], values: good.dropLast() + [id])
      let expected = ModelError.layer(
        name: "\(type(of: layer).kind)_1", input: [3],
        reason: "the id \(id) in example 1 is not a whole number \(range)")
      #expect(throws: expected) { try model.predict(ids) }
      guard id.isFinite else { continue }  // no dataset holds it
      let data = try Dataset(images: ids, labels: [0, 1], classes: 2)
      #expect(throws: expected) { try model.fit(data) }
      #expect(throws: expected) { try model.evaluate(data) }
      let fine = try Dataset(images: Tensor(shape: [2, 3], values: good), labels: [0, 1], classes: 2)
      #expect(throws: TrainingError.transformedBatch(expected.description)) {
        try model.fit(fine, transform: { batch, _ in batch.inputs = [ids] })
      }
    }
  }

  // MARK: Data and training

  private func classifier() throws -> Model {
    try Model(input: [5]) {
      Embedding(9, width: 3)
      GRU(4)
      Dense(3)
    }
  }

  @Test func dataOfSequencesIsChecked() throws {
    let model = try classifier()
    let ids = Tensor(shape: [2, 5], repeating: 1)
    #expect(throws: TrainingError.emptyDataset) {
      try model.fit(Dataset(images: Tensor(shape: [0, 5]), labels: [], classes: 3))
    }
    #expect(try model.predict(Tensor(shape: [0, 5])).shape == [0, 3])
    #expect(throws: DatasetError.label(3, position: 1, classes: 3)) {
      try Dataset(images: ids, labels: [0, 3], classes: 3)
    }
    #expect(throws: ModelError.classes(dataset: 4, output: [3])) {
      try model.fit(Dataset(images: ids, labels: [0, 3], classes: 4))
    }
    for value in [Float.nan, .infinity] {
      #expect(throws: DatasetError.notFinite(image: 0)) {
        try Dataset(images: Tensor(shape: [2, 5], repeating: value), labels: [0, 1], classes: 3)
      }
      #expect(throws: DatasetError.notFinite(image: 0)) {
        try Dataset(inputs: [ids], values: Tensor(shape: [2, 3], repeating: value))
      }
    }
    #expect(throws: DatasetError.counts(images: [2, 5], labels: 2, labelShape: [.max, 2])) {
      try Dataset(images: ids, labels: [0, 1], classes: 3, labelShape: [.max, 2])
    }
    let batches = try Dataset(images: ids, labels: [0, 1], classes: 3)
    #expect(try model.fit(batches, batchSize: .max).loss[0].isFinite)
  }

  @Test func lossesThatGrowBeyondFloatsAreNamed() throws {
    let model = try Model(input: [3]) { Dense(2) }
    let data = try Dataset(inputs: [randomTensor([4, 3], seed: 1)], values: randomTensor([4, 2], seed: 2))
    let error = #expect(throws: TrainingError.self) {
      try model.fit(data, epochs: 9, loss: .meanSquaredError, optimizer: SGD(learningRate: 1e30))
    }
    #expect(error == .lossNotFinite(epoch: 2, batch: 1))
  }
}
