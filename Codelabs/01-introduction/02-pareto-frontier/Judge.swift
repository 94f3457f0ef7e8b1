import Codelab

/// The engine's own answer: the first of two points dominates when it alone is in their Pareto set.
func isDominated(_ other: Measured, by one: Measured) -> Bool {
  let points = [one, other].map { $0.costs + [$0.quality] }
  return (try? paretoSet(points, [.minimize, .minimize, .maximize])) == [0]
}

func judgeDominance(_ handed: Bool, _ trial: PairTrial) {
  let right = isDominated(trial.other, by: trial.one)
  let one = trial.one
  let other = trial.other
  let betterInAll = one.quality > other.quality && zip(one.costs, other.costs).allSatisfy { $0 < $1 }
  let mistake: String? =
    if right, !betterInAll { "better-in-all" } else if !right, handed { "better-in-one" } else { nil }
  expect(
    trial.isEqual ? "equals" : "dominates", handed == right, "\(text(one)) against \(text(other))",
    expected: right ? "dominates" : "does not dominate", actual: handed ? "dominates" : "does not dominate",
    mistake: mistake)
}

func judgeFrontier(_ handed: [Int], _ dominance: [[Bool]], _ trial: CloudTrial) {
  // Held against the learner's own `dominates`, so that a mistake in it is one mistake.
  let right = trial.models.indices.filter { index in !dominance.contains { $0[index] } }
  let best = trial.models.indices.filter { index in
    !trial.models.contains { $0.quality > trial.models[index].quality }
  }
  expect(
    "frontier", handed == right, "of \(trial.models.count) models those that none dominates",
    expected: "\(right)", actual: "\(handed)",
    mistake: handed.sorted() == right && handed != right
      ? "order" : handed == best && right != best ? "only-best" : nil)
}

func judgeChoice(_ handed: Int, _ trial: ChoiceTrial) {
  let good = trial.models.indices.filter { zip(trial.models[$0].costs, trial.limits).allSatisfy { $0 <= $1 } }
  let right = good.max { trial.models[$0].quality < trial.models[$1].quality }
  func words(_ place: Int?) -> String {
    place.map { trial.models.indices.contains($0) ? "model \($0) \(text(trial.models[$0]))" : "model \($0)" }
      ?? "none"
  }
  let keepsLimits = handed >= 0 && good.contains(handed)
  let cheapest = good.min { trial.models[$0].costs[0] < trial.models[$1].costs[0] }
  // A choice within the limits that is not the best is the other check's matter.
  let isRight = handed == right ?? -1
  expect(
    trial.areTight ? "limits" : "choose", isRight || trial.areTight && keepsLimits,
    "\(trial.name): \(good.count) of \(trial.models.count) models keep them", expected: words(right),
    actual: words(handed >= 0 ? handed : nil), mistake: handed == cheapest && !isRight ? "cheapest" : nil)
}

func text(_ model: Measured) -> String {
  "(costs \(model.costs.map(Metric.Unit.number.text).joined(separator: " and ")), quality \(Metric.Unit.number.text(model.quality)))"
}
