import Codelab
import Foundation

func judgeLevels(_ handed: [UInt8], _ trial: ValueTrial) {
  let last = Float((1 << trial.bits) - 1)
  let right = trial.values.map { UInt8(($0 * last).rounded()) }
  let wrong = right.indices.first { $0 >= handed.count || handed[$0] != right[$0] }
  let isCutOff = handed == trial.values.map { UInt8($0 * last) }
  let isBin = handed == trial.values.map { UInt8(min(last, $0 * (last + 1))) }
  expect(
    "levels", wrong == nil, "\(trial.name): each value gets the level nearest to it",
    expected: wrong.map {
      "\(trial.values[$0]) is \(trial.values[$0] * last) steps from 0: level \(right[$0])"
    },
    actual: wrong.map { $0 < handed.count ? "level \(handed[$0])" : "\(handed.count) levels" },
    mistake: wrong == nil ? nil : isCutOff ? "cut-off" : isBin ? "bins" : nil)
}

func judgePacking(_ handed: [UInt8], _ trial: PackTrial) {
  var right = [UInt8](repeating: 0, count: (trial.levels.count * trial.bits + 7) / 8)
  for place in 0..<trial.levels.count * trial.bits {
    let bit = trial.levels[place / trial.bits] >> (place % trial.bits) & 1
    right[place / 8] |= bit << (place % 8)
  }
  expect(
    "packed-size", handed.count == right.count,
    "\(trial.levels.count) levels of \(inWords(bits: trial.bits))",
    expected: "\(right.count) bytes", actual: "\(handed.count) bytes",
    mistake: handed.count == trial.levels.count * trial.bits / 8 ? "rounded-down" : nil)
  // Bytes of the wrong number say nothing about the order in them.
  let wrong = handed.count == right.count ? right.indices.first { handed[$0] != right[$0] } : nil
  expect(
    "packed-order", wrong == nil,
    "\(trial.levels.count) levels of \(inWords(bits: trial.bits)): one behind the other",
    expected: wrong.map { "byte \($0): \(binary(right[$0]))" }, actual: wrong.map { binary(handed[$0]) })
}

func judgeRatio(_ handed: Double, _ trial: PictureTrial) {
  let squares = zip(trial.values, trial.original).map { Double($0 - $1) * Double($0 - $1) }
  let mean = squares.reduce(0, +) / Double(squares.count)
  // Decibels by way of natural logarithms, to have another formula than the learner's.
  let right = mean > 0 ? -10 * log(mean) / log(10) : .infinity
  expect(
    "decibels", handed == right || abs(handed - right) < 1e-3,
    "\(trial.name): the mean squared difference is \(mean)",
    expected: "\(text(right)) dB", actual: "\(text(handed)) dB",
    mistake: abs(handed - 2 * right) < 1e-3 ? "twenty" : abs(handed + right) < 1e-3 ? "sign" : nil)
}

func judgeEdges(_ handed: Int, _ trial: RowTrial) {
  func steps(_ row: [Float]) -> [Float] { zip(row.dropFirst(), row).map { $0 - $1 } }
  let (after, before) = (steps(trial.rounded), steps(trial.original))
  let right = zip(after, before).count { abs($0) >= trial.visible && abs($1) < trial.visible / 2 }
  let all = after.count { abs($0) >= trial.visible }
  expect(
    "false-edges", handed == right,
    "\(trial.name): visible after rounding, and less than half of that before",
    expected: "\(right)",
    actual: "\(handed)",
    mistake: handed == all && all != right
      ? "all"
      : handed == zip(after, before).count { $0 >= trial.visible && abs($1) < trial.visible / 2 }
        ? "upward" : nil
  )
}

func judgeNoise(_ handed: [Float], _ trial: NoiseTrial) {
  let step = 1 / Float((1 << trial.bits) - 1)
  let right = zip(trial.values, trial.noise).map { max(0, min(1, $0 + $1 * step)) }
  let wrong = right.indices.first { $0 >= handed.count || !(abs(handed[$0] - right[$0]) < 1e-4) }
  let isInside = handed.count == right.count && handed.allSatisfy { (0...1).contains($0) }
  // At the ends only the range is judged.
  expect(
    trial.isAtTheEnds ? "range" : "shaken", trial.isAtTheEnds ? isInside : wrong == nil,
    trial.isAtTheEnds
      ? "brightness stays from 0 to 1" : "\(trial.name): the noise is worth at most half a step",
    expected: wrong.map { "\(trial.values[$0]) + \(trial.noise[$0]) * \(step) = \(right[$0])" },
    actual: wrong.map { $0 < handed.count ? "\(handed[$0])" : "\(handed.count) values" })
}

func binary(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 2)
  return String(repeating: "0", count: 8 - digits.count) + digits
}

func inWords(bits: Int) -> String { bits == 1 ? "1 bit" : "\(bits) bits" }
