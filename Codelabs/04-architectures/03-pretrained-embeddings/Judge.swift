import Codelab

func judgeCoverage(_ handed: Double, _ trial: CoverageTrial) {
  let words = trial.texts.joined()
  let found = words.count { trial.known.contains($0) }
  let title = "\(trial.name): \(words.count) words, of which \(found) are known"
  guard !words.isEmpty else {
    expect("no-words", handed == 1, title, expected: "1", actual: number(handed))
    return
  }
  let different = Set(words)
  let ofDifferent = Double(different.intersection(trial.known).count) / Double(different.count)
  let ofTexts = trial.texts.map { text in Double(text.count { trial.known.contains($0) }) / Double(text.count)
  }
  let right = Double(found) / Double(words.count)
  let mistake: String? =
    isNear(handed, ofDifferent) ? "different" : isNear(handed, mean(ofTexts)) ? "texts" : nil
  expect(
    "coverage", isNear(handed, right), title, expected: number(right), actual: number(handed),
    mistake: mistake)
}

func judgeTable(_ handed: [[Float]], _ trial: TableTrial) {
  let title = "\(trial.words.count) words, \(trial.width) numbers each"
  guard handed.count == trial.words.count else {
    expect(
      trial.check, false, title, expected: "\(trial.words.count) rows", actual: "\(handed.count) rows")
    return
  }
  switch trial.check {
  case "padding-row":
    let zeros = [Float](repeating: 0, count: trial.width)
    expect(
      trial.check, handed[0] == zeros, "the row of padding", expected: "\(zeros)", actual: "\(handed[0])")
  case "known-rows":
    let wrong = trial.words.indices.first { row in
      trial.vectors[trial.words[row]].map { $0 != handed[row] } == true
    }
    let owner = wrong.flatMap { row in trial.words.first { trial.vectors[$0] == handed[row] } }
    expect(
      trial.check, wrong == nil, "\(title): a word that has a vector gets it",
      expected: wrong.map { "row \($0) is the vector of \(trial.words[$0])" },
      actual: owner.map { "the vector of \($0)" } ?? wrong.map { "\(handed[$0])" },
      mistake: owner == nil ? nil : "moved")
  default:
    let rows = trial.words.indices.dropFirst().filter { trial.vectors[trial.words[$0]] == nil }.map {
      handed[$0]
    }
    let isSmall = rows.allSatisfy { row in
      row.count == trial.width && row.allSatisfy { (-0.05...0.05).contains($0) }
    }
    let areZeros = rows.allSatisfy { $0.allSatisfy { $0 == 0 } }
    expect(
      trial.check, isSmall && !areZeros && Set(rows).count == rows.count,
      "\(title), \(rows.count) of them without a vector", expected: "different rows from -0.05 to 0.05",
      actual: "\(rows)", mistake: areZeros ? "zeros" : isSmall && Set(rows).count == 1 ? "same" : nil)
  }
}

func judgeBag(_ handed: [Float], padded: [Float], _ trial: BagTrial) {
  let width = trial.table[0].count
  guard !trial.ids.isEmpty else {
    expect(
      "empty", handed == [Float](repeating: 0, count: width) && padded == handed,
      "a text without words, and one with padding only", expected: "\(width) zeros",
      actual: "\(handed) and \(padded)")
    return
  }
  let sum = (0..<width).map { place in trial.ids.reduce(0) { $0 + trial.table[$1][place] } }
  let right = sum.map { $0 / Float(trial.ids.count) }
  expect(
    "mean", isNear(handed, right), trial.name, expected: "\(right)", actual: "\(handed)",
    mistake: isNear(handed, sum) ? "sum" : nil)
  // Held against the learner's own bag, so that another mistake does not fail this check too.
  let share = Float(trial.ids.count) / Float(trial.ids.count + 3)
  expect(
    "padding", isNear(padded, handed), "\(trial.name), followed by padding", expected: "\(handed)",
    actual: "\(padded)", mistake: isNear(padded, handed.map { $0 * share }) ? "length" : nil)
}

func judgeFilter(_ handed: Float, _ trial: FilterTrial) {
  let (length, count) = (trial.filter.count, trial.rows.count)
  guard count >= length else {
    expect("short", handed == 0, trial.name, expected: "0", actual: "\(handed)")
    return
  }
  func answers(_ filter: [[Float]]) -> [Float] {
    (0...count - length).map { place in
      (0..<length).reduce(0) { sum, row in
        sum + zip(filter[row], trial.rows[place + row]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }
  let all = answers(trial.filter)
  let largest = all.max() ?? 0
  let mistake: String? =
    if isNear([handed], [all.reduce(0, +)]) {
      "added"
    } else if handed == 0 {
      "clipped"
    } else {
      isNear([handed], [answers(trial.filter.reversed()).max() ?? 0]) ? "reversed" : nil
    }
  expect(
    "largest", isNear([handed], [largest]), trial.name, expected: "\(largest), the largest of \(all)",
    actual: "\(handed)", mistake: mistake)
}

private func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) < 1e-9 }

private func isNear(_ one: [Float], _ other: [Float]) -> Bool {
  one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($1)) }
}
