import CKernels
import Testing

@testable import Engine

/// Embeddings, projections and padding masks of inference, against their definitions.
@Suite struct EmbeddingKernelTests {
  let ids: [Float] = [0, 3, 4, 5, -1, .nan, 2]

  /// Ids outside the table read row 0.
  @Test func gather() {
    let table = randomFloats(5 * 3, seed: 1)
    let rows = [0, 3, 4, 0, 0, 0, 2]
    var y = [Float](repeating: 9, count: 21)
    ck_embedding_f32(7, ids, table, 5, 3, &y)
    #expect(y == rows.flatMap { table[$0 * 3..<$0 * 3 + 3] })
    let integers = randomIntegers(5 * 3, seed: 2)
    var q = [Int8](repeating: 9, count: 21)
    ck_embedding_i8(7, ids, integers, 5, 3, &q)
    #expect(q == rows.flatMap { integers[$0 * 3..<$0 * 3 + 3] })
  }

  @Test(arguments: [1, 5, 130])
  func hashed(width: Int) {
    let (buckets, hashes) = (11, 3)
    let integers = randomIntegers(buckets * width, seed: 1)
    let table = integers.map(Float.init)
    let ids: [Float] = [0, 7, 123_456]
    var y = [Float](repeating: 9, count: 3 * width)
    ck_hashed_embedding_f32(3, ids, table, UInt32(buckets), UInt32(hashes), width, &y)
    var q = [Int8](repeating: 9, count: 3 * width)
    ck_hashed_embedding_i8(
      3, ids, integers, UInt32(buckets), UInt32(hashes), width, ck_zero_points(input: 2, output: -5), 0.25, &q
    )
    for (i, id) in ids.enumerated() {
      let rows = (0..<hashes).map { Int(ck_hash(UInt64($0), UInt32(id))) % buckets }
      for f in 0..<width {
        let sum = rows.reduce(Float(0)) { $0 + table[$1 * width + f] }
        #expect(y[i * width + f] == sum)
        let scaled = ((sum - Float(2 * hashes)) * 0.25).rounded(.toNearestOrEven)
        #expect(q[i * width + f] == Int8(max(min(scaled - 5, 127), -128)))
      }
    }
  }

  @Test func projection() {
    let ids: [Float] = [0, 1, 2, 99]
    var y = [Float](repeating: 9, count: 4 * 100)
    ck_projection_f32(4, ids, 100, &y)
    for (i, id) in ids.enumerated() {
      for f in 0..<100 {
        let bits = ck_hash(UInt64(f), UInt32(id)) & 3
        #expect(y[i * 100 + f] == (bits == 1 ? 1 : bits == 2 ? -1 : 0))
      }
    }
    var q = [Int8](repeating: 9, count: 4 * 100)
    ck_projection_i8(4, ids, 100, &q)
    #expect(q.map(Float.init) == y)
  }

  @Test func paddingMask() {
    var (y, q) = ([Float](repeating: 9, count: 3), [Int8](repeating: 9, count: 3))
    ck_padding_mask_f32(3, [4, 0, 1], &y)
    ck_padding_mask_i8(3, [4, 0, 1], &q)
    #expect(y == [1, 0, 1] && q == [1, 0, 1])
  }

  @Test func concatenation() {
    var y = [Int8](repeating: 9, count: 10)
    ck_copy_rows(2, 3, [1, 2, 3, 4, 5, 6] as [Int8], &y, 5)
    #expect(y == [1, 2, 3, 9, 9, 4, 5, 6, 9, 9])
  }
}
