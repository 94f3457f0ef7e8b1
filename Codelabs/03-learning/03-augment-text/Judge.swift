import Codelab

func judgeDeletion(_ runs: [[String]], _ trial: EditTrial) {
  let title = "\(trial.name): \(trial.words.count) words, a share of \(text(trial.share))"
  guard trial.share < 1 else {
    expect(
      "never-empty", !runs.contains([]), title, expected: "one of the words", actual: "no word",
      mistake: "empty")
    let longest = runs.map(\.count).max() ?? 0
    expect("deletion", longest <= 1, title, expected: "one word", actual: "\(longest) words", mistake: "kept")
    let (single, variety) = (runs.filter { $0.count == 1 }, Set(runs.filter { $0.count == 1 }).count)
    expect(
      "never-empty", single.isEmpty || variety == trial.words.count, "\(title), \(runs.count) times",
      expected: "each of the words at some time", actual: "\(variety) of them", mistake: "always-the-same")
    return
  }
  let full = runs.filter { $0 == trial.words.filter($0.contains) }
  expect("deletion", full.count == runs.count, "\(title): those that stay keep their order")
  // At a low share, none of the ten words ever remains alone by rule, so that each is missing at its own rate.
  let rates = trial.words.map { word in
    Double(runs.count { !$0.contains(word) }) / Double(runs.count)
  }
  let farthest = rates.max { abs($0 - trial.share) < abs($1 - trial.share) } ?? 0
  // At a share of 0 nothing is kept then, which leaves a single word.
  let isKept =
    trial.share == 0
    ? runs.allSatisfy { $0.count == 1 } : rates.allSatisfy { abs($0 - (1 - trial.share)) < 0.08 }
  expect(
    "deletion", abs(farthest - trial.share) < 0.09, "\(title): how often each word is missing",
    expected: "in about \(text(trial.share)) of \(runs.count) runs",
    actual: "one of them in \(text(farthest))",
    mistake: isKept ? "kept" : rates.contains(0) && rates.contains(1) ? "fixed" : nil)
}

func judgeSwaps(_ runs: [[String]], _ trial: EditTrial) {
  let title = "\(trial.name), \(runs.count) times"
  let lost = runs.first { $0.sorted() != trial.words.sorted() }
  expect(
    "swap", lost == nil, "\(title): no word is lost or doubled", expected: "\(trial.words.count) words",
    actual: lost.map { "\($0)" })
  guard lost == nil else { return }
  let moved = runs.map { run in run.indices.filter { run[$0] != trial.words[$0] } }
  let most = moved.map(\.count).max() ?? 0
  expect(
    "swap", most <= 2 * trial.times, "\(title): places that changed", expected: "at most \(2 * trial.times)",
    actual: "\(most)", mistake: trial.times == 0 ? "once" : nil)
  guard trial.words.count > 1, trial.times > 0 else { return }
  if trial.times == 1 {
    // Each of the 15 pairs comes up in one run of 18: none can be missing from 800 by bad luck.
    let pairs = Set(moved.filter { $0.count == 2 })
    let isNear = pairs.allSatisfy { $0[1] - $0[0] == 1 }
    expect(
      "swap", pairs.count == 15, "\(title): each pair of places is exchanged at some time",
      expected: "15 pairs",
      actual: "\(pairs.count) pairs", mistake: isNear ? "neighbors" : nil)
  } else {
    let average = Double(moved.reduce(0) { $0 + $1.count }) / Double(runs.count)
    expect(
      "swap", average > 1.5 * Double(trial.times), "\(title): places that changed, in the mean",
      expected: "nearly \(2 * trial.times)", actual: text(average), mistake: average <= 2 ? "once" : nil)
  }
}

func judgeSynonyms(_ runs: [[String]], _ trial: EditTrial) {
  let title = "\(trial.name): \(joined(trial.words))"
  let strange = runs.first { run in
    run.count != trial.words.count
      || zip(run, trial.words).contains { $0 != $1 && trial.thesaurus[$1]?.contains($0) != true }
  }
  expect(
    "synonyms", strange == nil, "\(title): each word stays or becomes one of its synonyms",
    expected: joined(trial.words), actual: strange.map(joined))
  guard strange == nil, !trial.words.isEmpty else { return }
  let places = trial.words.indices.filter { trial.thesaurus[trial.words[$0]]?.isEmpty == false }
  let replaced = places.map { place in
    Double(runs.count { $0[place] != trial.words[place] }) / Double(runs.count)
  }
  let farthest = replaced.max { abs($0 - trial.share) < abs($1 - trial.share) } ?? 0
  expect(
    "replaced-share", abs(farthest - trial.share) < 0.1,
    "\(title): how often a word with synonyms is replaced",
    expected: "in about \(text(trial.share)) of \(runs.count) runs", actual: "in \(text(farthest))",
    mistake: replaced.allSatisfy { $0 == 1 } ? "all" : nil)
  guard trial.share == 1 else { return }
  let used = Set(runs.flatMap { run in places.map { run[$0] } }).subtracting(trial.words)
  let all = Set(trial.thesaurus.values.joined())
  expect(
    "synonyms", used == all, "\(title), \(runs.count) times: synonyms that came up",
    expected: "\(all.sorted())", actual: "\(used.sorted())", mistake: used.count == 2 ? "first" : nil)
}

func judgeCopies(_ training: [Example], heldOut: [Example], _ trial: CopyTrial) {
  let (originals, rest) = (
    Array(trial.examples.dropLast(trial.heldOut)), Array(trial.examples.suffix(trial.heldOut))
  )
  expect(
    "held-out", heldOut == rest, "\(trial.name): the last \(trial.heldOut), as they were",
    expected: described(rest), actual: described(heldOut),
    mistake: heldOut.map { Array($0.words.prefix(2)) } == rest.map(\.words) ? "edited" : nil)
  // Every text begins with two words of its own, which no edit changes.
  let restWords = Set(rest.map(\.words))
  let leaked = training.filter { restWords.contains(Array($0.words.prefix(2))) }
  expect(
    "leak", leaked.isEmpty, "\(trial.name): nothing of the held-out examples is trained with",
    expected: "none", actual: described(leaked),
    mistake: leaked.contains { $0.words.count > 2 } ? "copies" : nil)
  // Copies that leaked are the other check's matter.
  let own = training.filter { !restWords.contains(Array($0.words.prefix(2))) }
  let copies = own.dropFirst(originals.count)
  let sources = (0..<trial.copies).flatMap { _ in originals }
  let isOnceEdited = copies.count == sources.count && Set(copies.map(\.words)).count < copies.count
  let hasOriginals = Array(own.prefix(originals.count)) == originals
  let isRight =
    hasOriginals && !isOnceEdited && copies.count == sources.count
    && zip(copies, sources).allSatisfy {
      $0.label == $1.label && $0.words.count == 3 && Array($0.words.prefix(2)) == $1.words
    }
  expect(
    "copies", isRight, "\(trial.name): the originals, and \(trial.copies) copies of each, all edited anew",
    expected: "\(originals.count) originals and \(sources.count) copies", actual: described(own),
    mistake: isOnceEdited ? "same" : !hasOriginals ? "originals" : nil)
}

func judgeWorth(_ worth: [Double], _ trial: CurveTrial) {
  let points = zip(trial.labels, trial.accuracies).map { "\(text($0)) labels: \(text($1))" }
  for (place, (accuracy, isEnd)) in trial.asked.enumerated() {
    let right = reference(accuracy, trial)
    let came = place < worth.count ? worth[place] : .nan
    let next = trial.accuracies.firstIndex { $0 >= accuracy }.map { trial.labels[$0] }
    expect(
      isEnd ? "ends" : "between", abs(came - right) < 1e-6 * right,
      "an accuracy of \(text(accuracy)) on the curve \(points.joined(separator: ", "))",
      expected: text(right), actual: text(came), mistake: came == next ? "next" : nil)
  }
}

private func reference(_ accuracy: Double, _ trial: CurveTrial) -> Double {
  let (x, y) = (trial.labels, trial.accuracies)
  for place in y.indices where y[place] >= accuracy {
    guard place > 0 else { return x[0] }
    return x[place - 1] + (x[place] - x[place - 1]) * (accuracy - y[place - 1]) / (y[place] - y[place - 1])
  }
  return x[x.count - 1]
}

private func text(_ number: Double) -> String { Metric.Unit.number.text(number) }

private func described(_ examples: [Example]) -> String {
  let shown = examples.prefix(3).map { "'\(joined($0.words))' of class \($0.label)" }
  let more = examples.count > 3 ? ", and \(examples.count - 3) more" : ""
  return examples.isEmpty ? "none" : shown.joined(separator: ", ") + more
}
