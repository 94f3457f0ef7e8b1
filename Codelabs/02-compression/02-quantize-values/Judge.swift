import Codelab
import Foundation

func judgeBins(_ handed: [Int], _ trial: BinTrial) {
  let interval = trial.interval
  let title = "\(inWords(bits: interval.bits)) from \(text(interval.minimum)) to \(text(interval.maximum))"
  let wrong = trial.values.indices.first {
    handed.count != trial.values.count || handed[$0] != trial.bins[$0]
  }
  let value = wrong.map { trial.values[$0] } ?? 0
  let actual = wrong.flatMap { handed.count > $0 ? handed[$0] : nil }
  let place = (value - interval.minimum) / interval.width
  let mistake: String? =
    if trial.isAtTheEnds {
      actual.map { $0 < 0 ? "below" : $0 > trial.bins.last ?? 0 ? "above" : nil } ?? nil
    } else if actual == Int(place.rounded()) {
      "rounded"
    } else if actual == Int((value - interval.minimum) / interval.scale) {
      "levels"
    } else {
      nil
    }
  expect(
    trial.isAtTheEnds ? "ends" : "bins", wrong == nil,
    trial.isAtTheEnds
      ? "\(title): what lies on the upper end or outside goes into the nearest bin"
      : "\(title): each value goes into the bin that it lies in",
    expected: wrong.map { "\(value) lies \(text(place)) bins above the minimum: bin \(trial.bins[$0])" }
      ?? "\(trial.bins.count) bins",
    actual: actual.map { "bin \($0)" } ?? "\(handed.count) bins", mistake: mistake)
}

/// Judges values that came back of levels; each mistake says what it would have returned.
func judgeLevels(
  _ handed: [Float], _ trial: LevelTrial, check: String, step: Float, demand: String,
  mistakes: [(name: String, value: (Int) -> Float)]
) {
  let interval = trial.interval
  func isNear(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-3 * interval.width }
  let right = trial.levels.map { interval.minimum + Float($0) * step }
  let wrong = right.indices.first { handed.count != right.count || !isNear(handed[$0], right[$0]) }
  let mistake = mistakes.first { mistake in
    handed.count == right.count && zip(trial.levels, handed).allSatisfy { isNear(mistake.value($0), $1) }
  }
  expect(
    check, wrong == nil,
    "\(inWords(bits: interval.bits)) from \(text(interval.minimum)) to \(text(interval.maximum)): \(demand)",
    expected: wrong.map { "\(trial.levels[$0]) comes back as \(right[$0])" } ?? "\(right.count) values",
    actual: wrong.flatMap { handed.count > $0 ? "\(handed[$0])" : nil } ?? "\(handed.count) values",
    mistake: mistake?.name)
}

func judgeNearest(_ handed: [Int], _ trial: BinTrial) {
  let interval = trial.interval
  let wrong = trial.values.indices.first {
    handed.count != trial.values.count || handed[$0] != trial.bins[$0]
  }
  let value = wrong.map { trial.values[$0] } ?? 0
  let actual = wrong.flatMap { handed.count > $0 ? handed[$0] : nil }
  let place = (value - interval.minimum) / interval.scale
  let inBins = trial.values.map { Int((($0 - interval.minimum) / interval.width).rounded()) }
  let mistake: String? =
    if handed == inBins || handed == inBins.map({ min($0, (1 << interval.bits) - 1) }) {
      "one-step-too-many"
    } else if actual == Int(place) {
      "cut-off"
    } else {
      nil
    }
  expect(
    "nearest-levels", wrong == nil,
    "\(inWords(bits: interval.bits)) from \(text(interval.minimum)) to \(text(interval.maximum)): each value gets the level nearest to it",
    expected: wrong.map {
      "\(value) lies at \(text(place)) of \((1 << interval.bits) - 1) steps: level \(trial.bins[$0])"
    }
      ?? "\(trial.bins.count) levels",
    actual: actual.map { "level \($0)" } ?? "\(handed.count) levels", mistake: mistake)
}

func judgeRuler(_ handed: Handed, _ trial: RangeTrial) {
  let low = min(trial.minimum, 0)
  let high = max(trial.maximum, 0)
  let steps = Float((1 << trial.bits) - 1)
  let title = "\(inWords(bits: trial.bits)) from \(text(trial.minimum)) to \(text(trial.maximum))"
  let came = "scale \(handed.scale), zero point \(handed.zeroPoint)"
  guard high > low else {
    expect(
      "only-zero", handed.scale == 1 && handed.zeroPoint == 0, "\(title): there is no width to divide by",
      expected: "scale 1, zero point 0", actual: came)
    return
  }
  let scale = (high - low) / steps
  let hasScale = abs(handed.scale - scale) <= 1e-5 * scale
  guard low < 0, high > 0 else {
    let isUnwidened = abs(handed.scale - (trial.maximum - trial.minimum) / steps) <= 1e-5 * scale
    // How the zero point is rounded is another check's matter: here it may be one off.
    let end = low < 0 ? Int(steps) : 0
    expect(
      "beside-zero", hasScale && abs(handed.zeroPoint - end) <= 1,
      "\(title): the range is widened to include 0",
      expected: "scale \(scale), zero point \(end)", actual: came,
      mistake: isUnwidened ? "not-widened" : nil)
    return
  }
  expect(
    "scale", hasScale, "\(title): \(Int(steps)) steps reach from end to end", expected: "scale \(scale)",
    actual: "scale \(handed.scale)",
    mistake: abs(handed.scale - (high - low) / (steps + 1)) <= 1e-5 * scale ? "one-step-too-many" : nil)
  // Judged against the scale that came, so that a wrong scale is one mistake.
  let place = -low / handed.scale
  let mistake: String? =
    if handed.zeroPoint == Int(place) { "cut-off" } else if handed.zeroPoint == -Int(place.rounded()) {
      "sign"
    } else { nil }
  expect(
    "zero-point", abs(Float(handed.zeroPoint) - place) <= 0.501,
    "\(title): the level nearest to 0 stands for it",
    expected:
      "0 lies \(text(place)) steps above the low end: zero point \(place.isFinite ? Int(place.rounded()) : 0)",
    actual: "zero point \(handed.zeroPoint)", mistake: mistake)
}

func judgePacking(_ bytes: [UInt8], _ unpacked: [UInt8], _ levels: [UInt8]) {
  let right = packed(levels)
  let pairs = levels.count / 2
  let swapped = right.prefix(pairs).map { $0 << 4 | $0 >> 4 }
  let wrong = (0..<pairs).first { bytes.count <= $0 || bytes[$0] != right[$0] }
  expect(
    "pairs", wrong == nil, "the first level of a pair is in the low four bits, the second in the high four",
    expected: wrong.map { "\(levels[2 * $0]) and \(levels[2 * $0 + 1]) make \(right[$0])" }
      ?? "\(pairs) pairs",
    actual: wrong.flatMap { bytes.count > $0 ? "\(bytes[$0])" : nil } ?? "\(bytes.count) bytes",
    mistake: Array(bytes.prefix(pairs)) == swapped ? "high-first" : nil)
  if !levels.count.isMultiple(of: 2) {
    // Judged by value only where the low half is filled first, which is the other check's matter.
    expect(
      "last-byte",
      bytes.count == right.count && [right.last, levels.last.map { $0 << 4 }].contains(bytes.last),
      "\(levels.count) levels: the last one has a byte of its own",
      expected: "\(right.count) bytes, the last \(right.last ?? 0)",
      actual: "\(bytes.count) bytes\(bytes.last.map { ", the last \($0)" } ?? "")")
  } else {
    expect(
      "last-byte", bytes.count == right.count, "\(levels.count) levels fill \(right.count) bytes",
      expected: "\(right.count) bytes", actual: "\(bytes.count) bytes")
  }
  expect(
    "unpacked", unpacked == levels, "what was packed comes out again, in order", expected: short(levels),
    actual: short(unpacked), mistake: unpacked.count > levels.count ? "one-too-many" : nil)
}

func judgePromise(_ bits: Int, _ trial: PromiseTrial) {
  let title =
    "from \(text(trial.minimum)) to \(text(trial.maximum)), at most \(text(trial.largestError)) wrong"
  func worst(_ bits: Int) -> Float {
    (trial.maximum - trial.minimum) / Float((1 << max(1, min(24, bits))) - 1) / 2
  }
  expect(
    "enough", bits >= trial.bits, "\(title): every value comes back near enough",
    expected: "\(trial.bits) bits",
    actual: "\(bits) bits leave an error of \(text(worst(bits)))")
  expect(
    "fewest", bits <= trial.bits, "\(title): one bit less would do",
    expected: "\(trial.bits) bits, with an error of \(text(worst(trial.bits)))", actual: "\(bits) bits",
    mistake: bits == trial.bits + 1 && trial.largestError * 2 > worst(trial.bits) ? "whole-step" : nil)
}

func inWords(bits: Int) -> String { bits == 1 ? "1 bit" : "\(bits) bits" }
