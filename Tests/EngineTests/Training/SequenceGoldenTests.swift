import Testing

@testable import Engine

/// Results and gradients as PyTorch computes them; Golden/sequences.py made the runs.
@Suite struct SequenceGoldenTests {
  typealias Operation = @Sendable (Tape, [Variable]) -> Variable

  private static let operations: [String: Operation] = [
    "gru": { gru($0, $1, reversed: false) },
    "gruReversed": { gru($0, $1, reversed: true) },
    "lstm": { lstm($0, $1, reversed: false) },
    "lstmReversed": { lstm($0, $1, reversed: true) },
    "attention": multiHeadAttention,
    "layerNorm": { $0.layerNorm($1[0], gamma: $1[1], beta: $1[2], epsilon: 1e-3) },
    "softmax": { $0.softmax($1[0]) },
    "gelu": { $0.activation(.gelu, $1[0]) },
    "silu": { $0.activation(.silu, $1[0]) },
    "relu6": { $0.activation(.relu6, $1[0]) },
    "tanh": { $0.activation(.tanh, $1[0]) },
    "sigmoid": { $0.activation(.sigmoid, $1[0]) },
  ]

  @Test func operationsAreThoseOfPyTorch() throws {
    let runs = try storedRun([String: StoredRun].self, "sequences")
    #expect(runs.keys.sorted() == Self.operations.keys.sorted())
    for (name, run) in runs {
      let tape = Tape(trainingWith: SeededGenerator(seed: 1))
      let variables = run.operands.map { Variable($0.tensor, needsGradient: true) }
      let operation = try #require(Self.operations[name])
      let y = operation(tape, variables)
      #expect(y.value.shape == run.result.shape)
      #expect(normalizedError(y.value.values, run.result.values) < 1e-11, "\(name)")
      let sum = tape.record(Tensor(shape: [1]), from: [y]) { _ in y.accumulate(run.cotangent.tensor) }
      _ = tape.backward(from: sum)
      for (index, expected) in run.gradients.enumerated() {
        let actual = try #require(variables[index].gradient).values
        if expected.values.allSatisfy({ abs($0) < 1e-4 }) {
          // 0 but for rounding: softmax ignores a common bias.
          #expect(actual.allSatisfy { abs($0) < 1e-4 }, "\(name), operand \(index)")
        } else {
          #expect(normalizedError(actual, expected.values) < 1e-10, "\(name), operand \(index)")
        }
      }
    }
  }

  private static func gru(_ tape: Tape, _ v: [Variable], reversed: Bool) -> Variable {
    tape.gru(
      v[0], weight: v[1], recurrent: v[2], bias: v[3], recurrentBias: v[4], returnsSequence: true,
      reversed: reversed)
  }

  private static func lstm(_ tape: Tape, _ v: [Variable], reversed: Bool) -> Variable {
    tape.lstm(v[0], weight: v[1], recurrent: v[2], bias: v[3], returnsSequence: true, reversed: reversed)
  }

  private static func multiHeadAttention(_ tape: Tape, _ v: [Variable]) -> Variable {
    let mask = Variable(Tensor(shape: [2, 5], values: [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]))
    let projections = (1...3).map { tape.dense(v[0], weight: v[$0], bias: v[$0 + 4]) }
    let y = tape.attention(
      projections[0], projections[1], projections[2], mask: mask, heads: 2,
      scale: 1 / (3 as Float).squareRoot())
    return tape.dense(y, weight: v[4], bias: v[8])
  }
}
