import Codelab
import Foundation

func isNear(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-4 * max(1, abs(b)) }

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
}

func judgeValues(_ handed: [Float], _ trial: ValueTrial) {
  let right = rounded(trial.values, scale: trial.scale, limit: trial.limit)
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  let levels = right.map { $0 / trial.scale }
  // Outside, only the limit is judged: levels handed in instead of numbers are the other check's matter.
  let isLimited = handed.count == right.count && isNear(handed, levels)
  expect(
    trial.isOutside ? "limited" : "rounded", wrong == nil || trial.isOutside && isLimited,
    "\(trial.name): scale \(trial.scale), levels from \(-trial.limit) to \(trial.limit)",
    expected: wrong.map { "\(trial.values[$0]) becomes \(right[$0])" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) values" },
    mistake: isNear(handed, levels) ? "levels" : nil)
}

func judgeGradient(_ handed: [Float], _ trial: ValueTrial) {
  let right = trial.isOutside ? trial.gradient.map { _ in 0 } : trial.gradient
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  expect(
    trial.isOutside ? "outside" : "inside", wrong == nil,
    trial.isOutside
      ? "\(trial.name): moving a value that is cut off changes nothing"
      : "\(trial.name): the gradient passes as it is",
    expected: wrong.map { "\(right[$0]) at \(trial.values[$0])" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) values" })
}

func judgeStep(_ handed: [Float], _ trial: StepTrial) {
  let rounded = trial.weights.map { ($0 * 2).rounded() / 2 }
  func moved(_ start: [Float], at place: [Float], sign: Float = -1) -> [Float] {
    zip(start, place).map { $0 + sign * trial.rate * (3 * $1 - 1) }
  }
  func begin(_ values: [Float]) -> String {
    values.prefix(3).map { Metric.Unit.number.text(Double($0)) }.joined(separator: ", ") + ", ..."
  }
  let weights = trial.weights
  let isUphill = isNear(handed, moved(weights, at: rounded, sign: 1))
  let isExactGradient = isNear(handed, moved(weights, at: weights))
  let isRoundedMoved = isNear(handed, moved(rounded, at: rounded))
  let isRight = isNear(handed, moved(weights, at: rounded))
  let (right, came) = (begin(moved(weights, at: rounded)), begin(handed))
  // Whatever else is wrong is a wrong step; each of the three mistakes has a check of its own.
  expect(
    "gradient-place", !isExactGradient, "the gradient is that of the rounded weights", expected: right,
    actual: came)
  expect(
    "exact-kept", !isRoundedMoved, "the exact weights are moved, not the rounded ones", expected: right,
    actual: came)
  expect(
    "direction", isRight || isExactGradient || isRoundedMoved,
    "each weight moves by the rate times its slope, downhill",
    expected: right, actual: came, mistake: isUphill ? "uphill" : nil)
}

func judgeSigns(_ check: String, _ handed: [Float], _ weights: [Float], _ right: [Float]) {
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  let largest = weights.map(abs).max() ?? 0
  let mean = weights.map(abs).reduce(0, +) / Float(weights.count)
  let mistake: String? = wrong.flatMap { place in
    guard place < handed.count else { return nil }
    if weights[place] == 0, handed[place] == 0 { return "zero" }
    if isNear(abs(handed[place]), largest) { return "largest" }
    return check == "ternary" && isNear(abs(handed[place]), mean) ? "mean-of-all" : nil
  }
  expect(
    check, wrong == nil, "\(weights.count) weights",
    expected: wrong.map { "\(weights[$0]) becomes \(right[$0])" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) weights" }, mistake: mistake)
}
