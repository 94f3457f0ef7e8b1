/// Words or examples as points of a plane: what is alike lies close together.
public struct EmbeddingMap: Codable, Sendable, Equatable {
  /// One word or example.
  public struct Point: Codable, Sendable, Equatable {
    /// What it is, as in `cat`.
    public var label: String
    /// Where it is from left to right.
    public var x: Double
    /// Where it is from bottom to top.
    public var y: Double
    /// The index of its group; all points of a group look alike.
    public var group: Int

    /// Makes a point.
    public init(_ label: String, x: Double, y: Double, group: Int = 0) {
      self.label = label
      self.x = x
      self.y = y
      self.group = group
    }
  }

  /// The points.
  public var points: [Point]
  /// The names of the groups, for the legend; empty without groups.
  public var groups: [String]

  /// Makes a map.
  public init(_ points: [Point], groups: [String] = []) {
    self.points = points
    self.groups = groups
  }

  /// Lays vectors out in the plane in which they differ most: their first two principal components.
  ///
  /// - Parameters:
  ///   - labels: what each vector stands for.
  ///   - vectors: `[labels, width]`, as the table of an embedding layer.
  ///   - group: the index of each vector's group; by default all belong to one.
  ///   - groups: the names of the groups.
  /// - Precondition: there is one vector for each label.
  public init(_ labels: [String], vectors: Tensor, group: [Int] = [], groups: [String] = []) {
    precondition(
      vectors.shape.count == 2 && vectors.shape[0] == labels.count,
      "\(labels.count) labels for vectors \(vectors.shape)")
    let plane = principalPlane(of: vectors.values.map(Double.init), rows: labels.count)
    self.init(
      labels.indices.map {
        Point(labels[$0], x: plane[$0].x, y: plane[$0].y, group: $0 < group.count ? group[$0] : 0)
      }, groups: groups)
  }
}

extension EmbeddingMap: FigureData {
  var defect: String? {
    guard Limits.allow(points.map(\.label), upTo: Limits.samples), Limits.allow(groups) else {
      return "has too many points"
    }
    let isSane = points.allSatisfy { groups.isEmpty || groups.indices.contains($0.group) }
    return isSane ? nil : "has a point of a group without a name"
  }

  /// Each of the first twenty points with its nearest neighbor on the map.
  var plainLines: [String] {
    let drawable = points.filter { $0.x.isFinite && $0.y.isFinite }
    func distance(_ one: Point, _ other: Point) -> Double {
      (one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y)
    }
    let shown = drawable.prefix(20).enumerated().map { index, point in
      let others = drawable.indices.filter { $0 != index }
      let nearest = others.min { distance(drawable[$0], point) < distance(drawable[$1], point) }
      let group = point.group < groups.count && point.group >= 0 ? " (\(groups[point.group]))" : ""
      return "\(point.label)\(group)" + (nearest.map { ": nearest \(drawable[$0].label)" } ?? "")
    }
    let rest = points.count - shown.count
    return shown + (rest > 0 ? ["and \(rest) more"] : [])
  }

  var summary: String { "\(points.count) points" + (groups.isEmpty ? "" : ", \(groups.count) groups") }
}
