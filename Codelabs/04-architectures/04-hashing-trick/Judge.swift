import Codelab
import Foundation

func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 }

// MARK: - Hashes and rows

func judgeHash(_ handed: UInt32, _ word: String) {
  var right: UInt32 = 0x811C_9DC5
  var multipliedFirst = right
  for byte in word.utf8 {
    right = (right ^ UInt32(byte)) &* 0x0100_0193
    multipliedFirst = (multipliedFirst &* 0x0100_0193) ^ UInt32(byte)
  }
  let byScalars = word.unicodeScalars.reduce(UInt32(0x811C_9DC5)) { ($0 ^ $1.value) &* 0x0100_0193 }
  let isRight = handed == right
  let mistake: String? =
    if isRight { nil } else if handed == multipliedFirst { "multiplied-first" } else if handed == byScalars {
      "characters"
    } else { nil }
  expect(
    "hash", isRight, "the hash of '\(word)', bytes \(Array(word.utf8))",
    expected: String(right, radix: 16), actual: String(handed, radix: 16), mistake: mistake)
}

func judgeRow(_ handed: Int, _ trial: RowTrial) {
  let right = Int(stableHash(trial.number) % UInt32(trial.size))
  expect(
    "row", handed == right, "number \(trial.number) in \(trial.size) rows", expected: "row \(right)",
    actual: "row \(handed)",
    mistake: handed != right && handed == Int(trial.number) % trial.size ? "no-hash" : nil)
}

func judgeRows(_ handed: [Int], _ trial: RowTrial) {
  let right = (0..<trial.hashes).map { Int(stableHash(trial.number, key: UInt64($0)) % UInt32(trial.size)) }
  let isRight = handed == right
  let areSame = handed.count == right.count && Set(handed).count == 1 && trial.hashes > 1
  expect(
    "rows", isRight, "\(trial.hashes) rows of number \(trial.number) in \(trial.size)", expected: "\(right)",
    actual: "\(handed)", mistake: !isRight && areSame ? "same-key" : nil)
}

// MARK: - Sharing

func judgeSharing(_ handed: Double, _ rows: [Int]) {
  let sharing = rows.filter { row in rows.count { $0 == row } > 1 }
  let count = Double(max(rows.count, 1))
  let right = Double(sharing.count) / count
  let distinct = Set(rows).count
  let late = Double(rows.count - distinct) / count
  let ofRows = Double(Set(sharing).count) / Double(max(distinct, 1))
  let isRight = isNear(handed, right)
  let mistake: String? =
    if isRight { nil } else if isNear(handed, late) { "late" } else if isNear(handed, ofRows) {
      "rows"
    } else { nil }
  expect(
    "shared", isRight, "\(rows.count) words in the rows \(rows.prefix(8))", expected: percent(right),
    actual: percent(handed), mistake: mistake)
}

func judgeChance(_ handed: Double, _ trial: ChanceTrial) {
  let away = 1 - 1 / trial.places
  let right = 1 - pow(away, Double(trial.words - 1))
  let anywhere = 1 - (0..<trial.words).reduce(1.0) { $0 * max(0, 1 - Double($1) / trial.places) }
  let mistakes = [
    ("itself", 1 - pow(away, Double(trial.words))), ("alone", 1 - right), ("anywhere", anywhere),
    ("load", Double(trial.words) / trial.places),
  ]
  let isRight = isNear(handed, right)
  expect(
    "expected", isRight,
    "\(trial.words) \(trial.words == 1 ? "word" : "words"), \(Metric.Unit.number.text(trial.places)) places",
    expected: percent(right), actual: percent(handed),
    mistake: isRight ? nil : mistakes.first { isNear(handed, $0.1) }?.0)
}

func judgeConfusion(_ handed: Double, _ rows: [[Int]]) {
  func share(_ isConfused: ([Int], [Int]) -> Bool) -> Double {
    let confused = rows.indices.filter { one in
      rows.indices.contains { $0 != one && isConfused(rows[one], rows[$0]) }
    }
    return Double(confused.count) / Double(max(rows.count, 1))
  }
  let right = share { $0.sorted() == $1.sorted() }
  let isRight = isNear(handed, right)
  let mistake: String? =
    if isRight { nil } else if isNear(handed, share(==)) {
      "order"
    } else if isNear(handed, share { Set($0) == Set($1) }) {
      "set"
    } else if isNear(handed, share { !Set($0).isDisjoint(with: $1) }) { "any" } else { nil }
  expect(
    "confused", isRight, "\(rows.count) words with the rows \(rows.prefix(4))", expected: percent(right),
    actual: percent(handed), mistake: mistake)
}

// MARK: - Projection

func judgeProjection(_ handed: [Float], _ number: UInt32, count: Int) {
  func features(_ feature: (UInt32) -> Float, isOneKey: Bool = false) -> [Float] {
    (0..<count).map { feature(stableHash(number, key: isOneKey ? 0 : UInt64($0)) & 3) }
  }
  let right = features { $0 == 1 ? 1 : $0 == 2 ? -1 : 0 }
  let isRight = handed == right
  let mistake: String? =
    if isRight {
      nil
    } else if handed == right.map({ -$0 }) {
      "swapped"
    } else if handed == features({ $0 & 1 == 1 ? 1 : -1 }) || !handed.contains(0) && right.contains(0) {
      "no-zeros"
    } else if Set(handed).count == 1 { "same-key" } else { nil }
  expect(
    "projected", isRight, "\(count) features of number \(number)",
    expected: "\(right.prefix(8).map(Int.init))",
    actual: "\(handed.prefix(8).map { Metric.Unit.number.text(Double($0)) })", mistake: mistake)
}

// MARK: - The choice

func judgeDesign(_ work: Work) throws {
  let bytes = try work.modelBytes("model").count
  let limit = work.budget.size ?? 0
  expect(
    "small", bytes <= limit, "the file of your model", expected: "at most \(limit) bytes", actual: "\(bytes)")
  let corpus = try Corpus(work)
  let test = try corpus.data(nil, run: 0).test
  let share = try accuracy(of: work.program("model"), on: test).value
  // What other texts allow, the solution shows.
  let least =
    work.isGiven("dbpedia")
    ? try accuracy(of: corpus.program(of: design(), seed: work.seed), on: test).value - 0.03 : 0.85
  expect(
    "accurate", share >= least, "right on test texts", expected: "at least \(percent(least))",
    actual: percent(share))
}
