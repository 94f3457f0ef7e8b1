import Codelab

func sum(_ trial: ProductTrial, zeroPoint: Int) -> Int {
  zip(trial.x, trial.weights).reduce(0) { $0 + (Int($1.0) - zeroPoint) * Int($1.1) }
}

func judgeProduct(_ handed: Int, _ trial: ProductTrial) {
  let right = sum(trial, zeroPoint: Int(trial.zeroPoint))
  let hasZeroPoint = trial.zeroPoint != 0
  // Sums beyond 16 bits are another check's matter where the zero point is tested.
  let isRight =
    handed == right || hasZeroPoint && Int16(truncatingIfNeeded: handed) == Int16(truncatingIfNeeded: right)
  expect(
    hasZeroPoint ? "zero-point" : "sums", isRight,
    hasZeroPoint ? "\(trial.name): an input counts from its zero point" : "\(trial.name): exactly added up",
    expected: "\(right)", actual: "\(handed)",
    mistake: hasZeroPoint && handed == sum(trial, zeroPoint: 0)
      ? "ignored" : !hasZeroPoint && handed == Int(Int16(truncatingIfNeeded: right)) ? "narrow" : nil)
}

func judgeSafeCounts(_ handed: [Int]) {
  let right = (16...32).map { ((1 << ($0 - 1)) - 1) / (128 * 127) }
  let wrong = right.indices.first { $0 >= handed.count || handed[$0] != right[$0] }
  let mistake: String? =
    if handed == (16...32).map({ ((1 << $0) - 1) / (128 * 127) }) {
      "sign"
    } else if handed == (16...32).map({ ((1 << ($0 - 1)) - 1) / (127 * 127) }) {
      "largest"
    } else {
      nil
    }
  expect(
    "safe-count", wrong == nil, "the largest sums that surely fit",
    expected: wrong.map { "\(right[$0]) products in \(16 + $0) bits" },
    actual: wrong.flatMap { $0 < handed.count ? "\(handed[$0])" : nil }, mistake: mistake)
}

func judgeCorrection(_ handed: Int, _ trial: ProductTrial) {
  let right = sum(trial, zeroPoint: Int(trial.zeroPoint)) - sum(trial, zeroPoint: 0)
  expect(
    "correction", handed == right,
    "\(trial.name): the sum of x * weight and the correction is the sum of (x - zeroPoint) * weight",
    expected: "\(right)", actual: "\(handed)",
    mistake: handed == -right && right != 0
      ? "sign" : handed == -Int(trial.zeroPoint) * trial.weights.count && right != handed ? "count" : nil)
}

func judgeBias(_ handed: Int, _ trial: BiasTrial) {
  let units = Double(trial.bias) / (Double(trial.inputScale) * Double(trial.weightScale))
  let mistake: String? =
    if handed == Int(units) {
      "cut-off"
    } else if abs(Double(handed) - Double(trial.bias) / Double(trial.weightScale)) < 1 {
      "weight-scale"
    } else {
      nil
    }
  expect(
    "bias", abs(Double(handed) - units) <= 0.501,
    "a bias of \(trial.bias) with an input scale of \(trial.inputScale) and a weight scale of \(trial.weightScale)",
    expected: "\((units * 100).rounded() / 100) units, so \(Int(units.rounded()))", actual: "\(handed)",
    mistake: mistake)
}

func judgeSums(_ handed: [Int], _ trial: SumTrial) {
  func right(_ sum: Int32) -> Int {
    Int(requantized(sum, by: trial.multiplier, zeroPoint: Int(trial.zeroPoint)))
  }
  let wrong = trial.sums.indices.first { $0 >= handed.count || handed[$0] != right(trial.sums[$0]) }
  expect(
    trial.check, wrong == nil, "sums times \(trial.multiplier), zero point \(trial.zeroPoint)",
    expected: wrong.map {
      "\(trial.sums[$0]) * \(trial.multiplier) = \(Float(trial.sums[$0]) * trial.multiplier), so level \(right(trial.sums[$0]))"
    },
    actual: wrong.flatMap { $0 < handed.count ? "level \(handed[$0])" : nil })
}

func judgeLayer(_ handed: [Int], _ trial: LayerTrial) {
  func outputs(_ weight: (_ input: Int, _ output: Int) -> Int8) -> [Int] {
    trial.bias.indices.map { output in
      let sum = trial.x.indices.reduce(Int(trial.bias[output])) { sum, input in
        sum + (Int(trial.x[input]) - Int(trial.inputZeroPoint)) * Int(weight(input, output))
      }
      return Int(
        requantized(Int32(sum), by: trial.multipliers[output], zeroPoint: Int(trial.outputZeroPoint)))
    }
  }
  let before = outputs { trial.weights[$0 * trial.bias.count + $1] }
  let byRow = outputs { trial.weights[$1 * trial.x.count + $0] }
  let zero = Int(trial.outputZeroPoint)
  // How ReLU is done is another check's matter: raised to level 0 counts as right here.
  let wrong = before.indices.first { output in
    guard handed.count == before.count else { return true }
    return before[output] > zero && handed[output] != before[output]
      && (before[output] >= 0 || handed[output] != 0)
  }
  expect(
    "layer", wrong == nil, "\(trial.name): positive outputs",
    expected: wrong.map {
      handed.count == before.count ? "output \($0): level \(before[$0])" : "\(before.count) outputs"
    },
    actual: wrong.map { handed.count == before.count ? "level \(handed[$0])" : "\(handed.count) outputs" },
    mistake: handed == byRow.map { max($0, zero) } ? "by-row" : nil)
  let isComplete = handed.count == before.count
  let isRaised = isComplete && handed.allSatisfy { $0 >= 0 } && before.contains { $0 < 0 }
  let place = before.indices.first { isComplete && (handed[$0] < zero || isRaised && before[$0] < 0) }
  expect(
    "relu", place == nil, "\(trial.name): negative outputs become 0, which is level \(zero)",
    expected: place.map { "output \($0): level \(max(before[$0], zero))" },
    actual: place.map { "level \(handed[$0])" },
    mistake: isRaised ? "level-0" : nil)
}
