import Codelab

func judgeRoundTrip(_ handed: Handed, _ trial: Trial) {
  let (weights, bits) = (trial.weights, trial.bits)
  let limit = Float(1 << (bits - 1)) - 1
  let largest = weights.map(abs).max() ?? 0
  guard largest > 0 else {
    expect(
      "edges", handed.levels.allSatisfy { $0 == 0 } && handed.levels.count == weights.count,
      "weights that are all zero get level 0; no weights get no levels",
      expected: "\(weights.map { _ in 0 })", actual: "\(handed.levels)")
    expect(
      "edges", handed.scale > 0 && handed.scale.isFinite,
      "the scale is above zero, even when every weight is zero or there is none",
      expected: "> 0", actual: "\(handed.scale)")
    return
  }

  let scale = largest / limit
  expect(
    "scale", abs(handed.scale - scale) <= 1e-5 * scale,
    "at \(bits) bits the weight farthest from zero, \(signed(weights, largest)), gets level \(Int(limit)) or -\(Int(limit))",
    expected: "scale \(scale)", actual: "scale \(handed.scale)",
    mistake: scaleMistake(handed.scale, weights, bits: bits))

  // Each level is judged against the scale that came with it, so that a wrong scale is one mistake, not two.
  let wrong = zip(weights, handed.levels).first { weight, level in
    let target = max(-limit, min(limit, weight / handed.scale))
    return abs(target - Float(level)) > 0.5 + 1e-3
  }
  expect(
    "levels", handed.levels.count == weights.count && wrong == nil,
    "at \(bits) bits every weight gets the level nearest to it",
    expected: wrong.map {
      "\($0.0) / \(handed.scale) = \($0.0 / handed.scale), so level \(nearest($0.0 / handed.scale, limit))"
    }
      ?? "\(weights.count) levels",
    actual: wrong.map { "level \($0.1)" } ?? "\(handed.levels.count) levels",
    mistake: wrong.flatMap { levelMistake($0.0 / handed.scale, $0.1) })

  let faulty = zip(handed.levels, handed.restored).first { level, restored in
    abs(restored - Float(level) * handed.scale) > 1e-5 * largest
  }
  expect(
    "restored", handed.restored.count == handed.levels.count && faulty == nil,
    "dequantize gives scale * level for every level",
    expected: faulty.map { "level \($0.0) * \(handed.scale) = \(Float($0.0) * handed.scale)" }
      ?? "\(handed.levels.count) weights",
    actual: faulty.map { "\($0.1)" } ?? "\(handed.restored.count) weights")
}

func scaleMistake(_ scale: Float, _ weights: [Float], bits: Int) -> String? {
  let largest = weights.map(abs).max() ?? 0
  let limit = Float(1 << (bits - 1)) - 1
  func isNear(_ other: Float) -> Bool { abs(scale - other) <= 1e-5 * abs(other) }
  if isNear(largest / (limit + 1)) { return "one-step-too-many" }
  if let maximum = weights.max(), isNear(maximum / limit) { return "maximum-only" }
  if let maximum = weights.max(), let minimum = weights.min(),
    isNear((maximum - minimum) / (2 * limit + 1)) || isNear((maximum - minimum) / (2 * limit))
  {
    return "affine"
  }
  return nil
}

func levelMistake(_ target: Float, _ level: Int) -> String? {
  switch Float(level) {
  case target.rounded(.towardZero): "truncated"
  case target.rounded(.down): "rounded-down"
  default: nil
  }
}

func nearest(_ target: Float, _ limit: Float) -> Int {
  Int(max(-limit, min(limit, target.rounded())))
}

func signed(_ weights: [Float], _ magnitude: Float) -> Float {
  weights.first { abs($0) == magnitude } ?? magnitude
}

func judgeChannels(_ handed: [Handed], _ trial: Trial) {
  let (weights, channels) = (trial.weights, trial.channels)
  let limit = Float(1 << (trial.bits - 1)) - 1
  let own = (0..<channels).map { channel in
    stride(from: channel, to: weights.count, by: channels).map { weights[$0] }
  }
  let blocks = (0..<channels).map { channel in
    let size = weights.count / channels
    return Array(weights[channel * size..<(channel + 1) * size])
  }
  func scales(_ groups: [[Float]]) -> [Float] { groups.map { ($0.map(abs).max() ?? 0) / limit } }
  func isNear(_ scales: [Float], within tolerance: Float) -> Bool {
    handed.count == scales.count && zip(handed, scales).allSatisfy { abs($0.scale - $1) <= tolerance * $1 }
  }

  // Neighbors taken for a channel are the mistake of `channel-order`; everything else is of the scales.
  let tookBlocks = isNear(scales(blocks), within: 1e-4)
  expect(
    "channel-order", !tookBlocks, "the weights of one channel are \(channels) apart, not neighbors",
    expected: "weights 0, \(channels), \(2 * channels), ... for channel 0",
    actual: "weights 0, 1, 2, ...")
  guard !tookBlocks else {
    expect("channel-scales", true, "there is one scale for each channel")
    expect("channel-levels", true, "each level belongs to its weight")
    return
  }
  // A mistake in `quantize` itself shifts every scale a little; the scale of another channel is far off.
  let shared = handed.count > 1 && handed.allSatisfy { $0.scale == handed[0].scale }
  expect(
    "channel-scales", isNear(scales(own), within: 0.3),
    "each of the \(channels) channels has a scale of its own, from its own largest weight",
    expected: "scales \(short(scales(own)))", actual: "scales \(short(handed.map(\.scale)))",
    mistake: shared ? "one-scale" : nil)

  // However `quantize` rounds, a level is less than one away from its weight divided by its scale.
  for (channel, (part, weights)) in zip(handed, own).enumerated() {
    let wrong = zip(weights, part.levels).first { weight, level in
      abs(max(-limit, min(limit, weight / part.scale)) - Float(level)) > 1.001
    }
    expect(
      "channel-levels", part.levels.count == weights.count && wrong == nil,
      "the levels of channel \(channel) are its own weights divided by its own scale",
      expected: wrong.map { "\($0.0) / \(part.scale) = \($0.0 / part.scale)" } ?? "\(weights.count) levels",
      actual: wrong.map { "level \($0.1)" } ?? "\(part.levels.count) levels")
  }
}

func judgeMixed(_ handed: [Int], _ trial: MixedTrial) {
  var combinations: [[Int]] = [[]]
  for choices in trial.layers {
    combinations = combinations.flatMap { start in choices.indices.map { start + [$0] } }
  }
  func sum(_ places: [Int], _ part: (Choice) -> Double) -> Double {
    zip(places, trial.layers).reduce(0) { $0 + part($1.1[$1.0]) }
  }
  let fitting = combinations.filter { sum($0) { Double($0.size) } <= Double(trial.budget) }
  let isChoice =
    handed.count == trial.layers.count && zip(handed, trial.layers).allSatisfy { $1.indices.contains($0) }
  func words(_ places: [Int]) -> String {
    guard places.count == trial.layers.count,
      zip(places, trial.layers).allSatisfy({ $1.indices.contains($0) })
    else {
      return "\(places)"
    }
    let bits = zip(places, trial.layers).map { "\($1[$0].bits)" }.joined(separator: ", ")
    let error = Metric.Unit.number.text(sum(places) { $0.error })
    return "bits \(bits): \(Int(sum(places) { Double($0.size) })) bytes, error \(error)"
  }
  let title = "\(trial.layers.count) layers in \(trial.budget) bytes"
  guard let best = fitting.min(by: { one, other in sum(one) { $0.error } < sum(other) { $0.error } }) else {
    expect("mixed-none", handed.isEmpty, "\(title): nothing fits", expected: "nil", actual: words(handed))
    return
  }
  expect(
    "mixed-fits", !isChoice || fitting.contains(handed), "\(title): the sizes add up to at most the budget",
    expected: "at most \(trial.budget) bytes", actual: words(handed))
  expect(
    "mixed-best", isChoice && sum(handed) { $0.error } <= sum(best) { $0.error } * (1 + 1e-9),
    "\(title): no other choice that fits has a smaller error", expected: words(best), actual: words(handed),
    mistake: isChoice && Set(handed).count == 1 ? "same-bits" : nil)
}

func short(_ values: [Float]) -> String {
  "[" + values.prefix(4).map { Metric.Unit.number.text(Double($0)) }.joined(separator: ", ")
    + (values.count > 4 ? ", ...]" : "]")
}

func judgeParameters(_ handed: AffineParameters, _ range: ClosedRange<Float>) {
  let low = min(range.lowerBound, 0)
  let high = max(range.upperBound, 0)
  let title = "for the range \(range.lowerBound) to \(range.upperBound)"
  guard high > low else {
    expect(
      "parameters", handed.scale == 1 && (-128...127).contains(handed.zeroPoint),
      "\(title) the scale is 1 and the zero point a level", expected: "scale 1",
      actual: "scale \(handed.scale), zero point \(handed.zeroPoint)", mistake: "only-zero")
    return
  }
  let scale = (high - low) / 255
  let zero = max(-128, min(127, -128 - low / scale))
  let hasScale = abs(handed.scale - scale) <= 1e-5 * scale
  let isUnwidened = abs(handed.scale - (range.upperBound - range.lowerBound) / 255) <= 1e-5 * scale
  let mistake: String? =
    if abs(handed.scale - (high - low) / 256) <= 1e-5 * scale {
      "256-steps"
    } else if hasScale {
      "zero-point"
    } else if isUnwidened {
      "zero-outside"
    } else {
      nil
    }
  expect(
    "parameters", hasScale && abs(Float(handed.zeroPoint) - zero) <= 0.501,
    "\(title) 255 steps reach from end to end and the level nearest to 0 stands for it",
    expected: "scale \(scale), zero point \(Int(zero.rounded()))",
    actual: "scale \(handed.scale), zero point \(handed.zeroPoint)", mistake: mistake)
}

func judgeCalibration(_ chosen: [Int], _ digits: ImageSet) {
  let training = Set(fingerprints(of: digits.train.images))
  let test = Set(fingerprints(of: digits.test.images))
  let foreign = chosen.count { !training.contains($0) }
  let held = chosen.count { test.contains($0) && !training.contains($0) }
  expect(
    "calibration", chosen.count >= 100, "calibration sees at least 100 images", expected: ">= 100",
    actual: "\(chosen.count)")
  expect(
    "calibration", foreign == 0, "every calibration image is a training image", expected: "0 others",
    actual: "\(foreign) others", mistake: held > 0 ? "test-images" : nil)
}
