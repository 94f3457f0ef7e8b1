import Codelab

func judgeAccuracy(_ handed: Double, _ trial: MaskTrial) {
  let right = zip(trial.predicted, trial.actual).count { $0 == $1 }
  let share = Double(right) / Double(trial.actual.count)
  let isCount = isNear(handed, Double(right))
  expect(
    "accuracy", isNear(handed, share), "\(trial.name): the share of pixels whose class is right",
    expected: "\(right) of \(trial.actual.count), \(text(share))", actual: text(handed),
    mistake: isCount ? "count" : nil)
}

/// Judges the intersection over union of each class; nil travels as an empty list.
func judgeOverlap(_ handed: [[Double]], _ trial: MaskTrial) {
  for (wanted, value) in handed.enumerated() {
    let pairs = zip(trial.predicted, trial.actual)
    let both = Double(pairs.count { $0 == wanted && $1 == wanted })
    let predicted = Double(trial.predicted.count { $0 == wanted })
    let actual = Double(trial.actual.count { $0 == wanted })
    let union = predicted + actual - both
    guard union > 0 else {
      expect(
        "absent", value.isEmpty, "\(trial.name): no pixel has class \(wanted), in either mask",
        expected: "nil", actual: value.first.map(text))
      continue
    }
    let share = value.first ?? .nan
    let mistakes: [(String, Double)] = [
      ("sum", both / (predicted + actual)), ("of-actual", both / actual),
    ]
    let isRight = isNear(share, both / union)
    expect(
      "overlap", isRight,
      "\(trial.name): class \(wanted) has \(Int(both)) pixels in both masks and \(Int(union)) in at least one",
      expected: text(both / union), actual: value.first.map(text) ?? "nil",
      mistake: isRight ? nil : mistakes.first { isNear(share, $0.1) }?.0)
  }
}

func judgeMask(_ handed: [Int], _ trial: ScoreTrial) {
  let pixels = trial.scores.count / trial.classes
  func chosen(_ score: (_ pixel: Int, _ wanted: Int) -> Float) -> [Int] {
    (0..<pixels).map { pixel in
      (1..<trial.classes).reduce(0) { score(pixel, $1) > score(pixel, $0) ? $1 : $0 }
    }
  }
  let right = chosen { trial.scores[$0 * trial.classes + $1] }
  let planes = chosen { trial.scores[$1 * pixels + $0] }
  let wrong = right.indices.first { $0 >= handed.count || handed[$0] != right[$0] }
  let place = wrong.map { place in
    Array(trial.scores[place * trial.classes..<(place + 1) * trial.classes])
  }
  expect(
    trial.hasTies ? "ties" : "highest", wrong == nil, "\(trial.name): the class with the highest score",
    expected: wrong.map { "\(place ?? []): class \(right[$0])" },
    actual: wrong.map { $0 < handed.count ? "class \(handed[$0])" : "\(handed.count) pixels" },
    mistake: wrong != nil && handed == planes ? "planes" : nil)
}

func judgeOverlay(_ handed: [Float], _ trial: OverlayTrial) {
  func mixed(_ opacity: Float) -> [Float] {
    trial.picture.enumerated().map { index, value in
      guard let tint = trial.tints[trial.mask[index / 3]] else { return value }
      return value * (1 - opacity) + tint[index % 3] * opacity
    }
  }
  let right = mixed(trial.opacity)
  let isTinted = trial.picture.indices.map { trial.tints[trial.mask[$0 / 3]] != nil }
  func firstWrong(_ tinted: Bool) -> Int? {
    right.indices.first { isTinted[$0] == tinted && !($0 < handed.count && isNear(handed[$0], right[$0])) }
  }
  let swapped = zip(handed, mixed(1 - trial.opacity)).allSatisfy { isNear($0, $1) }
  for (check, place) in [("mixed", firstWrong(true)), ("untinted", firstWrong(false))] {
    expect(
      check, place == nil, "\(trial.mask.count) pixels at opacity \(trial.opacity)",
      expected: place.map { "value \($0): \(right[$0])" },
      actual: place.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) values" },
      mistake: place != nil && check == "mixed" && swapped ? "swapped" : nil)
  }
}

func judgeLevels(_ handed: [Int], _ trial: LevelTrial) {
  let exact = trial.pixels.map { $0 / trial.scale + Float(trial.zeroPoint) }
  let right = exact.map { Int(max(-128, min(127, $0.rounded()))) }
  // A value halfway between two levels may go to either.
  let wrong = right.indices.first { place in
    guard place < handed.count else { return true }
    return (max(-128, min(127, exact[place])) - Float(handed[place])).magnitude > 0.501
  }
  func isSame(_ level: (Float) -> Float) -> Bool {
    handed.count == trial.pixels.count
      && zip(handed, trial.pixels).allSatisfy { $0 == Int(max(-128, min(127, level($1)))) }
  }
  let mistake: String? =
    if isSame({ ($0 * 127).rounded() }) {
      "times-127"
    } else if isSame({ ($0 / trial.scale).rounded() }) {
      "no-zero-point"
    } else if isSame({ ($0 / trial.scale + Float(trial.zeroPoint)).rounded(.towardZero) }) {
      "truncated"
    } else {
      nil
    }
  expect(
    trial.isOutside ? "limits" : "levels", handed.count == right.count && wrong == nil,
    "scale \(trial.scale), zero point \(trial.zeroPoint)",
    expected: wrong.map { "\(trial.pixels[$0]) becomes \(right[$0])" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) levels" },
    mistake: wrong == nil ? nil : mistake)
}

func text(_ value: Double) -> String { Metric.Unit.number.text(value) }

func isNear(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude < 1e-6 }

func isNear(_ a: Float, _ b: Float) -> Bool { (a - b).magnitude < 1e-4 }
