import Codelab

func judgeCounts(_ parameters: Int, _ macs: Int, _ trial: ConvolutionTrial) {
  let weights = trial.kernel * trial.kernel * trial.channels * trial.filters
  let title =
    "\(trial.height) x \(trial.width) x \(trial.channels), \(trial.filters) filters of \(trial.kernel) x \(trial.kernel)"
  let inOne = trial.kernel * trial.kernel * trial.filters + trial.filters
  expect(
    "parameters", parameters == weights + trial.filters, title,
    expected: "\(weights) weights, \(trial.filters) biases",
    actual: "\(parameters)",
    mistake: parameters == weights ? "no-biases" : parameters == inOne ? "one-channel" : nil)
  let places = (trial.height - trial.kernel + 1) * (trial.width - trial.kernel + 1)
  let mistake: String? =
    switch macs {
    case trial.height * trial.width * weights: "whole-image"
    case places * weights / trial.channels: "one-channel"
    case places * (weights + trial.filters): "biases"
    default: nil
    }
  expect(
    "macs", macs == places * weights, title,
    expected: "\(places) places times \(weights) weights = \(places * weights)",
    actual: "\(macs)", mistake: mistake)
}

func judgePercentiles(_ handed: [Double], _ trial: TimeTrial) {
  let sorted = trial.times.sorted()
  for (percent, own) in zip(trial.percents, handed) {
    let right = sorted.first { time in
      Double(trial.times.count { $0 <= time }) >= percent / 100 * Double(trial.times.count) - 1e-9
    }!
    let rank = sorted.firstIndex(of: right)!
    let mistake: String? =
      if own != right, own == trial.times[rank] {
        "unsorted"
      } else if own != right, rank + 1 < sorted.count, own == sorted[rank + 1] {
        "one-too-far"
      } else {
        nil
      }
    expect(
      "percentile", own == right, "percentile \(Int(percent)) of \(trial.times.count) times",
      expected: Metric.Unit.seconds.text(right), actual: Metric.Unit.seconds.text(own), mistake: mistake)
  }
}

func judgePeak(_ handed: Int, _ sizes: [Int]) {
  var right = sizes[0]
  for index in sizes.indices.dropFirst() { right = max(right, sizes[index - 1] + sizes[index]) }
  expect(
    "peak", handed == right, "results of \(sizes.map(String.init).joined(separator: ", ")) bytes",
    expected: "\(right)",
    actual: "\(handed)",
    mistake: sizes.count > 1 && handed == sizes.max()
      ? "largest" : sizes.count > 2 && handed == sizes.reduce(0, +) ? "all" : nil)
}

func judgeInterval(_ handed: [Double], _ trial: AnswerTrial) {
  let right = Accuracy(correct: trial.correct, count: trial.count).interval
  let p = Double(trial.correct) / Double(trial.count)
  let normal = p - 1.96 * (p * (1 - p) / Double(trial.count)).squareRoot()
  expect(
    "interval",
    handed.count == 2 && abs(handed[0] - right.lowerBound) < 1e-4 && abs(handed[1] - right.upperBound) < 1e-4,
    "\(trial.correct) of \(trial.count) correct", expected: text(right.lowerBound, right.upperBound),
    actual: handed.count == 2 ? text(handed[0], handed[1]) : "nothing",
    mistake: handed.first.map { abs($0 - normal) < 1e-6 } ?? false ? "normal" : nil)
}

func judgePair(_ handed: Bool, _ trial: PairTrial) {
  let one = Accuracy(correct: trial.one, count: trial.count).interval
  let other = Accuracy(correct: trial.other, count: trial.count).interval
  let right = !one.overlaps(other)
  func words(_ apart: Bool) -> String { apart ? "apart" : "not apart" }
  expect(
    "apart", handed == right,
    "\(trial.name): \(text(one.lowerBound, one.upperBound)) and \(text(other.lowerBound, other.upperBound))",
    expected: words(right), actual: words(handed),
    mistake: handed && trial.one != trial.other ? "any-difference" : nil)
}
