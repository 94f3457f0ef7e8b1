import Codelab
import Foundation

func text(_ value: Float) -> String { Metric.Unit.number.text(Double(value)) }

func isNear(_ handed: [Float], _ right: [Float]) -> Bool {
  handed.count == right.count && firstDifference(handed, right) == nil
}

/// The first place where two lists of numbers differ.
func firstDifference(_ handed: [Float], _ right: [Float]) -> Int? {
  right.indices.first { $0 >= handed.count || !(abs(handed[$0] - right[$0]) < 1e-4) }
}

/// Says what stands at the first wrong place.
func expectNumbers(
  _ check: String, _ handed: [Float], _ right: [Float], _ message: String, place: (Int) -> String,
  mistakes: [(String, [Float])]
) {
  let wrong = firstDifference(handed, right)
  let isRight = wrong == nil && handed.count == right.count
  expect(
    check, isRight, message,
    expected: wrong.map { "\(text(right[$0])) \(place($0))" } ?? "\(right.count) numbers",
    actual: wrong.flatMap { $0 < handed.count ? text(handed[$0]) : nil } ?? "\(handed.count) numbers",
    mistake: isRight ? nil : mistakes.first { isNear(handed, $0.1) }?.0)
}

func expectPixels(
  _ check: String, _ handed: [Float], _ right: [Float], _ trial: PairTrial, mistakes: [(String, [Float])]
) {
  expectNumbers(
    check, handed, right, trial.name,
    place: { "at row \($0 / trial.side), column \($0 % trial.side)" }, mistakes: mistakes)
}

func expectTarget(
  _ check: String, _ handed: [Float], _ right: [Float], _ message: String, mistakes: [(String, [Float])]
) {
  expectNumbers(check, handed, right, message, place: { "for class \($0)" }, mistakes: mistakes)
}

func judgeLoss(_ handed: Float, raised: Float, _ trial: LossTrial) {
  let powers = trial.logits.map { exp(Double($0)) }
  let losses = powers.map { -log($0 / powers.reduce(0, +)) }
  let right = Float(zip(losses, trial.target).reduce(0) { $0 + $1.0 * Double($1.1) })
  let highest = trial.target.indices.max { trial.target[$0] < trial.target[$1] } ?? 0
  let isRight = abs(handed - right) < 1e-3
  let isHard = abs(handed - Float(losses[highest])) < 1e-3
  let isMean = abs(handed - right / Float(trial.logits.count)) < 1e-3
  expect(
    "soft", isRight, "\(trial.name): logits \(trial.logits), target \(trial.target)", expected: text(right),
    actual: text(handed),
    mistake: isRight
      ? nil : isHard ? "hard" : isMean ? "mean" : nil)
  expect(
    "large", raised.isFinite && abs(raised - handed) < 2e-3,
    "\(trial.name): 500 more on every logit changes no probability", expected: text(handed),
    actual: text(raised), mistake: raised.isFinite ? nil : "overflow")
}

func judgeSquare(_ handed: Box, _ trial: SquareTrial) {
  func box(from shift: Int, isCut: Bool = true) -> [Range<Int>] {
    [trial.row, trial.column].map { center in
      let (first, last) = (center - shift, center - shift + trial.size)
      return isCut ? max(0, first)..<max(0, min(trial.side, last)) : first..<last
    }
  }
  let (rows, right) = ([handed.rows, handed.columns], box(from: trial.size / 2))
  let isFromCenter = rows == box(from: 0)
  // At the edges only the cut is judged: where the square begins is the other check's matter.
  let isOtherCheck = trial.isAtAnEdge && isFromCenter
  let mistake =
    rows == right
    ? nil : isFromCenter ? "corner" : rows == box(from: trial.size / 2, isCut: false) ? "beyond" : nil
  expect(
    trial.isAtAnEdge ? "cut" : "square", rows == right || isOtherCheck, "\(trial.name) of 14 by 14",
    expected: "rows \(right[0]), columns \(right[1])",
    actual: "rows \(handed.rows), columns \(handed.columns)",
    mistake: mistake)
}

/// Pixels that come from one image inside of a box and from another outside.
func pixels(inside: [Float], outside: [Float], _ trial: PairTrial) -> [Float] {
  var result = outside
  for row in trial.box.rows {
    for column in trial.box.columns {
      result[row * trial.side + column] = inside[row * trial.side + column]
    }
  }
  return result
}

func judgeHidden(_ handed: [Float], _ trial: PairTrial) {
  let (gray, whole) = (trial.one.pixels.map { _ in Float(0) }, trial.one.pixels)
  expectPixels(
    "hidden", handed, pixels(inside: gray, outside: whole, trial), trial,
    mistakes: [
      ("paper", pixels(inside: gray.map { $0 - 1 }, outside: whole, trial)),
      ("outside", pixels(inside: whole, outside: gray, trial)),
    ])
}

/// As much of one list as the share says, the rest of the other.
func blend(_ one: [Float], _ other: [Float], _ share: Float) -> [Float] {
  zip(one, other).map { $1 + share * ($0 - $1) }
}

func judgeMixUp(_ handed: Example, _ trial: PairTrial) {
  let (one, other, share) = (trial.one, trial.other, trial.share)
  expectPixels(
    "mixed-pixels", handed.pixels, blend(one.pixels, other.pixels, share), trial,
    mistakes: [("swapped", blend(other.pixels, one.pixels, share))])
  expectTarget(
    "mixed-target", handed.target, blend(one.target, other.target, share), "\(trial.name), share \(share)",
    mistakes: [
      ("one-label", one.target), ("one-label", share > 0.5 ? one.target : other.target),
      ("swapped", blend(other.target, one.target, share)),
    ])
}

func judgeCutMix(_ handed: Example, _ trial: PairTrial) {
  let (one, other, box) = (trial.one, trial.other, trial.box)
  expectPixels(
    "piece", handed.pixels, pixels(inside: other.pixels, outside: one.pixels, trial), trial,
    mistakes: [("swapped", pixels(inside: one.pixels, outside: other.pixels, trial))])
  let (rows, columns, side) = (Float(box.rows.count), Float(box.columns.count), Float(trial.side))
  let area = rows * columns / (side * side)
  expectTarget(
    "area", handed.target, blend(other.target, one.target, area),
    "\(trial.name), a piece of \(box.rows.count) by \(box.columns.count)",
    mistakes: [
      ("one-label", one.target), ("swapped", blend(one.target, other.target, area)),
      ("side", blend(other.target, one.target, rows / side)),
    ])
}

/// The mean of the largest probabilities minus the share of right answers.
func excess(_ answers: [[Float]], labels: [Int]) -> Double {
  let differences = zip(answers, labels).map { answer, label in
    let largest = answer.max() ?? 0
    return Double(largest) - (answer[label] == largest ? 1 : 0)
  }
  return differences.mean
}

func judgeOverconfidence(_ handed: Double, _ trial: AnswerTrial) {
  let right = excess(trial.probabilities, labels: trial.labels)
  let given = zip(trial.probabilities, trial.labels).map { Double($0[$1]) }.mean
  let hits = zip(trial.probabilities, trial.labels).count { $0[$1] == $0.max() }
  let isRight = abs(handed - right) < 1e-4
  let isOfLabel = abs(handed - (given - Double(hits) / Double(trial.labels.count))) < 1e-4
  expect(
    "overconfidence", isRight, "\(trial.name): \(trial.labels.count) images, \(hits) right",
    expected: Metric.Unit.number.text(right), actual: Metric.Unit.number.text(handed),
    mistake: isRight ? nil : isOfLabel ? "of-the-label" : nil)
}
