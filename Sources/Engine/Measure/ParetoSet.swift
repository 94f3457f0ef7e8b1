/// Which direction of a measure is better.
public enum Objective: Sendable {
  /// Less is better, as with bytes and seconds.
  case minimize

  /// More is better, as with accuracy.
  case maximize
}

/// The points that no other point dominates, by index, in order: the Pareto-optimal models of a comparison.
///
/// A point is dominated when another is no worse in every objective and better in at least one. Equal points
/// do not dominate each other, so either all or none of them are in the set.
///
/// ```swift
/// try paretoSet([[37_000, 0.986], [139_000, 0.987], [150_000, 0.9]], [.minimize, .maximize])  // [0, 1]
/// ```
///
/// - Parameters:
///   - points: the measures of each point, in the order of `objectives`.
/// - Throws: `MeasureError` without points or objectives, for a point with another number of values, or for a
///   value that is not a number.
public func paretoSet(_ points: [[Double]], _ objectives: [Objective]) throws(MeasureError) -> [Int] {
  guard !points.isEmpty else { throw .nothing(of: "point") }
  guard !objectives.isEmpty else { throw .nothing(of: "objective") }
  for (index, point) in points.enumerated() {
    guard point.count == objectives.count else {
      throw .values(point: index, count: point.count, objectives: objectives.count)
    }
    guard !point.contains(where: \.isNaN) else { throw .notANumber(point: index) }
  }
  return points.indices.filter { index in
    !points.contains { dominates($0, points[index], objectives) }
  }
}

/// Whether one point is no worse than another in every objective and better in at least one.
private func dominates(_ one: [Double], _ other: [Double], _ objectives: [Objective]) -> Bool {
  var isBetter = false
  for (objective, (mine, its)) in zip(objectives, zip(one, other)) {
    let (cost, itsCost) = objective == .minimize ? (mine, its) : (-mine, -its)
    if cost > itsCost { return false }
    if cost < itsCost { isBetter = true }
  }
  return isBetter
}
