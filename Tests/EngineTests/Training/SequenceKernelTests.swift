import CKernels
import Foundation
import Testing

@testable import Engine

private let sizes = [1, 2, 3, 5, 7, 15, 17, 31, 33]
private let reference = ck_sequence_kernels_for(CK_ISA_REFERENCE).pointee
private let fast = InstructionSet.available.filter { $0 != .reference }
private let activations = [CK_RELU, CK_RELU6, CK_GELU, CK_SILU, CK_TANH, CK_SIGMOID]

/// Every vector kernel against its plain twin; what lies around its result must stay untouched.
@Suite struct SequenceKernelTests {
  @Test(arguments: fast, sizes)
  func elements(isa: InstructionSet, count: Int) {
    let (x, dy) = (random(count, seed: 1, in: -8...8), random(count, seed: 2))
    for activation in activations {
      compare(isa, size: count) { $0.activation(activation, Int64(count), x, $1) }
      var y = x
      reference.activation(activation, Int64(count), x, &y)
      compare(isa, size: count, tolerance: 1e-9) {
        $0.activation_gradient(activation, Int64(count), x, y, dy, $1)
      }
    }
    compare(isa, size: count) { $0.multiply(Int64(count), x, dy, $1) }
  }

  /// Over all magnitudes, the error of each function in relation to its value, or to 1 for those that pass through 0
  /// away from x = 0.
  @Test(arguments: fast)
  func functionsAreAsExactAsStated(isa: InstructionSet) {
    let magnitudes = (-200...64).map { exp2(Float($0) / 10) }
    let x = magnitudes + magnitudes.map { -$0 } + [0]
    for (activation, bound) in [(CK_SIGMOID, 3e-7), (CK_TANH, 6e-7), (CK_SILU, 3e-7), (CK_GELU, 6e-7)]
      as [(ck_activation, Float)]
    {
      var (actual, expected) = (x, x)
      kernels(isa).activation(activation, Int64(x.count), x, &actual)
      reference.activation(activation, Int64(x.count), x, &expected)
      for i in x.indices {
        // The tail of the error function has an absolute error.
        let size = activation == CK_GELU && x[i] < 0 ? abs(x[i]) : abs(expected[i])
        #expect(abs(actual[i] - expected[i]) <= bound * size, "\(activation) of \(x[i])")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func extremesStayFinite(isa: InstructionSet) {
    let x: [Float] = [-1e30, -1000, -100, -88, 88, 100, 1000, 1e30]
    for activation in activations {
      var (y, dx) = (x, x)
      kernels(isa).activation(activation, Int64(x.count), x, &y)
      kernels(isa).activation_gradient(activation, Int64(x.count), x, y, x.map { _ in 1 }, &dx)
      #expect(y.allSatisfy { $0.isFinite } && dx.allSatisfy { $0.isFinite && abs($0) < 1.2 })
      var unknown: [Float] = [.nan]
      kernels(isa).activation(activation, 1, unknown, &unknown)
      #expect(unknown[0].isNaN)
    }
  }

  @Test(arguments: fast, sizes)
  func rows(isa: InstructionSet, columns: Int) {
    for rows in [1, 2, 5] {
      let size = rows * columns
      let (x, dy) = (random(size, seed: 1, in: -5...5), random(size, seed: 2))
      let mask = random(columns, seed: 3).map { $0 > 0 ? 1 : 0 as Float }
      for scale in [1, 0.3] as [Float] {
        compare(isa, size: size) { $0.softmax(Int64(rows), Int64(columns), scale, nil, x, $1) }
        compare(isa, size: size) { $0.softmax(Int64(rows), Int64(columns), scale, mask, x, $1) }
        var y = x
        reference.softmax(Int64(rows), Int64(columns), scale, mask, x, &y)
        compare(isa, size: size) { $0.softmax_gradient(Int64(rows), Int64(columns), scale, y, dy, $1) }
      }
      let (gamma, beta) = (random(columns, seed: 4), random(columns, seed: 5))
      compare(isa, size: size + 2 * rows) {
        $0.layer_norm(
          Int64(rows), Int64(columns), 1e-3, x, gamma, beta, $1, $1 + size, $1 + size + rows)
      }
      var (y, mean, inverse) = (x, [Float](repeating: 0, count: rows), [Float](repeating: 0, count: rows))
      reference.layer_norm(Int64(rows), Int64(columns), 1e-3, x, gamma, beta, &y, &mean, &inverse)
      compare(isa, size: size + 2 * columns) {
        $0.layer_norm_gradient(
          Int64(rows), Int64(columns), x, gamma, mean, inverse, dy, $1, $1 + size, $1 + size + columns)
      }
      compare(isa, size: columns * (rows + 2), tolerance: 0) {
        $0.transpose(Int64(rows), Int64(columns), x, Int64(columns), $1, Int64(rows + 2))
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func aRowWithoutColumnsIsZero(isa: InstructionSet) {
    var y = random(9, seed: 1)
    kernels(isa).softmax(1, 9, 1, [Float](repeating: 0, count: 9), y, &y)
    #expect(y == [Float](repeating: 0, count: 9))
  }

  @Test(arguments: fast, sizes)
  func cells(isa: InstructionSet, units: Int) {
    for rows in [1, 3] {
      for masked in [false, true] {
        expectSameCells(isa, rows: rows, units: units, mask: masked ? [1, 0, 1] : nil)
      }
    }
  }

  /// One step forward and back through both cells, with gaps between rows.
  private func expectSameCells(_ isa: InstructionSet, rows: Int, units: Int, mask: [Float]?) {
    let before = random(2 * rows * units, seed: 3)
    let recurrent = random(rows * 3 * units, seed: 4)
    let dy = random(rows * units, seed: 5)
    let (row, states) = (4 * units + 3, rows * units)
    let size = rows * row + 4 * states
    for isGRU in [true, false] {
      compare(isa, size: size) { kernels, memory in
        before.withUnsafeBufferPointer { before in
          recurrent.withUnsafeBufferPointer { recurrent in
            dy.withUnsafeBufferPointer { dy in
              (mask ?? [1, 1, 1]).withUnsafeBufferPointer { flags in
                var step = ck_cell_step()
                step.rows = Int64(rows)
                step.units = Int64(units)
                step.gates = memory
                step.gates_row = Int64(row)
                step.h_before = before.baseAddress
                step.c_before = before.baseAddress! + states
                step.before_row = Int64(units)
                step.h = memory + rows * row
                step.c = memory + rows * row + states
                step.after_row = Int64(units)
                step.mask = mask == nil ? nil : flags.baseAddress
                step.mask_row = 1
                step.recurrent = recurrent.baseAddress
                step.dy = dy.baseAddress
                step.dy_row = Int64(units)
                step.dh = memory + rows * row + 2 * states
                step.dc = memory + rows * row + 3 * states
                if isGRU {
                  kernels.gru(&step)
                  kernels.gru_gradient(&step)
                } else {
                  kernels.lstm(&step)
                  kernels.lstm_gradient(&step)
                }
              }
            }
          }
        }
      }
    }
  }

  @Test(arguments: fast, sizes)
  func negativeSampling(isa: InstructionSet, width: Int) {
    for (rows, candidates) in [(1, 1), (3, 6)] {
      let (centers, all) = (rows * width, rows * candidates * width)
      let (center, vectors) = (random(centers, seed: 1, in: -2...2), random(all, seed: 2, in: -2...2))
      compare(isa, size: rows + centers + all) {
        $0.negative_sampling(
          Int64(rows), Int64(candidates), Int64(width), 0.5, center, vectors, $1, $1 + rows,
          $1 + rows + centers)
      }
    }
  }

  // MARK: Support

  private func kernels(_ isa: InstructionSet) -> ck_sequence_kernels {
    ck_sequence_kernels_for(isa.code).pointee
  }

  private func random(_ count: Int, seed: UInt64, in range: ClosedRange<Float> = -1...1) -> [Float] {
    randomTensor([count], seed: seed, in: range).values
  }

  /// Runs a kernel and its twin on equal buffers of `size` floats with a margin, which must stay as it is.
  private func compare(
    _ isa: InstructionSet, size: Int, tolerance: Double = 1e-11,
    _ body: (ck_sequence_kernels, UnsafeMutablePointer<Float>) -> Void
  ) {
    var (actual, expected) = (random(size + 64, seed: 7), random(size + 64, seed: 7))
    let margin = Array(actual[size...])
    actual.withUnsafeMutableBufferPointer { body(kernels(isa), $0.baseAddress!) }
    expected.withUnsafeMutableBufferPointer { body(reference, $0.baseAddress!) }
    #expect(normalizedError(Array(actual[..<size]), Array(expected[..<size])) <= tolerance)
    #expect(Array(actual[size...]) == margin)
  }
}
