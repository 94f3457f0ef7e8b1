import Codelab
import Foundation

func isNear(_ a: Float, _ b: Float) -> Bool { (a - b).magnitude <= 1e-4 * max(1, b.magnitude) }

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
}

func judgeScores(_ handed: [Float], _ trial: VectorTrial) {
  let query = trial.vectors[0]
  let features = Float(query.count)
  let products = trial.vectors.map { product(query, $0) }
  // What is a multiple of the products has a wrong scale at most; what is not has wrong products.
  let factor = (handed.first ?? .nan) / products[0]
  let isMultiple = isNear(handed, products.map { $0 * factor })
  let wrong = products.indices.first { $0 >= handed.count || !isNear(handed[$0], products[$0] * factor) }
  expect(
    "products", isMultiple, "\(trial.name): each key is multiplied with the query, number by number",
    expected: wrong.map { "score \($0): \(products[$0] / features.squareRoot())" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) scores" })
  expect(
    "scaled", !isMultiple || isNear(factor, 1 / features.squareRoot()),
    "\(trial.name): a product is divided by the square root of \(query.count)",
    expected: "\(products[0]) becomes \(products[0] / features.squareRoot())",
    actual: handed.first.map { "\($0)" }, mistake: isNear(factor, 1) ? "unscaled" : nil)
}

func judgeShares(_ handed: [Float], _ trial: ScoreTrial) {
  let right = shares(trial)
  let isRight = isNear(handed, right)
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  let (expected, actual) = (
    wrong.map { "share \($0): \(right[$0])" },
    wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) shares" }
  )
  switch trial.kind {
  case .words:
    let linear = trial.scores.map { $0 / trial.scores.reduce(0, +) }
    expect(
      "shares", isRight, "\(trial.name): powers divided by their sum", expected: expected, actual: actual,
      mistake: isNear(handed, linear) ? "no-powers" : nil)
  case .padded:
    // Whatever is wrong with the shares themselves is the other check's matter: here words and padding are told apart.
    var unmasked = trial
    unmasked.isWord = trial.isWord.map { _ in true }
    var zeros = trial
    zeros.scores = zip(trial.scores, trial.isWord).map { $1 ? $0 : 0 }
    zeros.isWord = unmasked.isWord
    let cut = zip(shares(unmasked), trial.isWord).map { $1 ? $0 : 0 }
    let mistakes = [("zero-scores", shares(zeros)), ("masked-late", cut)]
    let mistake = mistakes.first { isNear(handed, $0.1) }?.0
    let isSilent = zip(handed, trial.isWord).allSatisfy { $1 || $0 == 0 }
    expect(
      "padding", handed.count == right.count && isSilent && mistake == nil,
      "\(trial.name): padding gets 0 and takes no part in the sum", expected: expected, actual: actual,
      mistake: mistake)
  case .large:
    // Which share is whose is the check of the shares.
    let sum = handed.reduce(0, +)
    expect(
      "large", (sum - 1).magnitude < 0.01, "\(trial.name): shares are numbers and add up to 1",
      expected: expected, actual: actual)
  case .empty:
    expect(
      "nothing", handed == right, "\(trial.name): all shares are 0", expected: "\(right)", actual: "\(handed)"
    )
  }
}

/// The right shares.
func shares(_ trial: ScoreTrial) -> [Float] {
  let words = zip(trial.scores, trial.isWord).filter { $0.1 }.map { $0.0 }
  guard let highest = words.max() else { return trial.scores.map { _ in 0 } }
  let sum = words.reduce(Float(0)) { $0 + exp($1 - highest) }
  return zip(trial.scores, trial.isWord).map { $1 ? exp($0 - highest) / sum : 0 }
}

func judgeMixtures(_ handed: [[Float]], shares: [[Float]], _ trial: TextTrial) {
  func mixed(_ share: (_ place: Int, _ other: Int) -> Float) -> [[Float]] {
    trial.vectors.indices.map { place in
      trial.vectors[place].indices.map { feature in
        trial.vectors.indices.reduce(Float(0)) { $0 + share(place, $1) * trial.vectors[$1][feature] }
      }
    }
  }
  func isSame(_ other: [[Float]]) -> Bool {
    handed.count == other.count && zip(handed, other).allSatisfy { isNear($0, $1) }
  }
  let right = mixed { shares[$0][$1] }
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  expect(
    "mixtures", isSame(right), "\(trial.name): each place adds up all vectors by its own shares",
    expected: wrong.map { "place \($0): \(right[$0].prefix(3))" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0].prefix(3))" : "\(handed.count) mixtures" },
    mistake: isSame(mixed { shares[$1][$0] }) ? "transposed" : nil)
}

func judgeAttentionCost(_ handed: [Int], _ trial: CostTrial) {
  let shares = trial.length * trial.length
  let right = shares * 2 * trial.features
  expect(
    "attention-macs", handed[0] == right, "\(trial.length) places of \(trial.features) numbers",
    expected: "\(shares) pairs times \(2 * trial.features) = \(right)", actual: "\(handed[0])",
    mistake: handed[0] == right / 2 ? "one-product" : nil)
  expect(
    "attention-memory", handed[1] == shares, "\(trial.length) places give shares to \(trial.length) places",
    expected: "\(shares)", actual: "\(handed[1])", mistake: handed[1] == trial.length ? "one-row" : nil)
}

func judgeRecurrentCost(_ handed: [Int], _ trial: CostTrial) {
  let (features, units) = (trial.features, trial.units)
  let right = trial.length * 3 * units * (features + units)
  expect(
    "recurrent-macs", handed[0] == right,
    "\(trial.length) places of \(features) numbers, a state of \(units)",
    expected: "\(trial.length) places times 3 gates times \(units) * (\(features) + \(units)) = \(right)",
    actual: "\(handed[0])",
    mistake: handed[0] == trial.length * 3 * units * features ? "no-state" : nil)
  expect(
    "recurrent-memory", handed[1] == units, "a state of \(units) at \(trial.length) places, one at a time",
    expected: "\(units)", actual: "\(handed[1])",
    mistake: handed[1] == trial.length * units ? "all-states" : nil)
}
