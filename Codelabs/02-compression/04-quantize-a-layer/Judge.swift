import Codelab

func judgeMatrix(_ handed: HandedMatrix, _ trial: MatrixTrial) {
  let weights = trial.weights
  let (low, high) = (weights.min()!, weights.max()!)
  let last = (1 << trial.bits) - 1
  let scale = (high - low) / Float(last + 1)
  let title = "\(trial.name): \(weights.count) weights from \(low) to \(high) at \(trial.bits) bits"
  expect(
    "scale", abs(handed.scale - scale) <= 1e-5 * scale && handed.minimum == low,
    "\(title): the bins begin at the smallest weight and \(last + 1) of them fill the range",
    expected: "minimum \(low), scale \(scale)", actual: "minimum \(handed.minimum), scale \(handed.scale)",
    mistake: abs(handed.scale - (high - low) / Float(last)) <= 1e-5 * scale ? "steps" : nil)
  let top = weights.firstIndex(of: high)!
  let isComplete = handed.levels.count == weights.count
  // With a wrong scale the largest weight need not fall behind the last bin.
  expect(
    "last-bin", isComplete && handed.levels[top] <= last, "\(title): the largest weight is in the last bin",
    expected: "level \(last)",
    actual: isComplete ? "level \(handed.levels[top])" : "\(handed.levels.count) levels")
  // Each level is judged against the scale that came with it, away from the edges of bins.
  let wrong = weights.indices.first { index in
    guard isComplete, index != top else { return !isComplete }
    let place = (weights[index] - handed.minimum) / handed.scale
    return Float(handed.levels[index]) > place + 1e-3 || Float(handed.levels[index]) < place - 1 - 1e-3
  }
  expect(
    "levels", wrong == nil, "\(title): each weight is in the bin that it lies in",
    expected: wrong.map {
      "\(weights[$0]) lies \((weights[$0] - handed.minimum) / handed.scale) bins above the minimum"
    },
    actual: wrong.map { isComplete ? "level \(handed.levels[$0])" : "\(handed.levels.count) levels" })
}

func judgeDense(_ handed: [Float], _ trial: DenseTrial) {
  let outputs = trial.bias.count
  let examples = trial.x.count / trial.inputs
  func sums(_ weight: (Int, Int) -> Float, bias: Bool) -> [Float] {
    (0..<examples * outputs).map { place in
      let (example, output) = (place / outputs, place % outputs)
      return (0..<trial.inputs).reduce(bias ? trial.bias[output] : 0) { sum, input in
        sum + trial.x[example * trial.inputs + input] * weight(input, output)
      }
    }
  }
  let right = sums({ trial.weights[$0 * outputs + $1] }, bias: true)
  func isNear(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 }
  }
  let positive = right.indices.filter { right[$0] > 1e-4 }
  let wrong = right.indices.first { place in
    handed.count != right.count || (right[place] > 0 && abs(handed[place] - right[place]) > 1e-4)
  }
  let mistake: String? =
    if isNear(handed, sums({ trial.weights[$1 * trial.inputs + $0] }, bias: true).map { max($0, 0) }) {
      "transposed"
    } else if isNear(handed, sums({ trial.weights[$0 * outputs + $1] }, bias: false).map { max($0, 0) }) {
      "no-bias"
    } else {
      nil
    }
  expect(
    "dense", wrong == nil, "\(trial.name): inputs times weights, plus the bias",
    expected: wrong.map { handed.count == right.count ? "\(right[$0])" : "\(right.count) outputs" },
    actual: wrong.map { handed.count == right.count ? "\(handed[$0])" : "\(handed.count) outputs" },
    mistake: mistake)
  let negative = handed.first { $0 < 0 }
  expect(
    "activation", negative == nil,
    "\(trial.name): of \(right.count) sums \(right.count - positive.count) are negative and become 0",
    expected: "0", actual: negative.map { "\($0)" })
}

func judgeColumns(_ handed: [Float], _ trial: ColumnTrial) {
  let (weights, columns) = (trial.weights, trial.columns)
  guard !trial.hasZeros else {
    let stray = handed.indices.first { weights[$0 % weights.count] == 0 && handed[$0] != 0 }
    expect(
      "zero-column", handed.count == weights.count && stray == nil && handed.allSatisfy(\.isFinite),
      "\(trial.name): a column of zeros stays a column of zeros", expected: "0",
      actual: stray.map { "\(handed[$0])" } ?? "\(handed.count) weights")
    return
  }
  let limit = Float(1 << (trial.bits - 1)) - 1
  let scales = (0..<columns).map { column in
    stride(from: column, to: weights.count, by: columns).map { abs(weights[$0]) }.max()! / limit
  }
  let right = weights.indices.map { index in
    let scale = scales[index % columns]
    return (weights[index] / scale).rounded() * scale
  }
  let wrong = right.indices.first { index in
    handed.count != right.count || !(abs(handed[index] - right[index]) <= 1e-4)
  }
  let one = rounded(weights, bits: trial.bits)
  let title = "\(trial.name): \(trial.bits) bits"
  expect(
    "columns", wrong == nil, "\(title): each column is rounded on its own scale",
    expected: wrong.map {
      handed.count == right.count
        ? "row \($0 / columns), column \($0 % columns): \(right[$0])" : "\(right.count) weights"
    },
    actual: wrong.map { handed.count == right.count ? "\(handed[$0])" : "\(handed.count) weights" },
    mistake: zip(handed, one).allSatisfy { abs($0 - $1) < 1e-5 } && handed.count == one.count
      ? "one-scale" : nil)
}

func judgeThreshold(_ handed: Float, _ trial: MatrixTrial) {
  let largest = trial.weights.map(abs).max()!
  func error(_ threshold: Float) -> Double {
    threshold > 0
      ? rootMeanSquare(difference(clipped(trial.weights, at: threshold, bits: trial.bits), trial.weights))
      : .infinity
  }
  let best = (1...100).map { largest * Float($0) / 100 }.min { error($0) < error($1) }!
  let mistake: String? =
    if handed == largest { "never-clips" } else if handed < best * 0.3 { "ignores-clipped" } else { nil }
  expect(
    "threshold", error(handed) <= error(best) * 1.001,
    "\(trial.bits) bits, largest weight \(largest): no other threshold leaves a smaller error",
    expected: "\(best), error \(error(best))", actual: "\(handed), error \(error(handed))", mistake: mistake)
}

func judgeChoice(_ handed: [Int], _ trial: TableTrial) {
  let good = trial.candidates.filter { $0.error <= trial.largestError }
  let right = good.min { ($0.size, $0.error) < ($1.size, $1.error) }
  func name(_ choice: [Int]) -> String {
    choice.count == 2 ? "\(choice[0]) bits\(choice[1] == 1 ? " by column" : "")" : "none"
  }
  let expected = right.map { [$0.bits, $0.byColumn ? 1 : 0] } ?? []
  let isExact = handed == good.min { $0.error < $1.error }.map { [$0.bits, $0.byColumn ? 1 : 0] }
  expect(
    right == nil ? "none" : "cheapest", handed == expected,
    right == nil
      ? "no candidate is exact enough"
      : "the smallest of the \(good.count) candidates that are at most \(trial.largestError) wrong",
    expected: name(expected), actual: name(handed), mistake: isExact ? "most-exact" : nil)
}
