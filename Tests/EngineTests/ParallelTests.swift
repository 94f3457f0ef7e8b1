import CKernels
import Testing

@testable import Engine

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 1_000])
  func everyIndexRunsOnce(count: Int) {
    var visits = [Int](repeating: 0, count: count)
    visits.withUnsafeMutableBufferPointer { visits in
      for _ in 0..<20 { parallelFor(count) { visits[$0] += 1 } }
    }
    #expect(visits.allSatisfy { $0 == 20 })
  }

  @Test func jobsMayNestAndRunBesideEachOther() async {
    let totals = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var sums = [Int](repeating: 0, count: 64)
          sums.withUnsafeMutableBufferPointer { sums in
            for _ in 0..<50 {
              parallelFor(8) { outer in parallelFor(8) { sums[outer * 8 + $0] += 1 } }
            }
          }
          return sums.reduce(0, +)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(totals == [3_200, 3_200, 3_200, 3_200])
  }
}
