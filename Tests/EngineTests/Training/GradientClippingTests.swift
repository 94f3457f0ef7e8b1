import CKernels
import Testing

@testable import Engine

@Suite struct GradientClippingTests {
  private let gradients: Gradients = [
    (Parameter("a", Tensor(shape: [2])), .dense(Tensor(shape: [2], values: [3, 0]))),
    (Parameter("b", Tensor(shape: [1])), .dense(Tensor(shape: [1], values: [-4]))),
  ]

  @Test func longGradientsKeepTheirDirection() throws {
    #expect(globalNorm(gradients) == 5)
    let short = try #require(clipped(gradients, toNorm: 1))
    #expect(short.map(\.parameter.name) == ["a", "b"])
    #expect(normalizedError(short.flatMap(\.gradient.dense.values), [0.6, 0, -0.8]) < 1e-13)
    #expect(abs(globalNorm(short) - 1) < 1e-6)
  }

  @Test func shortGradientsStay() {
    #expect(clipped(gradients, toNorm: 5) == nil)
    #expect(clipped(gradients, toNorm: .infinity) == nil)
    #expect(clipped([], toNorm: 1) == nil)
  }

  @Test func rowsCountAsTheWholeTable() throws {
    let rows = RowGradient(
      shape: [9, 2], rows: [1, 7], values: Tensor(shape: [2, 2], values: [3, 0, 0, -4]))
    let gradients: Gradients = [(Parameter("a", Tensor(shape: [9, 2])), .rows(rows))]
    #expect(globalNorm(gradients) == 5)
    let short = try #require(clipped(gradients, toNorm: 1))
    guard case .rows(let part) = short[0].gradient else { throw TrainingError.clipNorm(1) }
    #expect(part.rows == [1, 7] && normalizedError(part.values.values, [0.6, 0, 0, -0.8]) < 1e-13)
  }

  @Test func hugeGradientsHaveANorm() throws {
    let huge: Gradients = [
      (gradients[0].parameter, .dense(Tensor(shape: [2], values: [3e30, -4e30])))
    ]
    let short = try #require(clipped(huge, toNorm: 10))
    #expect(normalizedError(short[0].gradient.dense.values, [6, -8] as [Float]) < 1e-12)
  }

  @Test func stepsOfFitAreNoLongerThanTheLimit() throws {
    let (model, data) = (try squareNetwork(), try squares(count: 40, seed: 1))
    func weights() -> [Float] { model.parameters.filter(\.isTrainable).flatMap(\.value.values) }
    var before = weights()
    let sgd = SGD(learningRate: 0.5)
    let history = try model.fit(data, epochs: 2, batchSize: 16, optimizer: sgd, clipNorm: 0.01) { _ in
      let after = weights()
      let length = zip(before, after).reduce(0.0) { $0 + Double(($1.1 - $1.0) * ($1.1 - $1.0)) }.squareRoot()
      #expect(abs(length / (0.5 * 0.01) - 1) < 1e-3)
      before = after
    }
    #expect(history.clippedSteps == [3, 3])
  }

  @Test func aLimitThatIsNotReachedChangesNothing() throws {
    let data = try squares(count: 40, seed: 1)
    let (free, limited) = (try squareNetwork(), try squareNetwork())
    let history = try free.fit(data, epochs: 2)
    let same = try limited.fit(data, epochs: 2, clipNorm: 1e6)
    #expect(free.state == limited.state && history.loss == same.loss)
    #expect(history.clippedSteps.isEmpty && same.clippedSteps == [0, 0])
  }

  @Test func clippingDoesNotDependOnThreads() throws {
    let data = try squares(count: 70, seed: 1)
    func trained(threads: Int32) throws -> [NamedTensor] {
      let before = ck_thread_count()
      defer { ck_set_thread_count(before) }
      ck_set_thread_count(threads)
      let model = try squareNetwork()
      try model.fit(
        data, epochs: 2, loss: .crossEntropy(labelSmoothing: 0.1),
        optimizer: AdamW(schedule: .warmUp(steps: 2, then: .cosine())), clipNorm: 0.5)
      return model.state
    }
    let one = try trained(threads: 1)
    for threads in [2, 3, 8] as [Int32] { #expect(try trained(threads: threads) == one) }
  }

  @Test(arguments: [0, -1, .nan] as [Float])
  func impossibleLimitsAreRefused(limit: Float) throws {
    let error = #expect(throws: TrainingError.self) {
      try squareNetwork().fit(squares(count: 8, seed: 1), clipNorm: limit)
    }
    #expect(error?.description.contains("must be positive") == true)
  }
}
