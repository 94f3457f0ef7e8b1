import Codelab

func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(1, abs(b)) }

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-3 }
}

func text(_ value: Double) -> String { Metric.Unit.number.text(value) }

func text(_ values: [Float]) -> String {
  "[" + values.map { text(Double($0)) }.joined(separator: ", ") + "]"
}

func judgeUsed(_ handed: [Double], tightest: Demand, _ trial: MeasuredTrial) {
  let (model, limits) = (trial.model, trial.limits)
  let title = "\(trial.name): \(row(model).joined(separator: ", ")) of \(row(limits).joined(separator: ", "))"
  let (size, latency) = (model.size / limits.size, model.latency / limits.latency)
  let errors = (1 - model.accuracy) / (1 - limits.accuracy)
  let areCostsRight = handed.count == 3 && isNear(handed[0], size) && isNear(handed[1], latency)
  let isReversed = handed.count == 3 && isNear(handed[0], 1 / size)
  expect(
    "costs", areCostsRight, title, expected: "size \(text(size)), latency \(text(latency))",
    actual: handed.prefix(2).map { text($0) }.joined(separator: ", "), mistake: isReversed ? "reversed" : nil)
  let came = handed.last ?? .nan
  let mistake: String? =
    if isNear(came, model.accuracy / limits.accuracy) {
      "accuracy"
    } else if isNear(came, limits.accuracy / model.accuracy) {
      "accuracy-reversed"
    } else {
      nil
    }
  expect("errors", isNear(came, errors), title, expected: text(errors), actual: text(came), mistake: mistake)
  // Held against what the learner's own function says, so that a mistake there is not counted twice.
  let own = zip(Demand.allCases, handed)
  let most = own.max { $0.1 < $1.1 }
  let least = own.min { $0.1 < $1.1 }
  let used = own.first { $0.0 == tightest }?.1 ?? .nan
  expect(
    "tightest", used == most?.1, "\(trial.name): the demand with the largest number is the tightest",
    expected: most?.0.rawValue, actual: tightest.rawValue,
    mistake: used == least?.1 ? "most-room" : nil)
}

func judgeTaught(_ handed: [Taught], _ trial: TaughtTrial) {
  let count = trial.images.count
  expect(
    "changed", handed.count == count, "\(trial.name): one result for each image", expected: "\(count)",
    actual: "\(handed.count)")
  for (result, image) in zip(handed, trial.images) {
    // Any call of the change may have made it.
    let isChanged = (1...2 * count).contains { isNear(result.image, changed(image, by: $0)) }
    expect(
      "changed", isChanged, "\(trial.name): the student sees each image changed, once",
      expected: text(changed(image, by: 1)), actual: text(result.image),
      mistake: isNear(result.image, image) ? "unchanged" : nil)
    let right = answer(to: result.image)
    expect(
      "asked", isNear(result.logits, right),
      "\(trial.name): the teacher's logits are for the image in the result",
      expected: text(right), actual: text(result.logits),
      mistake: isNear(result.logits, answer(to: image)) ? "original" : "another-change")
  }
}

func judgeModel(_ model: Measured, _ limits: Measured) {
  let shown = (row(model), row(limits))
  expect(
    "size", model.size <= limits.size, "the file is small enough", expected: "<= \(shown.1[0])",
    actual: shown.0[0])
  expect(
    "latency", model.latency <= limits.latency, "an inference takes little of the baseline's time",
    expected: "<= \(shown.1[1])", actual: shown.0[1])
  expect(
    "accuracy", model.accuracy >= limits.accuracy, "enough digits are right", expected: ">= \(shown.1[2])",
    actual: shown.0[2])
}
