import Codelab

/// The live views of the open step.
extension State {
  /// The figures of the open step, those the learner turned to first.
  ///
  /// Curves have those of the run before beside them, faintly, and models those of all runs before; a point that is
  /// selected is the chosen one.
  var panels: [Panel] {
    let ids = openStep.figures
    guard !ids.isEmpty else { return [] }
    let known = figures[openKey] ?? [:]
    let before = earlier[openKey]
    return ids.indices.map { index in
      let id = ids[(index + viewOffset) % ids.count]
      var figure = known[id]
      if let before, let old = before.figures[id] {
        figure?.addCurves(of: old, from: before.label)
        figure?.addModels(of: old)
      }
      if let selected = selectedPoints[id] { figure?.choose(selected) }
      return Panel(id: id, figure: figure, isRunning: run?.key == openKey)
    }
  }

  /// The panel with a chart of models whose points the keys select: the first one that is visible.
  var selectablePanel: (id: String, tradeoff: Tradeoff)? {
    for panel in panels.prefix(zoomed == .live ? 1 : max(1, layout.live.count)) {
      if case .tradeoff(let tradeoff) = panel.figure?.content, !tradeoff.points.isEmpty {
        return (panel.id, tradeoff)
      }
    }
    return nil
  }

  /// The selected point of a chart in words: what it is, what it costs, and whether another one beats it.
  var selectedPointText: String? {
    guard let (id, tradeoff) = selectablePanel, let selected = selectedPoints[id] else { return nil }
    let point = tradeoff.pointsByCost[min(selected, tradeoff.points.count - 1)]
    let text =
      "\(point.label): \(tradeoff.costUnit.text(point.cost)), \(tradeoff.qualityUnit.text(point.quality))"
    guard let better = tradeoff.points.first(where: { $0.beats(point) }) else {
      return text + ", on the frontier"
    }
    return text + ", beaten by \(better.label)"
  }
}

/// A live view and what it shows, if it was measured already.
struct Panel {
  var id: String
  var figure: Figure?
  /// Whether a run is about to measure it.
  var isRunning = false

  /// The title of its frame.
  var title: String { figure?.title ?? id.prefix(1).uppercased() + id.dropFirst() }
}

extension Figure {
  /// Adds the curves of an earlier figure that differ from this one's, to be drawn faintly.
  fileprivate mutating func addCurves(of old: Figure, from label: String) {
    guard case .curves(var curves) = content, case .curves(let before) = old.content,
      before.unit == curves.unit
    else { return }
    curves.series += before.series.filter { !$0.isGhost && !curves.series.contains($0) }.map {
      Curves.Series("\($0.label), \(label)", x: $0.x, y: $0.y, isGhost: true)
    }
    content = .curves(curves)
  }

  /// Adds the models of an earlier figure that this one has not, to be drawn faintly.
  mutating func addModels(of old: Figure) {
    guard case .tradeoff(let chart) = content, case .tradeoff(let before) = old.content,
      before.costUnit == chart.costUnit, before.qualityUnit == chart.qualityUnit
    else { return }
    content = .tradeoff(chart.over(before))
  }

  /// Makes one point of a chart of models, in the order of cost, the chosen one.
  fileprivate mutating func choose(_ index: Int) {
    guard case .tradeoff(var tradeoff) = content, !tradeoff.points.isEmpty else { return }
    let chosen = tradeoff.order[min(index, tradeoff.points.count - 1)]
    for index in tradeoff.points.indices { tradeoff.points[index].isChosen = index == chosen }
    content = .tradeoff(tradeoff)
  }
}

extension Tradeoff {
  /// The indices of the points, the cheapest first.
  fileprivate var order: [Int] {
    points.indices.sorted { (points[$0].cost, $0) < (points[$1].cost, $1) }
  }

  /// The points, the cheapest first.
  var pointsByCost: [Point] { order.map { points[$0] } }
}

extension Tradeoff.Point {
  /// Whether this model is at least as cheap and as good as another, and better in one of the two.
  fileprivate func beats(_ other: Tradeoff.Point) -> Bool {
    cost <= other.cost && quality >= other.quality && (cost < other.cost || quality > other.quality)
  }
}
