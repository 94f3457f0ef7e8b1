import CKernels
import Testing

@testable import Engine

@Suite struct MatrixProductTests {
  @Test(arguments: [(1, 1, 1), (7, 3, 33), (31, 401, 17), (200, 5, 70), (2, 33, 600)])
  func productIsItsSum(rows: Int, depth: Int, columns: Int) {
    let (a, b) = (randomTensor([rows, depth], seed: 1), randomTensor([depth, columns], seed: 2))
    let (left, right) = (a.values, b.values)
    let expected = (0..<rows * columns).map { index in
      Float(
        (0..<depth).reduce(0.0) { sum, k in
          sum + Double(left[index / columns * depth + k]) * Double(right[k * columns + index % columns])
        })
    }
    let product = matrixProduct(a, b)
    #expect(product.shape == [rows, columns])
    #expect(normalizedError(product.values, expected) < 1e-11)
  }

  @Test func productDoesNotDependOnThreads() {
    let (a, b) = (randomTensor([301, 330], seed: 1), randomTensor([330, 77], seed: 2))
    func product(threads: Int32) -> Tensor {
      let before = ck_thread_count()
      defer { ck_set_thread_count(before) }
      ck_set_thread_count(threads)
      return matrixProduct(a, b)
    }
    #expect(product(threads: 2) == product(threads: 1))
    #expect(product(threads: 5) == product(threads: 1))
  }

  @Test func emptySumsAreZero() {
    #expect(matrixProduct(Tensor(shape: [2, 0]), Tensor(shape: [0, 3])) == Tensor(shape: [2, 3]))
    #expect(matrixProduct(Tensor(shape: [0, 2]), Tensor(shape: [2, 3])).shape == [0, 3])
  }

  @Test func peakRateIsPositive() { #expect(peakOperationRate() > 0) }
}
