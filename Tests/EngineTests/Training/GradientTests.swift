import Testing

@testable import Engine

@Suite struct GradientTests {
  private let table = randomTensor([7, 3], seed: 1)
  private let first = RowGradient(shape: [7, 3], rows: [1, 4], values: randomTensor([2, 3], seed: 2))
  private let second = RowGradient(shape: [7, 3], rows: [0, 4, 6], values: randomTensor([3, 3], seed: 3))

  @Test func rowsStandForATable() {
    let dense = first.dense
    #expect(dense.rows(1..<2) == first.values.rows(0..<1) && dense.rows(4..<5) == first.values.rows(1..<2))
    for row in [0, 2, 3, 5, 6] { #expect(dense.rows(row..<row + 1).values == [0, 0, 0]) }
  }

  /// Rows and tables in any order add up to the sum of the tables.
  @Test func sumsAreThoseOfTables() {
    func sum(_ shares: [Gradient]) -> Variable {
      let variable = Variable(table, needsGradient: true)
      for share in shares { variable.accumulate(share) }
      return variable
    }
    let shares: [Gradient] = [.dense(table), .rows(first), .rows(second)]
    for order in [[0, 1], [1, 0], [1, 2], [2, 1], [1, 1], [0, 1, 2], [1, 2, 0]] {
      let expected = sum(order.map { .dense(shares[$0].dense) }).gradient!
      #expect(normalizedError(sum(order.map { shares[$0] }).gradient!.values, expected.values) < 1e-13)
    }
    guard case .rows(let both)? = sum([.rows(first), .rows(second)]).sum else {
      Issue.record("rows and rows are rows")
      return
    }
    #expect(both.rows == [0, 1, 4, 6])
  }

  @Test func rowsAreGatheredAndScattered() {
    let rows = [0, 3, 5]
    let gathered = table.gathered(rows)
    #expect(gathered.values == rows.flatMap { table.rows($0..<$0 + 1).values })
    var copy = Tensor(shape: table.shape)
    let out = copy.mutablePointer
    Tensor(gathering: rows[...], of: table.pointer, width: 3).scatter(to: rows[...], of: out)
    #expect(copy.gathered(rows) == gathered)
    #expect(copy.gathered([1, 2, 4, 6]) == Tensor(shape: [4, 3]))
  }
}
