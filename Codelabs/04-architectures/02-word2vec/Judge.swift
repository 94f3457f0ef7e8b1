import Codelab
import Foundation

func isNear(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-4 * max(1, abs(b)) }

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
}

func isNear(_ a: [[Float]], _ b: [[Float]]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
}

func text(_ values: [Float]) -> String {
  "\(values.prefix(4).map { Metric.Unit.number.text(Double($0)) }.joined(separator: ", "))"
}

// MARK: - Windows

func judgeWindows(_ around: [[Int]], _ handed: [[Int]], _ trial: SentenceTrial) {
  let (sentence, window) = (trial.sentence, trial.window)
  for (place, word) in sentence.enumerated() {
    let near = sentence.indices.filter { abs($0 - place) <= window }
    let right = near.filter { $0 != place }.map { sentence[$0] }
    let came = place < around.count ? around[place] : []
    let mistake: String? =
      if came.contains(word) {
        "itself"
      } else if right.count > came.count,
        came == Array(right.suffix(came.count)) || came == Array(right.prefix(came.count))
      {
        "one-side"
      } else { nil }
    expect(
      "neighborhood", came == right, "\(trial.name): around place \(place) of \(sentence)",
      expected: "\(right)",
      actual: "\(came)", mistake: mistake)
  }
  // Right is what follows from the sentence, or from the learner's own neighborhoods: a mistake in those is one mistake.
  let own = zip(sentence, around).flatMap { word, neighbors in neighbors.map { [word, $0] } }
  let right = sentence.indices.flatMap { place in
    sentence.indices.filter { $0 != place && abs($0 - place) <= window }.map {
      [sentence[place], sentence[$0]]
    }
  }
  let wrong = handed.indices.first { $0 >= right.count || handed[$0] != right[$0] } ?? handed.count
  let isHalf = !right.isEmpty && 2 * handed.count == right.count
  expect(
    "pairs", handed == own || handed == right, "\(trial.name): the pairs of \(sentence)",
    expected: "\(right.count) pairs"
      + (wrong < right.count ? ", as number \(wrong + 1) \(right[wrong])" : ""),
    actual: "\(handed.count) pairs"
      + (wrong < handed.count ? ", as number \(wrong + 1) \(handed[wrong])" : ""),
    mistake: isHalf ? "one-direction" : nil)
}

// MARK: - The loss

private func scores(_ trial: VectorTrial) -> [Double] {
  trial.candidates.map { candidate in
    zip(trial.center, candidate).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}

private func cost(_ score: Double) -> Double { max(0, -score) + log1p(exp(-abs(score))) }

private func costs(_ trial: VectorTrial) -> [Double] {
  scores(trial).enumerated().map { cost($0.offset == 0 ? $0.element : -$0.element) }
}

func judgeLoss(_ handed: Float, _ trial: VectorTrial) {
  let costs = costs(trial)
  let right = costs.reduce(0, +)
  let allReal = scores(trial).map(cost).reduce(0, +)
  let mistakes = [
    ("all-real", allReal), ("real-only", costs[0]), ("mean", right / Double(costs.count)), ("sign", -right),
  ]
  let isRight = isNear(handed, Float(right))
  expect(
    "loss", isRight, "\(trial.name): scores \(text(scores(trial).map { Float($0) }))",
    expected: Metric.Unit.number.text(right), actual: "\(handed)",
    mistake: isRight ? nil : mistakes.first { isNear(handed, Float($0.1)) }?.0)
}

func judgeLargeLoss(_ handed: Float, _ trial: VectorTrial) {
  // What a loss of large scores is, is the other check's matter; here it has to be a number that fits.
  let right = costs(trial).reduce(0, +)
  expect(
    "large-scores", handed.isFinite, trial.name, expected: "about \(Metric.Unit.number.text(right))",
    actual: "\(handed)")
}

// MARK: - Learning

/// Where a step leads: the right one, and those that use vectors which have moved already.
private struct Moved {
  var center, centerAfterCandidates: [Float]
  var candidates, candidatesAfterCenter: [[Float]]

  /// `sign` is 1 for a step that goes uphill.
  init(_ trial: VectorTrial, sign: Float = -1) {
    let slopes = scores(trial).enumerated().map { place, score in
      sign * trial.rate * Float(1 / (1 + exp(-score)) - (place == 0 ? 1 : 0))
    }
    func added(_ vector: [Float], _ slope: Float, _ other: [Float]) -> [Float] {
      zip(vector, other).map { $0 + slope * $1 }
    }
    func center(along candidates: [[Float]]) -> [Float] {
      zip(slopes, candidates).reduce(trial.center) { added($0, $1.0, $1.1) }
    }
    func candidates(along center: [Float]) -> [[Float]] {
      zip(slopes, trial.candidates).map { added($1, $0, center) }
    }
    self.center = center(along: trial.candidates)
    self.candidates = candidates(along: trial.center)
    centerAfterCandidates = center(along: self.candidates)
    candidatesAfterCenter = candidates(along: self.center)
  }
}

func judgeLearning(_ center: [Float], _ candidates: [[Float]], _ trial: VectorTrial) {
  let right = Moved(trial)
  let uphill = Moved(trial, sign: 1)
  let isUphill = isNear(center, uphill.center)
  expect(
    "center-moved", isNear(center, right.center), "\(trial.name), rate \(trial.rate): the center",
    expected: text(right.center), actual: text(center),
    mistake: isUphill ? "uphill" : isNear(center, right.centerAfterCandidates) ? "after-candidates" : nil)
  // A step that goes uphill in all is one mistake, that of the other check.
  let isRight = isNear(candidates, right.candidates) || isUphill && isNear(candidates, uphill.candidates)
  let wrong = right.candidates.indices.first {
    $0 >= candidates.count || !isNear(candidates[$0], right.candidates[$0])
  }
  let unmoved = zip(candidates, trial.candidates).dropFirst().allSatisfy { isNear($0, $1) }
  let isRealOnly = trial.candidates.count > 1 && unmoved && wrong.map { $0 > 0 } == true
  let isAfter = isNear(candidates, right.candidatesAfterCenter)
  expect(
    "candidates-moved", isRight, "\(trial.name), rate \(trial.rate): the candidates",
    expected: wrong.map { "number \($0 + 1) becomes \(text(right.candidates[$0]))" },
    actual: wrong.map { $0 < candidates.count ? text(candidates[$0]) : "\(candidates.count) candidates" },
    mistake: isRealOnly ? "real-only" : isAfter ? "after-center" : nil)
}

// MARK: - Nearest

func judgeCosine(_ handed: Float, _ trial: DirectionTrial) {
  func product(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  let dot = product(trial.one, trial.other)
  let lengths = (product(trial.one, trial.one) * product(trial.other, trial.other)).squareRoot()
  let right = lengths > 0 ? dot / lengths : 0
  let isRight = isNear(handed, Float(right))
  let mistake: String? =
    if isRight { nil } else if handed.isNaN { "zeros" } else if isNear(handed, Float(dot)) {
      "dot-product"
    } else { nil }
  expect(
    "cosine", isRight, trial.name, expected: Metric.Unit.number.text(right), actual: "\(handed)",
    mistake: mistake)
}

func judgeNearest(_ handed: [[Int]], _ cosines: [[Float]], _ trial: CloudTrial) {
  // Held against the learner's own cosines, so that a mistake in them is one mistake.
  for place in trial.vectors.indices {
    let others = trial.vectors.indices.filter { $0 != place }
    let sorted = others.sorted { cosines[$0][place] > cosines[$1][place] }
    let right = Array(sorted.prefix(trial.count))
    let came = place < handed.count ? handed[place] : []
    let mistake: String? =
      if came.contains(place) {
        "itself"
      } else if came == Array(sorted.reversed().prefix(trial.count)), came != right { "farthest" } else {
        nil
      }
    expect(
      "nearest", came == right, "\(trial.name): the \(trial.count) nearest to number \(place)",
      expected: "\(right)", actual: "\(came)", mistake: mistake)
  }
}
