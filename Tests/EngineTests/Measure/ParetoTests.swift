import Testing

@testable import Engine

@Suite struct ParetoTests {
  @Test func smallCases() throws {
    #expect(
      try paretoSet([[1, 0.9], [2, 0.95], [3, 0.95], [2, 0.8]], [.minimize, .maximize]) == [0, 1])
    #expect(try paretoSet([[2, 2], [1, 1], [1, 1]], [.minimize, .minimize]) == [1, 2])
    #expect(try paretoSet([[3], [7], [7]], [.maximize]) == [1, 2])
    #expect(try paretoSet([[.infinity, 1]], [.minimize, .minimize]) == [0])
  }

  /// A point is outside of the set exactly if one in the set dominates it, and no member dominates another.
  @Test(arguments: 1...3) func membersDominateTheRest(dimensions: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let objectives = (0..<dimensions).map { $0 % 2 == 0 ? Objective.minimize : .maximize }
    for count in [1, 2, 7, 40] {
      let points = (0..<count).map { _ in
        (0..<dimensions).map { _ in Double(Int.random(in: 0..<6, using: &generator)) }
      }
      func dominates(_ a: [Double], _ b: [Double]) -> Bool {
        let signs = objectives.map { $0 == .minimize ? 1.0 : -1.0 }
        let differences = zip(signs, zip(a, b)).map { $0 * ($1.0 - $1.1) }
        return differences.allSatisfy { $0 <= 0 } && differences.contains { $0 < 0 }
      }
      let members = try paretoSet(points, objectives)
      #expect(members == members.sorted())
      for index in points.indices {
        let beaten = members.contains { dominates(points[$0], points[index]) }
        #expect(beaten != members.contains(index))
      }
    }
  }

  @Test func badInputIsNamed() {
    #expect(throws: MeasureError.nothing(of: "point")) { try paretoSet([], [.minimize]) }
    #expect(throws: MeasureError.nothing(of: "objective")) { try paretoSet([[]], []) }
    #expect(throws: MeasureError.values(point: 1, count: 1, objectives: 2)) {
      try paretoSet([[1, 2], [1]], [.minimize, .maximize])
    }
    #expect(throws: MeasureError.notANumber(point: 0)) { try paretoSet([[.nan]], [.minimize]) }
  }
}
