import Codelab
import Foundation

func isNear(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-3 * max(1, abs(b)) }

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
}

func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(1, abs(b)) }

func text(_ value: Float) -> String { Metric.Unit.number.text(Double(value)) }

func text(_ values: [Float]) -> String {
  let shown = values.prefix(4).map { text($0) }
  return "[" + shown.joined(separator: ", ") + (values.count > 4 ? ", ...]" : "]")
}

func judgeSoftened(_ handed: [Float], _ trial: LogitTrial) {
  let right = softmax(trial.logits, dividedBy: trial.temperature)
  let title = "\(trial.name): the softmax of the logits, divided by the temperature"
  if trial.isLarge {
    // Only whether they stay finite: how they are softened is the other check's matter.
    expect(
      "large", handed.count == right.count && handed.allSatisfy(\.isFinite),
      "\(trial.name): probabilities are numbers", expected: text(right), actual: text(handed))
    return
  }
  let mistake: String? =
    if isNear(handed, softmax(trial.logits, dividedBy: 1 / trial.temperature)) {
      "multiplied"
    } else if isNear(handed, softmax(trial.logits).map { $0 / trial.temperature }) {
      "afterwards"
    } else {
      nil
    }
  expect(
    "softened", isNear(handed, right), title, expected: text(right), actual: text(handed), mistake: mistake)
}

func judgeCrossEntropy(_ handed: Float, _ trial: TargetTrial) {
  func entropy(_ answers: [Float], _ targets: [Float]) -> Float {
    zip(answers, targets).reduce(0) { $1.1 > 0 ? $0 - $1.1 * log($1.0) : $0 }
  }
  let right = entropy(trial.answers, trial.targets)
  let hasZeros = trial.targets.contains(0)
  expect(
    hasZeros ? "zeros" : "cross-entropy", isNear(handed, right),
    "\(trial.name): answers \(text(trial.answers)), targets \(text(trial.targets))", expected: text(right),
    actual: text(handed),
    mistake: isNear(handed, entropy(trial.targets, trial.answers)) ? "swapped" : nil)
}

/// What the engine makes of one recording: a model that hands on its input stands for the student.
func engineLoss(_ trial: LessonTrial, _ loss: Loss, targets: [Float]? = nil) throws -> Float {
  let count = trial.student.count
  let student = try Model(input: [count]) { Flatten() }
  let logits = Tensor(shape: [1, count], values: trial.student)
  let data =
    try targets.map { try Dataset(inputs: [logits], values: Tensor(shape: [1, count], values: $0)) }
    ?? Dataset(images: logits, labels: [trial.label], classes: count)
    .taught(by: Tensor(shape: [1, count], values: trial.teacher))
  return try Float(student.evaluate(data, loss: loss).loss)
}

func judgeLosses(hinton: Float, book: Float, _ parts: Parts, _ trial: LessonTrial) throws {
  let (weight, square) = (trial.weight, trial.temperature * trial.temperature)
  let hard = parts.answers.indices.contains(trial.label) ? -log(parts.answers[trial.label]) : .nan
  var rightHinton = hard + weight * square * parts.hintonEntropy
  var rightBook = hard + weight * square * parts.bookEntropy
  // Where the learner's parts are right, the engine has the last word. Its shares and its soft labels add up to 1.
  let softTeacher = softmax(trial.teacher, dividedBy: trial.temperature)
  let factor = weight * square
  let mixed = softTeacher.enumerated().map { ($1 * factor + ($0 == trial.label ? 1 : 0)) / (factor + 1) }
  let engineHinton =
    try (1 + weight)
    * engineLoss(trial, .distillation(labelShare: 1 / (1 + weight), temperature: trial.temperature))
  let engineBook = try (1 + factor) * engineLoss(trial, .crossEntropy(), targets: mixed)
  if isNear(rightHinton, engineHinton), isNear(rightBook, engineBook) {
    (rightHinton, rightBook) = (engineHinton, engineBook)
  }
  judgeLoss("hinton", hinton, rightHinton, other: rightBook, mistake: "teacher-only", hard, trial)
  judgeLoss("book", book, rightBook, other: rightHinton, mistake: "both", hard, trial)
}

/// Judges one of the losses; `mistake` is the name of taking the `other` for it.
func judgeLoss(
  _ check: String, _ handed: Float, _ right: Float, other: Float, mistake: String, _ hard: Float,
  _ trial: LessonTrial
) {
  let withoutSquare = hard + (right - hard) / (trial.temperature * trial.temperature)
  expect(
    check, isNear(handed, right),
    "\(trial.name), weight \(text(trial.weight)), label \(trial.label): as much as the engine's loss",
    expected: text(right), actual: text(handed),
    mistake: isNear(handed, other) ? mistake : isNear(handed, withoutSquare) ? "no-square" : nil)
}

func judgeGradient(_ handed: [Float], labelOnly: [Float], _ parts: Parts, _ trial: LessonTrial) {
  let label = parts.answers.enumerated().map { $1 - ($0 == trial.label ? 1 : 0) }
  expect(
    "label-pull", isNear(labelOnly, label), "\(trial.name), weight 0: only the label \(trial.label) pulls",
    expected: text(label), actual: text(labelOnly),
    mistake: isNear(labelOnly, parts.answers) ? "no-label" : nil)
  // What the weight adds, whatever the label's part is.
  let added = zip(handed, labelOnly).map { $0 - $1 }
  let difference = zip(parts.softAnswers, parts.softTargets).map { $0 - $1 }
  func pull(_ factor: Float) -> [Float] { difference.map { trial.weight * factor * $0 } }
  let right = pull(trial.temperature)
  let mistake: String? =
    if isNear(added, pull(trial.temperature * trial.temperature)) {
      "square-left"
    } else if isNear(added, pull(-trial.temperature)) {
      "uphill"
    } else {
      nil
    }
  expect(
    "teacher-pull", isNear(added, right),
    "\(trial.name): what a weight of \(text(trial.weight)) adds to the gradient", expected: text(right),
    actual: text(added), mistake: mistake)
}

func judgeGain(_ handed: [Double], _ trial: GainTrial) {
  let (mean, halfWidth) = (handed.first ?? .nan, handed.last ?? .nan)
  let count = Double(trial.control.count)
  func average(_ values: [Double]) -> Double { values.reduce(0, +) / count }
  func squares(_ values: [Double]) -> Double {
    let center = average(values)
    return values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  }
  let differences = zip(trial.treated, trial.control).map { $0 - $1 }
  expect(
    "mean-gain", isNear(mean, average(differences)), "\(trial.name): the mean difference",
    expected: Metric.Unit.number.text(average(differences)), actual: Metric.Unit.number.text(mean),
    mistake: isNear(mean, -average(differences)) ? "reversed" : nil)
  let right = trial.quantile * (squares(differences) / (count - 1) / count).squareRoot()
  let unpaired =
    trial.quantile * ((squares(trial.treated) + squares(trial.control)) / (count - 1) / count).squareRoot()
  let mistake: String? =
    if isNear(halfWidth, unpaired) {
      "unpaired"
    } else if isNear(halfWidth, right * count.squareRoot()) {
      "no-root"
    } else if isNear(halfWidth, right * ((count - 1) / count).squareRoot()) {
      "by-count"
    } else {
      nil
    }
  expect(
    "interval", isNear(halfWidth, right),
    "\(trial.name): how far the true mean may lie from the measured one",
    expected: Metric.Unit.number.text(right), actual: Metric.Unit.number.text(halfWidth), mistake: mistake)
}
