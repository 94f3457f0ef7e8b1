import CKernels
import Testing

@testable import Engine

/// What ONNX Runtime computes from the same integers; Golden/integers.py made the run.
///
/// Multiplication, concatenation, sigmoid, softmax and the global average agree bit for bit. Sums and window averages
/// may be a step apart where the exact result lies halfway between two integers, because the float operations before
/// rounding are in another order there.
@Suite struct IntegerGoldenTests {
  struct Run: Decodable {
    let a, b, image, rows: [Int8]
    let add, multiply, concatenate, sigmoid, averagePool, globalAverage, softmax: [Int8]
  }

  static let (aScale, aZero): (Float, Int32) = (0.021, 3)
  static let (bScale, bZero): (Float, Int32) = (0.0173, -7)
  static let (sumScale, sumZero): (Float, Int32) = (0.031, 5)

  let run: Run

  init() throws {
    run = try storedRun(Run.self, "integers")
  }

  private func result(
    _ isa: InstructionSet, count: Int, _ body: (ck_infer_seq_kernels, UnsafeMutablePointer<Int8>) -> Void
  ) -> [Int8] {
    var y = [Int8](repeating: 0, count: count)
    body(sequenceKernels(isa), &y)
    return y
  }

  /// Equal, but for one result in fifty that may be a step away.
  private func expectClose(_ actual: [Int8], _ expected: [Int8]) {
    let distances = zip(actual, expected).map { abs(Int($0) - Int($1)) }
    #expect(distances.allSatisfy { $0 <= 1 } && distances.reduce(0, +) <= distances.count / 50)
  }

  @Test(arguments: InstructionSet.available)
  func elementwise(isa: InstructionSet) {
    let count = run.a.count
    withPointers(to: [run.a, run.b]) { x in
      let sum = result(isa, count: count) {
        let factors = [Self.aScale / Self.sumScale, Self.bScale / Self.sumScale]
        $0.add_i8(count, 2, x, [Self.aZero, Self.bZero], factors, false, Self.sumZero, $1)
      }
      expectClose(sum, run.add)
      let product = result(isa, count: count) {
        let factor = Self.aScale * Self.bScale / 0.0123
        $0.multiply_i8(count, 2, x, [Self.aZero, Self.bZero], factor, false, Self.sumZero, $1)
      }
      #expect(product == run.multiply)
    }
    let concatenation = result(isa, count: 2 * count) {
      let (fromA, fromB) = (
        ck_zero_points(input: Self.aZero, output: Self.sumZero),
        ck_zero_points(input: Self.bZero, output: Self.sumZero)
      )
      $0.requantize(1, count, run.a, fromA, Self.aScale / Self.sumScale, $1, 2 * count)
      $0.requantize(1, count, run.b, fromB, Self.bScale / Self.sumScale, $1 + count, 2 * count)
    }
    #expect(concatenation == run.concatenate)
  }

  @Test(arguments: InstructionSet.available)
  func pooling(isa: InstructionSet) {
    let zero = ck_zero_points(input: Self.aZero, output: Self.sumZero)
    let factor = Self.aScale / Self.bScale
    var windows = ck_windows(
      height: 6, width: 7, channels: 9, size_y: 3, size_x: 2, stride_y: 2, stride_x: 2)
    let average = result(isa, count: run.averagePool.count) {
      $0.average_pool_i8(&windows, run.image, zero, factor, $1)
    }
    expectClose(average, run.averagePool)
    let global = result(isa, count: 9) { $0.global_average_i8(42, 9, run.image, nil, zero, factor, $1) }
    #expect(global == run.globalAverage)
  }

  @Test func lookups() {
    var table = [Int8](repeating: 0, count: 256)
    var y = [Int8](repeating: 0, count: run.a.count)
    let zero = ck_zero_points(input: Self.aZero, output: -128)
    ck_activation_table(CK_SIGMOID, Self.aScale, 1 / 256, zero, &table)
    ck_lookup_i8(run.a.count, run.a, table, &y)
    #expect(y == run.sigmoid)

    var exponentials = [UInt32](repeating: 0, count: 256)
    ck_softmax_table(0.05, &exponentials)
    ck_softmax_i8(15, 20, run.rows, exponentials, 1 / 256, -128, &y)
    #expect(y == run.softmax)
  }
}
