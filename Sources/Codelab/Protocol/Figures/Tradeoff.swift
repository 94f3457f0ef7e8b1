/// Models by cost and quality; cheaper and better is up and to the left.
public struct Tradeoff: Codable, Sendable, Equatable {
  /// One model.
  public struct Point: Codable, Sendable, Equatable {
    /// The model.
    public var label: String
    /// What it costs, in the unit of the cost axis.
    public var cost: Double
    /// How good it is, in the unit of the quality axis.
    public var quality: Double
    /// Whether it is the one to look at.
    public var isChosen: Bool
    /// Whether it is of an earlier attempt, drawn faintly to compare with.
    public var isGhost: Bool
    /// What else was measured of it, shown when it is selected.
    public var metrics: [Metric]

    /// Makes a point.
    public init(
      _ label: String, cost: Double, quality: Double, isChosen: Bool = false, isGhost: Bool = false,
      metrics: [Metric] = []
    ) {
      self.label = label
      self.cost = cost
      self.quality = quality
      self.isChosen = isChosen
      self.isGhost = isGhost
      self.metrics = metrics
    }
  }

  /// The models.
  public var points: [Point]
  /// The unit of the costs.
  public var costUnit: Metric.Unit
  /// The unit of the qualities.
  public var qualityUnit: Metric.Unit
  /// What the cost is, as in `size`; the title of the horizontal axis.
  public var costAxis: String
  /// What the quality is, as in `accuracy`; the title of the vertical axis.
  public var qualityAxis: String
  /// The most that a model may cost, drawn as a line.
  public var costBudget: Double?

  /// Makes a chart of models.
  public init(
    _ points: [Point], costUnit: Metric.Unit, qualityUnit: Metric.Unit, costAxis: String = "",
    qualityAxis: String = "", costBudget: Double? = nil
  ) {
    self.points = points
    self.costUnit = costUnit
    self.qualityUnit = qualityUnit
    self.costAxis = costAxis
    self.qualityAxis = qualityAxis
    self.costBudget = costBudget
  }

  /// The chart with the models of an earlier one that it does not have behind its own, faintly.
  public func over(_ earlier: Tradeoff) -> Tradeoff {
    var chart = self
    let isNew = { (old: Point) in
      !points.contains { $0.label == old.label && $0.cost == old.cost && $0.quality == old.quality }
    }
    chart.points += earlier.points.filter(isNew).map { point in
      var point = point
      point.isGhost = true
      point.isChosen = false
      return point
    }
    return chart
  }

  /// The points that no other beats in cost and quality, by index; ghosts count, too.
  public var frontier: [Int] {
    let drawable = points.indices.filter { points[$0].cost.isFinite && points[$0].quality.isFinite }
    let values = drawable.map { [points[$0].cost, points[$0].quality] }
    // There is a set for any points with two finite values each.
    let best = (try? paretoSet(values, [.minimize, .maximize])) ?? []
    return best.map { drawable[$0] }
  }
}

extension Tradeoff: FigureData {
  var defect: String? {
    guard Limits.allow(points.map(\.label), upTo: Limits.samples), Limits.allow([costAxis, qualityAxis]),
      points.allSatisfy({ $0.metrics.count <= Limits.items && Limits.allow($0.metrics.map(\.name)) })
    else { return "has too many points" }
    return (costBudget ?? 0).isFinite ? nil : "has a budget that is not finite"
  }

  var plainLines: [String] {
    let best = Set(frontier)
    let lines = points.indices.map { index in
      let point = points[index]
      let facts =
        ["\(costUnit.text(point.cost))", qualityUnit.text(point.quality)]
        + point.metrics.map { "\($0.title) \($0.text)" }
        + (best.contains(index) ? ["on the frontier"] : []) + (point.isGhost ? ["earlier attempt"] : [])
        + (point.isChosen ? ["chosen"] : [])
      return "\(point.label): " + facts.joined(separator: ", ")
    }
    return lines + (costBudget.map { ["budget: \(costUnit.text($0))"] } ?? [])
  }

  /// The chosen model, else the best one.
  var summary: String {
    let best = points.max { ($0.quality, $1.cost) < ($1.quality, $0.cost) }
    guard let shown = points.first(where: \.isChosen) ?? best else { return "nothing yet" }
    return "\(shown.label) \(costUnit.text(shown.cost)), \(qualityUnit.text(shown.quality))"
  }
}
