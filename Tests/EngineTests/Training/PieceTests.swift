import Testing

@testable import Engine

/// Training with pieces of data that come one after another.
@Suite struct PieceTests {
  /// Gives each of some pieces once.
  private func inTurn(_ pieces: [Dataset]) -> () -> Dataset? {
    var rest = pieces[...]
    return { rest.popFirst() }
  }

  /// Everything that goes on from epoch to epoch goes on from piece to piece: moments, schedule, random numbers.
  @Test func theSameDataAgainAreEpochs() throws {
    let (data, test) = (try squares(count: 70, seed: 1), try squares(count: 20, seed: 2))
    let optimizer = Adam(learningRate: 0.01, schedule: .cosine())
    let brighter: BatchTransform = { batch, generator in
      batch.inputs[0][0] += Float(generator.next() % 100) / 100
    }
    let (whole, parts) = (try squareNetwork(), try squareNetwork())
    let expected = try whole.fit(
      data, validation: test, epochs: 3, batchSize: 32, optimizer: optimizer, clipNorm: 1, seed: 4,
      transform: brighter)
    var seen: [FitProgress] = []
    let history = try parts.fit(
      steps: 9, validation: test, batchSize: 32, optimizer: optimizer, clipNorm: 1, seed: 4,
      progress: { seen.append($0) }, transform: brighter, pieces: inTurn([data, data, data]))
    #expect(parts.state == whole.state)
    #expect(history == expected)
    #expect(seen.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3] && seen.allSatisfy { $0.epochs == $0.epoch })
  }

  /// A set cut up along its batches trains a model as the whole set does in that order; a training of its own for each
  /// piece does not.
  @Test func piecesAreOneTraining() throws {
    let data = try squares(count: 96, seed: 1)
    var generator = SeededGenerator(seed: 5)
    let order = generator.permutation(count: 96)
    let pieces = try stride(from: 0, to: 96, by: 16).map { start in
      let part = order[start..<start + 16]
      return try Dataset(images: data.batch(part).inputs[0], labels: part.map { data.labels[$0] }, classes: 4)
    }
    // Without dropout, which draws for places in a batch.
    func network() throws -> Model {
      try Model(input: [12, 12, 1], seed: 3) {
        Flatten()
        Dense(8)
        ReLU()
        Dense(4)
      }
    }
    let optimizer = SGD(learningRate: 0.05, momentum: 0.9)
    let (whole, parts, anew) = (try network(), try network(), try network())
    try whole.fit(data, batchSize: 16, optimizer: optimizer, seed: 5)
    let history = try parts.fit(batchSize: 16, optimizer: optimizer, pieces: inTurn(pieces))
    for piece in pieces { try anew.fit(piece, batchSize: 16, optimizer: optimizer) }
    func distance(_ model: Model) -> Float {
      zip(model.state, whole.state).flatMap { zip($0.tensor.values, $1.tensor.values).map { abs($0 - $1) } }
        .max() ?? .infinity
    }
    #expect(distance(parts) < 1e-5)
    #expect(distance(anew) > 1e-2)
    #expect(history.loss.count == 6)
  }

  @Test func refusesWhatCannotTrain() throws {
    let model = try squareNetwork()
    let data = try squares(count: 8, seed: 1)
    let before = model.state
    #expect(throws: TrainingError.emptyDataset) { try model.fit(pieces: inTurn([])) }
    #expect(throws: TrainingError.batchSize(0)) { try model.fit(batchSize: 0, pieces: inTurn([data])) }
    let cosine = Adam(schedule: .warmUp(steps: 2, then: .cosine()))
    let error = #expect(throws: TrainingError.self) {
      try model.fit(optimizer: cosine, pieces: inTurn([data]))
    }
    #expect("\(try #require(error))".contains("needs the number of steps"))
    let other = try squares(count: 8, seed: 1, classes: 3)
    #expect(throws: ModelError.self) { try model.fit(pieces: inTurn([other])) }
    #expect(model.state == before)
    // Without a schedule that must know its end, none is needed.
    try model.fit(optimizer: Adam(schedule: .warmUp(steps: 2, then: .constant)), pieces: inTurn([data]))
  }
}
