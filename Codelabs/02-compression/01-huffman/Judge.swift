import Codelab
import Foundation

func judgeEntropy(_ bits: Double, _ counts: [Int]) {
  let right = entropy(of: counts)
  let title = "the entropy of the counts \(short(counts))"
  guard !counts.contains(0) else {
    expect(
      "entropy-absent", bits.isFinite && (right > 0 || bits == 0),
      "\(title): what does not occur adds nothing",
      expected: text(right), actual: text(bits))
    return
  }
  expect(
    "entropy", abs(bits - right) <= 1e-6 * right, title, expected: text(right), actual: text(bits),
    mistake: abs(bits - right * log(2)) < 1e-6 ? "natural" : abs(bits + right) < 1e-6 ? "sign" : nil)
}

func judgeLengths(_ lengths: [Int], _ counts: [Int]) {
  let title = "counts \(short(counts))"
  let present = counts.indices.filter { counts[$0] > 0 }
  guard lengths.count == counts.count else {
    expect(
      "shortest", false, "\(title): one length for each", expected: "\(counts.count)",
      actual: "\(lengths.count)")
    return
  }
  let stray = counts.indices.first { counts[$0] == 0 && lengths[$0] != 0 }
  expect(
    "absent", stray == nil, "\(title): a symbol that does not occur has no word", expected: "length 0",
    actual: stray.map { "length \(lengths[$0])" })
  guard present.count > 1 else {
    expect(
      "single", lengths[present[0]] == 1,
      "\(title): even the only symbol needs a bit, or nobody knows how often it came",
      expected: "1 bit", actual: "\(lengths[present[0]]) bits")
    return
  }
  // Words for symbols that do not occur take room from the others, which is the same mistake once more.
  guard stray == nil else { return }
  let room = present.map { pow(2, -Double(lengths[$0])) }.reduce(0, +)
  expect(
    "decodable", room <= 1 + 1e-9 && present.allSatisfy { lengths[$0] > 0 },
    "\(title): there are that many words of which none begins another (2^-length adds up to at most 1)",
    expected: "at most 1", actual: text(room), mistake: abs(room - 2) < 1e-9 ? "stops-early" : nil)
  let fewest = fewestBits(counts)
  let own = totalBits(counts, lengths)
  let fixed = Set(present.map { lengths[$0] }).count == 1
  let total = Double(counts.reduce(0, +))
  let shannon = present.allSatisfy {
    lengths[$0] == max(1, Int(log2(total / Double(counts[$0])).rounded(.up)))
  }
  let deeper = own == fewest + counts.reduce(0, +)
  expect(
    "shortest", own <= fewest, "\(title): no code takes fewer bits in all", expected: "\(fewest) bits",
    actual: "\(own) bits", mistake: deeper ? "one-deeper" : fixed ? "fixed" : shannon ? "shannon" : nil)
}

func judgeWords(_ words: [String], _ lengths: [Int]) {
  let title = "lengths \(short(lengths))"
  let right = canonicalWords(lengths)
  guard words.count == lengths.count else {
    expect(
      "word-lengths", false, "\(title): one word for each", expected: "\(lengths.count)",
      actual: "\(words.count)")
    return
  }
  let uneven = words.indices.first { words[$0].count != lengths[$0] }
  expect(
    "word-lengths", uneven == nil, "\(title): each word is as long as it should be",
    expected: uneven.map { "symbol \($0): \(lengths[$0]) bits" }, actual: uneven.map { "'\(words[$0])'" })
  let wrong = words.indices.first { words[$0].count == right[$0].count && words[$0] != right[$0] }
  let present = lengths.indices.filter { lengths[$0] > 0 }
  let first = present.first
  let inOrder = first.map { words[$0].allSatisfy { $0 == "0" } } ?? false
  expect(
    "canonical", wrong == nil,
    "\(title): words are given out by length, then by symbol, each one more than the last",
    expected: wrong.map { "symbol \($0): \(right[$0])" }, actual: wrong.map { words[$0] },
    mistake: inOrder && first != present.min { (lengths[$0], $0) < (lengths[$1], $1) }
      ? "by-symbol" : "no-shift")
}

func judgeDecoding(_ symbols: [Int], _ trial: DecodeTrial) {
  let wrong = trial.symbols.indices.first { $0 >= symbols.count || symbols[$0] != trial.symbols[$0] }
  expect(
    "decoded", symbols == trial.symbols, "\(trial.bits.count) bits become \(trial.symbols.count) symbols",
    expected: wrong.map { "symbol \(trial.symbols[$0]) at place \($0)" } ?? "\(trial.symbols.count) symbols",
    actual: wrong.flatMap { $0 < symbols.count ? "symbol \(symbols[$0])" : nil } ?? "\(symbols.count) symbols"
  )
}

func judgeSize(_ size: Int, _ counts: [Int]) {
  let bits = totalBits(counts, huffmanLengths(counts))
  let words = (bits + 7) / 8
  let mistake: String? =
    switch size {
    case words: "no-table"
    case counts.count + bits / 8: "rounded-down"
    case counts.count + bits, 8 * counts.count + bits: "bits"
    default: nil
    }
  expect(
    "file-size", size == counts.count + words, "\(counts.count) symbols and \(bits) bits of words",
    expected: "\(counts.count) + \(words) bytes", actual: "\(size)", mistake: mistake)
}

func judgeDifferences(_ handed: [UInt8], _ back: [UInt8], _ bytes: [UInt8]) {
  let right = reference(differencesOf: bytes)
  let wrong = right.indices.first { $0 >= handed.count || handed[$0] != right[$0] }
  let absolute = bytes.indices.map { $0 == 0 ? bytes[0] : UInt8(abs(Int(bytes[$0]) - Int(bytes[$0 - 1]))) }
  expect(
    "differences", handed == right, "each byte but the first is the difference to the one before it",
    expected: wrong.map { $0 == 0 ? "\(right[0])" : "\(bytes[$0]) after \(bytes[$0 - 1]): \(right[$0])" }
      ?? "\(right.count) bytes",
    actual: wrong.flatMap { $0 < handed.count ? "\(handed[$0])" : nil } ?? "\(handed.count) bytes",
    mistake: handed == absolute ? "absolute" : nil)
  expect(
    "restored", back == bytes, "the bytes come back out of their differences",
    expected: short(bytes.map(Int.init)),
    actual: short(back.map(Int.init)))
}
