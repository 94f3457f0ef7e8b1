import Codelab

func squares(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
}

func judgeDistances(_ handed: [[Float]], _ trial: ZooTrial) {
  for (one, row) in zip(trial.features, handed) {
    for (other, came) in zip(trial.features, row) {
      let right = squares(one, other).squareRoot()
      expect(
        "distance", abs(came - right) < 1e-4, "from \(list(one)) to \(list(other))",
        expected: text(right),
        actual: text(came), mistake: abs(came - right * right) < 1e-4 ? "no-root" : nil)
    }
  }
}

func judgeNearest(_ handed: [Int], _ distances: [[Float]], _ trial: ZooTrial) {
  // Held against the learner's own distances, so that a mistake in them is one mistake.
  for place in trial.features.indices {
    let others = trial.features.indices.filter { $0 != place }
    let right = others.min { distances[$0][place] < distances[$1][place] }!
    let came = place < handed.count ? handed[place] : -1
    expect(
      "nearest", came == right, "\(trial.name): nearest to animal \(place)", expected: "animal \(right)",
      actual: "animal \(came)", mistake: came == place ? "itself" : nil)
  }
}

func judgeLine(_ handed: [Bool], _ trial: LineTrial) {
  func sums(_ bias: Float) -> [Float] { trial.features.map { zip($0, trial.weights).map(*).reduce(bias, +) } }
  let right = sums(trial.bias).map { $0 > 0 }
  let wrong = right.indices.first { $0 >= handed.count || handed[$0] != right[$0] }
  let mistake: String? =
    if wrong == nil {
      nil
    } else if handed == sums(0).map({ $0 > 0 }) {
      "no-bias"
    } else if handed == sums(trial.bias).map({ $0 >= 0 }) { "on-the-line" } else { nil }
  expect(
    "side", wrong == nil, "\(trial.name): weights \(trial.weights), bias \(trial.bias)",
    expected: wrong.map { "\(list(trial.features[$0])) adds up to \(sums(trial.bias)[$0]): \(right[$0])" },
    actual: wrong.flatMap { $0 < handed.count ? "\(handed[$0])" : nil }, mistake: mistake)
}

func judgeLearning(_ handed: [Float], _ decision: Bool, _ trial: LearningTrial) {
  let before = trial.weights + [trial.bias]
  let sign: Float = trial.label ? 1 : -1
  let moved = zip(before, trial.features + [1]).map { $0 + sign * $1 }
  func isNear(_ other: [Float]) -> Bool {
    handed.count == other.count && zip(handed, other).allSatisfy { abs($0 - $1) < 1e-4 }
  }
  let title = "\(trial.name): your function decides \(decision), the label is \(trial.label)"
  // Held against the learner's own decision, so that a mistake in it is one mistake.
  guard decision != trial.label else {
    expect(
      "unmoved", isNear(before), "\(title): right, so nothing changes", expected: "\(list(before))",
      actual: "\(list(handed))")
    return
  }
  let mistake: String? =
    if isNear(Array(moved.dropLast()) + [trial.bias]) {
      "bias"
    } else if isNear(zip(before, trial.features + [1]).map { $0 - sign * $1 }) { "sign" } else { nil }
  expect(
    "moved", isNear(moved), "\(title): wrong, so weights and bias move", expected: "\(list(moved))",
    actual: "\(list(handed))", mistake: mistake)
}

func judgeTable(_ handed: Int, _ trial: TableTrial) {
  let bits = trial.vocabulary * trial.width * trial.bits
  expect(
    "table-size", handed == (bits + 7) / 8, "\(trial.name)",
    expected: "\(bits) bits, \((bits + 7) / 8) bytes",
    actual: "\(handed)", mistake: handed == bits ? "bits" : handed == bits / 8 ? "rounded-down" : nil)
}

func list(_ values: [Float]) -> String { "(" + values.map(text).joined(separator: ", ") + ")" }
