import Foundation
import Testing

@testable import Engine

/// Results of PyTorch, stored by Golden/losses.py.
private struct Golden: Decodable {
  struct Result: Decodable {
    let value: Float
    let gradient: [Float]
  }

  let shape: [Int]
  let logits, teacher, targets: [Float]
  let labels: [Int]
  let losses: [String: Result]
}

@Suite struct LossTests {
  @Test func lossesAreThoseOfPyTorch() throws {
    let golden = try storedRun(Golden.self, "losses")
    let targets = Tensor(shape: golden.shape, values: golden.targets)
    let teacher = Tensor(shape: golden.shape, values: golden.teacher)
    let labels = golden.labels
    let losses: [String: (Tape, Variable) -> Variable] = [
      "crossEntropy": { Loss.crossEntropy().of($1, labels: labels, on: $0) },
      "smoothedCrossEntropy": { Loss.crossEntropy(labelSmoothing: 0.1).of($1, labels: labels, on: $0) },
      "softCrossEntropy": { $0.softmaxCrossEntropy($1, targets: targets) },
      "binaryCrossEntropy": { $0.binaryCrossEntropy($1, targets: targets) },
      "meanSquaredError": { $0.meanSquaredError($1, targets: targets) },
      "distillation": {
        $0.distillation($1, labels: labels, teacher: teacher, labelShare: 0.3, temperature: 4)
      },
    ]
    #expect(losses.keys.sorted() == golden.losses.keys.sorted())
    for (name, loss) in losses {
      let tape = Tape(trainingWith: SeededGenerator(seed: 0))
      let logits = Variable(Tensor(shape: golden.shape, values: golden.logits), needsGradient: true)
      let value = loss(tape, logits)
      _ = tape.backward(from: value)
      let expected = try #require(golden.losses[name])
      #expect(abs(value.value[0] / expected.value - 1) < 1e-5, "\(name)")
      #expect(normalizedError(try #require(logits.gradient).values, expected.gradient) < 1e-11, "\(name)")
    }
  }

  @Test(arguments: [
    Loss.crossEntropy(), .crossEntropy(labelSmoothing: 0.2), .binaryCrossEntropy, .meanSquaredError,
  ])
  func gradients(loss: Loss) {
    let logits = randomTensor([6, 5], seed: 1, in: -3...3)
    let errors = gradientErrors(of: [logits]) { loss.of($1[0], labels: [0, 4, 2, 1, 3, 3], on: $0) }
    #expect(errors[0] < 1e-3)
  }

  @Test func softTargetGradients() {
    let (logits, teacher) = (
      randomTensor([3, 4], seed: 1, in: -3...3), randomTensor([3, 4], seed: 2, in: -3...3)
    )
    let weights = randomTensor([3, 4], seed: 3, in: 0...2)  // rows need not add up to 1
    #expect(gradientErrors(of: [logits]) { $0.softmaxCrossEntropy($1[0], targets: weights) }[0] < 1e-3)
    let distillation = gradientErrors(of: [logits]) {
      $0.distillation($1[0], labels: [0, 3, 1], teacher: teacher, labelShare: 0.25, temperature: 2)
    }
    #expect(distillation[0] < 1e-3)
  }

  @Test func sumAndScaleGradients() {
    let operands = [randomTensor([3, 4], seed: 1), randomTensor([3, 4], seed: 2)]
    let errors = gradientErrors(of: operands) { $0.add($0.scale($1[0], by: -3), $1[1]) }
    #expect(errors.allSatisfy { $0 < 1e-3 })
  }

  @Test(arguments: [2, 3, 10, 100])
  func equalLogitsCostTheLogarithmOfTheClasses(classes: Int) {
    let logits = Variable(Tensor(shape: [2, classes], repeating: 7))
    for smoothing in [0, 0.1, 0.9] as [Float] {
      let loss = Loss.crossEntropy(labelSmoothing: smoothing).of(logits, labels: [0, 1], on: Tape())
      #expect(abs(Double(loss.value[0]) - log(Double(classes))) < 1e-6)
    }
    let zero = Variable(Tensor(shape: [2, classes]))
    #expect(abs(Loss.binaryCrossEntropy.of(zero, labels: [0, 1], on: Tape()).value[0] - Float(M_LN2)) < 1e-6)
    let squares = Loss.meanSquaredError.of(zero, labels: [0, 1], on: Tape()).value[0]
    #expect(abs(squares - 1 / Float(classes)) < 1e-6)
  }

  @Test func smoothingLeavesTheEntropyOfItsTargetsAtLeast() {
    let targets = oneHot([2, 0], classes: 4, smoothing: 0.2)
    #expect(normalizedError(targets.values, [0.05, 0.05, 0.85, 0.05, 0.85, 0.05, 0.05, 0.05]) < 1e-12)
    let best = Variable(
      Tensor(shape: [2, 4], values: targets.values.map { Float(log(Double($0))) }), needsGradient: true)
    let tape = Tape(trainingWith: SeededGenerator(seed: 0))
    let loss = Loss.crossEntropy(labelSmoothing: 0.2).of(best, labels: [2, 0], on: tape)
    let entropy = -(0.85 * log(0.85) + 3 * 0.05 * log(0.05))
    #expect(abs(Double(loss.value[0]) - entropy) < 1e-6)
    _ = tape.backward(from: loss)
    #expect(best.gradient!.values.allSatisfy { abs($0) < 1e-7 })
  }

  @Test func hugeLogitsGiveFiniteLosses() {
    let logits = Variable(Tensor(shape: [1, 3], values: [1e30, -1e30, 0]), needsGradient: true)
    let tape = Tape(trainingWith: SeededGenerator(seed: 0))
    let right = tape.binaryCrossEntropy(logits, targets: Tensor(shape: [1, 3], values: [1, 0, 0.5]))
    #expect(abs(right.value[0] - Float(M_LN2 / 3)) < 1e-6)
    _ = tape.backward(from: right)
    #expect(logits.gradient!.values == [0, 0, 0])
    let wrong = Tape().binaryCrossEntropy(logits, targets: Tensor(shape: [1, 3], values: [0, 1, 0]))
    #expect(abs(wrong.value[0] / 2e30 * 3 - 1) < 1e-6)
    let smoothed = Loss.crossEntropy(labelSmoothing: 0.3).of(logits, labels: [0], on: Tape())
    #expect(abs(smoothed.value[0] / 3e29 - 1) < 1e-6)
  }

  @Test func distillationJoinsItsTwoLosses() {
    let (student, teacher) = (Variable(randomTensor([4, 5], seed: 1)), randomTensor([4, 5], seed: 2))
    let labels = [0, 1, 4, 2]
    func loss(labelShare: Float, temperature: Float) -> Float {
      Tape().distillation(
        student, labels: labels, teacher: teacher, labelShare: labelShare, temperature: temperature
      ).value[0]
    }
    let hard = Tape().softmaxCrossEntropy(student, labels: labels).value[0]
    let soft = Tape().softmaxCrossEntropy(student, targets: softmax(teacher)).value[0]
    #expect(loss(labelShare: 1, temperature: 3) == hard)
    #expect(abs(loss(labelShare: 0, temperature: 1) - soft) < 1e-6)
    #expect(abs(loss(labelShare: 0.5, temperature: 1) - (hard + soft) / 2) < 1e-6)
    let rows = softmax(teacher, temperature: 2).values
    #expect(abs(rows.reduce(0, +) - 4) < 1e-6)
  }

  @Test(arguments: [Loss.crossEntropy(labelSmoothing: 0.1), .binaryCrossEntropy, .meanSquaredError])
  func modelsLearnWithEachLoss(loss: Loss) throws {
    let (train, test) = (try squares(count: 200, seed: 1), try squares(count: 100, seed: 2))
    let model = try squareNetwork()
    let history = try model.fit(
      train, validation: test, epochs: 8, loss: loss, optimizer: Adam(learningRate: 0.01))
    let after = try model.evaluate(test, loss: loss)
    #expect(after.accuracy > 0.9)
    #expect(history.loss.last! < history.loss.first!)
    #expect(history.validationLoss.last == after.loss)
    #expect(try model.evaluate(test).loss != after.loss, "cross-entropy without smoothing is another number")
  }

  @Test(arguments: [-0.1, 1, .nan] as [Float])
  func impossibleSmoothingIsRefused(smoothing: Float) throws {
    let (model, data) = (try squareNetwork(), try squares(count: 8, seed: 1))
    let loss = Loss.crossEntropy(labelSmoothing: smoothing)
    for run in [{ _ = try model.fit(data, loss: loss) }, { _ = try model.evaluate(data, loss: loss) }] {
      let error = #expect(throws: TrainingError.self) { try run() }
      #expect(error?.description.contains("smoothing must be") == true)
    }
  }
}
