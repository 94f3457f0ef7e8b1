import CKernels
import Foundation
import Testing

@testable import Engine

/// GRU and LSTM: gradients against central differences, settings against one another, and threads.
@Suite struct RecurrentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var isGRU: Bool
    var batch = 2
    var length = 3
    var inputs = 5
    var units = 2
    var returnsSequence = false
    var reversed = false
    var masked = false

    var testDescription: String {
      "\(isGRU ? "gru" : "lstm") [\(batch), \(length), \(inputs)] \(units)"
        + (returnsSequence ? " sequence" : "") + (reversed ? " reversed" : "") + (masked ? " masked" : "")
    }

    var operands: [Tensor] {
      let gates = (isGRU ? 3 : 4) * units
      let shapes =
        [[batch, length, inputs], [inputs, gates], [units, gates], [gates]] + (isGRU ? [[gates]] : [])
      return shapes.enumerated().map { randomTensor($1, seed: UInt64($0 + 1)) }
    }

    /// The first sequence has padding at its end, the second in its middle.
    var mask: Variable? {
      guard masked else { return nil }
      let values = (0..<batch * length).map { position -> Float in
        position / length % 2 == 0
          ? (position % length < length - 1 ? 1 : 0) : (position % length == 1 ? 0 : 1)
      }
      return Variable(Tensor(shape: [batch, length], values: values))
    }

    func apply(_ tape: Tape, _ v: [Variable]) -> Variable {
      isGRU
        ? tape.gru(
          v[0], weight: v[1], recurrent: v[2], bias: v[3], recurrentBias: v[4], mask: mask,
          returnsSequence: returnsSequence, reversed: reversed)
        : tape.lstm(
          v[0], weight: v[1], recurrent: v[2], bias: v[3], mask: mask, returnsSequence: returnsSequence,
          reversed: reversed)
    }

    var result: Tensor { apply(Tape(), operands.map { Variable($0) }).value }
  }

  static let cases = [true, false].flatMap { isGRU in
    [
      Case(isGRU: isGRU), Case(isGRU: isGRU, returnsSequence: true), Case(isGRU: isGRU, reversed: true),
      Case(isGRU: isGRU, returnsSequence: true, reversed: true), Case(isGRU: isGRU, masked: true),
      Case(isGRU: isGRU, returnsSequence: true, reversed: true, masked: true),
      Case(isGRU: isGRU, batch: 1, length: 1, inputs: 1, units: 1),
      Case(isGRU: isGRU, batch: 15, length: 2, inputs: 3, units: 5, returnsSequence: true),
      Case(isGRU: isGRU, batch: 1, length: 7, inputs: 2, units: 17),
    ]
  }

  @Test(arguments: cases)
  func gradients(_ test: Case) {
    let errors = gradientErrors(of: test.operands, test.apply)
    // After a single step from 0, the recurrent weights have done nothing.
    let counting = test.length == 1 ? [0, 1, 3] : Array(errors.indices)
    #expect(counting.allSatisfy { errors[$0] < 3e-3 }, "\(errors)")
  }

  @Test(arguments: cases)
  func statesFollowTheDefinition(_ test: Case) {
    #expect(normalizedError(test.result.values, plain(test)) < 1e-11)
  }

  @Test(arguments: [true, false])
  func paddingAtTheEndChangesNothing(isGRU: Bool) {
    var test = Case(isGRU: isGRU, length: 5, masked: true)
    let mask = Tensor(shape: [2, 5], values: [1, 1, 1, 0, 0, 1, 1, 1, 0, 0])
    let v = test.operands.map { Variable($0) }
    let padded =
      isGRU
      ? Tape().gru(v[0], weight: v[1], recurrent: v[2], bias: v[3], recurrentBias: v[4], mask: Variable(mask))
      : Tape().lstm(v[0], weight: v[1], recurrent: v[2], bias: v[3], mask: Variable(mask))
    let x = test.operands[0].values
    test.masked = false
    let short = Tensor(shape: [2, 3, 5], values: Array(x[..<15] + x[25..<40]))
    let alone = test.apply(Tape(), [Variable(short)] + v.dropFirst())
    #expect(normalizedError(padded.value.values, alone.value.values) < 1e-13)
  }

  @Test(arguments: [true, false])
  func resultsDoNotDependOnThreads(isGRU: Bool) {
    let test = Case(isGRU: isGRU, batch: 77, length: 5, inputs: 9, units: 10, returnsSequence: true)
    func run(threads: Int32) -> [Tensor] {
      let before = ck_thread_count()
      defer { ck_set_thread_count(before) }
      ck_set_thread_count(threads)
      let tape = Tape(trainingWith: SeededGenerator(seed: 1))
      let variables = test.operands.map { Variable($0, needsGradient: true) }
      let y = test.apply(tape, variables)
      let sum = tape.record(Tensor(shape: [1]), from: [y]) { _ in
        y.accumulate(randomTensor(y.value.shape, seed: 9))
      }
      _ = tape.backward(from: sum)
      return [y.value] + variables.map { $0.gradient! }
    }
    let one = run(threads: 1)
    for threads in [2, 3, 8] as [Int32] { #expect(run(threads: threads) == one) }
  }

  /// The cell's equations, unit by unit, in double precision.
  private func plain(_ test: Case) -> [Float] {
    let o = test.operands.map { $0.values.map { Double($0) } }
    let (inputs, units, gates) = (test.inputs, test.units, (test.isGRU ? 3 : 4) * test.units)
    let mask = test.mask?.value.values
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var states = [Float](repeating: 0, count: test.batch * test.length * units)
    var last: [Float] = []
    for sequence in 0..<test.batch {
      var (h, c) = ([Double](repeating: 0, count: units), [Double](repeating: 0, count: units))
      for step in 0..<test.length {
        let t = sequence * test.length + (test.reversed ? test.length - 1 - step : step)
        if mask?[t] != 0 {
          let fromInput = (0..<gates).map { g in
            (0..<inputs).reduce(o[3][g]) { $0 + o[0][t * inputs + $1] * o[1][$1 * gates + g] }
          }
          let fromState = (0..<gates).map { g in
            (0..<units).reduce(test.isGRU ? o[4][g] : 0) { $0 + h[$1] * o[2][$1 * gates + g] }
          }
          let sum = zip(fromInput, fromState).map { $0 + $1 }
          for u in 0..<units {
            if test.isGRU {
              let (z, r) = (sigmoid(sum[u]), sigmoid(sum[units + u]))
              h[u] = z * h[u] + (1 - z) * tanh(fromInput[2 * units + u] + r * fromState[2 * units + u])
            } else {
              c[u] = sigmoid(sum[units + u]) * c[u] + sigmoid(sum[u]) * tanh(sum[2 * units + u])
              h[u] = sigmoid(sum[3 * units + u]) * tanh(c[u])
            }
          }
        }
        for u in 0..<units { states[t * units + u] = Float(h[u]) }
      }
      last += h.map { Float($0) }
    }
    return test.returnsSequence ? states : last
  }
}
