import Codelab

/// A measurement that earns points by how good it is, with partial credit between two values.
public struct MetricTarget: Codable, Sendable, Equatable {
  /// Which way the measurement should go.
  public enum Direction: String, Codable, Sendable {
    /// The smaller the better, as for bytes and seconds.
    case atMost
    /// The larger the better, as for accuracy.
    case atLeast
  }

  /// The name of the metric that the judge reports; what the learner's process reports does not count.
  public var metric: String
  /// How values are written.
  public var unit: Metric.Unit
  /// Which way the measurement should go.
  public var direction: Direction
  /// The value that earns all points, in the unit's base.
  public var full: Double
  /// The value that earns none: above `full` for ``Direction/atMost``, below it for ``Direction/atLeast``.
  ///
  /// Where it equals `full` there is no partial credit.
  public var zero: Double
  /// What it gives at best.
  public var points: Int
  /// The line of the target in `lesson.md`.
  public var line: Int

  /// Makes a target.
  public init(
    metric: String, unit: Metric.Unit, _ direction: Direction, full: Double, zero: Double, points: Int,
    line: Int
  ) {
    self.metric = metric
    self.unit = unit
    self.direction = direction
    self.full = full
    self.zero = zero
    self.points = points
    self.line = line
  }

  /// The points that a measured value earns.
  ///
  /// All from `full` on, none from `zero` on, in between in proportion to the way from `zero` to `full`,
  /// rounded down, so that only a value that reaches `full` earns all. A value that is not finite earns none.
  public func points(for value: Double) -> Int {
    guard value.isFinite else { return 0 }
    let reaches = direction == .atMost ? value <= full : value >= full
    if reaches { return points }
    let share = zero == full ? 0 : (value - zero) / (full - zero)
    // Below `points` also where rounding makes the share of a value just short of `full` one.
    return max(0, min(Int(share * Double(points)), points - 1))
  }

  /// What is demanded, as in `size at most 20.0 KB for all points, none from 40.0 KB on`.
  public var demand: String {
    let words = direction == .atMost ? "at most" : "at least"
    let name = metric.replacingOccurrences(of: "-", with: " ")
    let whole = "\(name) \(words) \(unit.text(full))"
    return zero == full ? whole : whole + " for all points, none from \(unit.text(zero)) on"
  }
}

/// What came of one target.
public struct TargetResult: Codable, Sendable, Equatable {
  /// The target.
  public var target: MetricTarget
  /// What the judge measured; nil if it reported no such metric.
  public var value: Double?
  /// The points earned: those of the value if all checks of the task passed, none otherwise.
  public var earned: Int
}
