import Testing

@testable import Engine

@Suite struct FakeQuantizeTests {
  private struct Run: Decodable {
    struct Activations: Decodable {
      let low, high: Float
      let bits: Int
      let x, y, dy, dx: [Float]
    }
    struct Weights: Decodable {
      let bits: Int
      let w, y: [Float]
    }
    let activations: [Activations]
    let weights: [Weights]
  }

  /// The results and the gradients by x, low and high for a given gradient of the result.
  private func run(
    _ values: [Float], _ low: Float, _ high: Float, bits: Int, dy: [Float]
  ) -> (y: [Float], dx: [Float], low: Float, high: Float) {
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let operands = [values, [low], [high]].map {
      Variable(Tensor(shape: [$0.count], values: $0), needsGradient: true)
    }
    let y = tape.fakeQuantize(operands[0], low: operands[1], high: operands[2], bits: bits)
    let cotangent = Tensor(shape: [dy.count], values: dy)
    let sum = tape.record(Tensor(shape: [1]), from: [y]) { _ in y.accumulate(cotangent) }
    _ = tape.backward(from: sum)
    let gradients = operands.map { $0.gradient!.values }
    return (y.value.values, gradients[0], gradients[1][0], gradients[2][0])
  }

  @Test func activationsAreThoseOfPyTorch() throws {
    for expected in try storedRun(Run.self, "fakequantize").activations {
      let actual = run(expected.x, expected.low, expected.high, bits: expected.bits, dy: expected.dy)
      #expect(zip(actual.y, expected.y).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(actual.dx == expected.dx)
    }
  }

  @Test func weightsAreThoseOfPyTorch() throws {
    for expected in try storedRun(Run.self, "fakequantize").weights {
      let weight = Tensor(shape: [6, 5], values: expected.w)
      let rounding = WeightRounding(bits: expected.bits, granularity: .perChannel)
      let operand = Parameter("weight", weight, rounding: rounding).operand
      #expect(zip(operand.values, expected.y).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(Parameter("weight", weight).operand == weight)
    }
  }

  /// The gradients of the ends, by the definition, on more elements than one thread takes at a time.
  @Test func endsGetWhatIsCutOff() {
    let x = randomTensor([40_001], seed: 1, in: -2...3).values
    let dy = randomTensor([40_001], seed: 2).values
    // Scale 1/85, zero point -43: the nudged range is exactly -1...2.
    let actual = run(x, -1, 2, bits: 8, dy: dy)
    func sum(_ isIncluded: (Float) -> Bool) -> Double {
      zip(x, dy).reduce(0) { isIncluded($1.0) ? $0 + Double($1.1) : $0 }
    }
    #expect(abs(Double(actual.low) - sum { $0 < -1 }) < 1e-3)
    #expect(abs(Double(actual.high) - sum { $0 > 2 }) < 1e-3)
    #expect(zip(x, zip(actual.dx, dy)).allSatisfy { $1.0 == ($0 < -1 || $0 > 2 ? 0 : $1.1) })
  }

  /// Over a whole number of steps the staircase climbs as the identity does, which is what gradients claim; and an
  /// end that moves takes along all that is cut off there.
  @Test func gradientsAreThoseOfTheStaircase() {
    let x = spacedTensor([7, 3], seed: 3, distance: 0.11)  // -1.1...1.1, inside -4...4
    let range = [Tensor(shape: [1], values: [-4]), Tensor(shape: [1], values: [3.5])]
    let inside = gradientErrors(of: [x], step: 1) { tape, variables in  // scale 0.5, two steps
      tape.fakeQuantize(variables[0], low: Variable(range[0]), high: Variable(range[1]), bits: 4)
    }
    #expect(inside[0] < 1e-5)
    let far = Tensor(shape: [4], values: [-90, 50, -70, 80])
    let outside = gradientErrors(of: [far, range[0], range[1]], step: 1) { tape, variables in
      tape.fakeQuantize(variables[0], low: variables[1], high: variables[2], bits: 16)
    }
    // With 16 bits, nudging moves the ends by next to nothing.
    #expect(outside[0] == 0 && outside[1] < 1e-3 && outside[2] < 1e-3)
  }

  /// What a program computes from an image is what fake quantization gives, halves included.
  @Test func roundsAsProgramsDo() {
    let parameters = AffineParameters(covering: -1...3)
    var x = randomTensor([500], seed: 4, in: -2...4).values
    for index in 0..<100 { x[index] = (Float(index) + 0.5) * parameters.scale }
    let y = run(x, -1, 3, bits: 8, dy: x).y
    #expect(y == x.map { parameters.dequantize(parameters.quantize($0)) })
    #expect(run([0], -1, 3, bits: 8, dy: [1]).y == [0])
    #expect(run([5, 0, -3], 0, 0, bits: 8, dy: [1, 1, 1]).y == [5, 0, -3])
  }
}
