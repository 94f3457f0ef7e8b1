import Codelab
import Foundation

let lesson = Lesson {
  Step("entropy") { lab in
    for trial in entropyTrials(&lab.random) { try lab.submit(trial.name, entropy(trial.counts)) }
    let text = descriptions(lab.seed, characters: 10_000)
    let counts = countsOfBytes(text)
    lab.show(
      Figure(
        "letters", title: "Most frequent characters",
        .bars(
          Bars(
            frequent(counts).prefix(12).map { .init(name(of: $0), Double(counts[$0]) / Double(text.count)) },
            unit: .fraction))))
    let noise = countsOfBytes(lab.random.bytes(count: 100_000))
    lab.metric("bits-of-text", entropy(counts), .number)
    lab.metric("bits-of-noise", entropy(noise), .number)
  } judge: { work in
    for trial in entropyTrials(&work.random) { judgeEntropy(try work[trial.name], trial.counts) }
  }

  Step("tree") { lab in
    for trial in countTrials(&lab.random) { try lab.submit(trial.name, codeLengths(trial.counts)) }
    let counts = countsOfBytes(abracadabra)
    let lengths = codeLengths(counts)
    lab.show(codeTable(counts, [("bits", { "\(lengths[$0])" })]))
    let text = descriptions(lab.seed, characters: 10_000)
    let textCounts = countsOfBytes(text)
    let textLengths = codeLengths(textCounts)
    lab.show(
      Figure(
        "lengths", title: "Bits of frequent characters",
        .bars(
          Bars(
            frequent(textCounts).prefix(12).map { .init(name(of: $0), Double(textLengths[$0])) }, unit: .count
          ))))
    lab.metric("bits-of-abracadabra", Double(totalBits(counts, lengths)), .count)
    lab.metric("entropy-of-text", entropy(of: textCounts), .number)
    lab.metric("bits-a-character", Double(totalBits(textCounts, textLengths)) / Double(text.count), .number)
  } judge: { work in
    for trial in countTrials(&work.random) { judgeLengths(try work[trial.name], trial.counts) }
  }

  Step("words") { lab in
    for trial in lengthTrials(&lab.random) { try lab.submit(trial.name, codeWords(trial.lengths)) }
    let counts = countsOfBytes(abracadabra)
    let lengths = huffmanLengths(counts)
    let words = codeWords(lengths)
    lab.show(
      codeTable(counts, [("bits", { "\(lengths[$0])" }), ("word", { $0 < words.count ? words[$0] : "" })]))
    if words.count == counts.count { lab.log("abracadabra: \(encoded(abracadabra, words))") }
  } judge: { work in
    for trial in lengthTrials(&work.random) { judgeWords(try work[trial.name], trial.lengths) }
  }

  Step("decode") { lab in
    for trial in decodeTrials(&lab.random) {
      try lab.submit(trial.name, decode(trial.bits, words: trial.words))
    }
    let text = descriptions(lab.seed, characters: 200)
    let words = canonicalWords(huffmanLengths(countsOfBytes(text)))
    let bits = encoded(text, words)
    let decoded = decode(bits, words: words).map { UInt8(clamping: $0) }
    lab.log("\(bits.prefix(60))...")
    lab.log(String(decoding: decoded.prefix(60), as: UTF8.self))
    lab.metric("bits-sent", Double(bits.count), .count)
    lab.metric("characters", Double(decoded.count), .count)
  } judge: { work in
    for trial in decodeTrials(&work.random) { judgeDecoding(try work[trial.name], trial) }
  }

  Step("file") { lab in
    for trial in countTrials(&lab.random) where trial.counts.count > 1 {
      try lab.submit(trial.name, fileSize(counts: trial.counts, lengths: huffmanLengths(trial.counts)))
    }
    let text = descriptions(lab.seed, characters: 10_000)
    func size(_ length: Int) -> Int {
      let counts = countsOfBytes(Array(text.prefix(length)))
      return fileSize(counts: counts, lengths: huffmanLengths(counts))
    }
    let grid = Array(stride(from: 100, through: 3_000, by: 100))
    lab.show(
      Figure(
        "share", title: "File size beside the text's",
        .curves(
          Curves(
            [
              .init("with Huffman", x: grid.map(Double.init), y: grid.map { Double(size($0)) / Double($0) }),
              .init("as it is", x: [100, 3_000], y: [1, 1], isGhost: true),
            ], axis: "characters", unit: .fraction))))
    let length = lab.knob("characters")
    lab.show(
      Figure(
        "sizes", title: "\(Metric.Unit.count.text(Double(length))) characters",
        .bars(
          Bars(
            [.init("as it is", Double(length)), .init("with Huffman", Double(size(length)))], unit: .bytes))))
    let breakEven = (1...text.count).first { size($0) < $0 }
    lab.metric("break-even", Double(breakEven ?? text.count), .count)
  } judge: { work in
    for trial in countTrials(&work.random) where trial.counts.count > 1 {
      judgeSize(try work[trial.name], trial.counts)
    }
  }

  Step("neighbors") { lab in
    for trial in byteTrials(&lab.random) {
      try lab.submit("differences \(trial.count)", differences(trial))
      try lab.submit("restored \(trial.count)", restored(reference(differencesOf: trial)))
    }
    let rocket = try Image(pixMap: lab.datasets.appending(path: "images/rocket.ppm"))
    let bits = lab.knob("bits")
    let plain = planes(of: rocket, bits: bits)
    let text = descriptions(lab.seed, characters: 10_000)
    let weights = lab.random.normal(count: 50_000).map {
      UInt8(clamping: Int((max(-4, min(4, $0)) * 31.75).rounded()) + 128)
    }
    let rows: [(name: String, bytes: [UInt8])] = [
      ("text", text), ("rocket", plain), ("differences", differences(plain)),
      ("weights", weights), ("noise", lab.random.bytes(count: 50_000)),
    ]
    let measured = rows.map { row in
      let counts = countsOfBytes(row.bytes)
      return (
        name: row.name, entropy: entropy(of: counts), bytes: row.bytes.count,
        size: counts.count + (totalBits(counts, huffmanLengths(counts)) + 7) / 8
      )
    }
    lab.show(
      Figure(
        "kinds", title: "Size left, rocket at \(bits) bits",
        .bars(Bars(measured.map { .init($0.name, Double($0.size) / Double($0.bytes)) }, unit: .fraction))))
    lab.show(
      Figure(
        "summary", title: "What you measured",
        .table(
          Table(
            columns: ["bytes of", "entropy", "after", "before"],
            rows: measured.map {
              [
                $0.name, Metric.Unit.number.text($0.entropy), Metric.Unit.bytes.text(Double($0.size)),
                Metric.Unit.bytes.text(Double($0.bytes)),
              ]
            }))))
    let eight = planes(of: rocket, bits: 8)
    for (name, bytes) in [("rocket", eight), ("differences", differences(eight)), ("weights", weights)] {
      let counts = countsOfBytes(bytes)
      let size = counts.count + (totalBits(counts, huffmanLengths(counts)) + 7) / 8
      lab.metric("share-of-\(name)", Double(size) / Double(bytes.count), .fraction)
    }
  } judge: { work in
    for trial in byteTrials(&work.random) {
      judgeDifferences(
        try work["differences \(trial.count)"], try work["restored \(trial.count)"], trial)
    }
  }
}

// MARK: - What is compressed

let abracadabra = Array("abracadabra".utf8)

/// Short descriptions in English, written by the generator of the `topics` set.
func descriptions(_ seed: UInt64, characters: Int) -> [UInt8] {
  let text = Topics.unlabeled(seed: seed, count: characters / 40 + 1).joined(separator: "\n")
  return Array(text.utf8.prefix(characters))
}

/// An image's red, then its green, then its blue values, each in `bits` bits, so that neighbors are alike.
func planes(of image: Image, bits: Int) -> [UInt8] {
  let last = Float((1 << bits) - 1)
  return (0..<image.channels).flatMap { channel in
    stride(from: channel, to: image.pixels.count, by: image.channels).map { index in
      UInt8((image.pixels[index] * last).rounded())
    }
  }
}

func countsOfBytes(_ bytes: [UInt8]) -> [Int] {
  var counts = [Int](repeating: 0, count: 256)
  for byte in bytes { counts[Int(byte)] += 1 }
  return counts
}

/// The symbols that occur, the most frequent first.
func frequent(_ counts: [Int]) -> [Int] {
  counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
}

extension SeededGenerator {
  /// A whole number from 0 to `last`.
  mutating func integer(upTo last: Int) -> Int { Int.random(in: 0...last, using: &self) }

  mutating func bytes(count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(integer(upTo: 255)) } }
}

// MARK: - The reference, in the lesson's own words

func entropy(of counts: [Int]) -> Double {
  let total = Double(counts.reduce(0, +))
  return counts.filter { $0 > 0 }.map { Double($0) * log2(total / Double($0)) / total }.reduce(0, +)
}

/// The fewest bits that any code with a word for each symbol takes: what Huffman's procedure joins, added up.
func fewestBits(_ counts: [Int]) -> Int {
  var heap = counts.filter { $0 > 0 }.sorted(by: >)
  guard heap.count > 1 else { return heap.first ?? 0 }
  var bits = 0
  while heap.count > 1 {
    let joined = heap.removeLast() + heap.removeLast()
    bits += joined
    heap.insert(joined, at: heap.firstIndex { $0 < joined } ?? heap.endIndex)
  }
  return bits
}

/// Lengths of a Huffman code, by the parents of a tree.
func huffmanLengths(_ counts: [Int]) -> [Int] {
  var open = counts.indices.filter { counts[$0] > 0 }.map { (count: counts[$0], node: $0) }
  var parents = [Int: Int]()
  var next = counts.count
  while open.count > 1 {
    open.sort { ($1.count, $1.node) < ($0.count, $0.node) }
    let pair = [open.removeLast(), open.removeLast()]
    for child in pair { parents[child.node] = next }
    open.append((count: pair[0].count + pair[1].count, node: next))
    next += 1
  }
  return counts.indices.map { symbol in
    guard counts[symbol] > 0 else { return 0 }
    var depth = 0
    var node = symbol
    while let parent = parents[node] { (node, depth) = (parent, depth + 1) }
    return max(depth, 1)
  }
}

/// The canonical words, by the first code of each length (as in RFC 1951, section 3.2.2).
func canonicalWords(_ lengths: [Int]) -> [String] {
  let longest = lengths.max() ?? 0
  var next = [Int](repeating: 0, count: longest + 2)
  for length in stride(from: 1, through: longest, by: 1) {
    next[length + 1] = (next[length] + lengths.count { $0 == length }) << 1
  }
  return lengths.map { length in
    guard length > 0 else { return "" }
    let digits = String(next[length], radix: 2)
    next[length] += 1
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }
}

func encoded(_ bytes: [UInt8], _ words: [String]) -> String { bytes.map { words[Int($0)] }.joined() }

func totalBits(_ counts: [Int], _ lengths: [Int]) -> Int {
  zip(counts, lengths).reduce(0) { $0 + $1.0 * $1.1 }
}

func reference(differencesOf bytes: [UInt8]) -> [UInt8] {
  bytes.indices.map { UInt8((Int(bytes[$0]) - ($0 > 0 ? Int(bytes[$0 - 1]) : 0) + 256) % 256) }
}

// MARK: - Trials

/// Counts under a name.
struct CountTrial {
  var name: String
  var counts: [Int]
}

func entropyTrials(_ random: inout SeededGenerator) -> [CountTrial] {
  [CountTrial(name: "even", counts: [3, 3, 3, 3]), CountTrial(name: "skewed", counts: [8, 4, 2, 1, 1])]
    + (0..<6).map { index in
      CountTrial(name: "random \(index)", counts: (0..<12).map { _ in 1 + random.integer(upTo: 40) })
    } + [CountTrial(name: "absent", counts: [0, 5, 0, 5]), CountTrial(name: "nothing", counts: [0, 0])]
}

/// Counts of many shapes; each symbol's own number of bits is seldom whole.
func countTrials(_ random: inout SeededGenerator) -> [CountTrial] {
  [
    CountTrial(name: "one", counts: [0, 9, 0]),
    CountTrial(name: "powers", counts: [1, 2, 4, 8, 16, 32, 64, 128]),
  ]
    + (0..<8).map { index in
      let reach = [3, 10, 100, 1_000][index % 4]
      let counts = (0..<(5 + 4 * index)).map { place in
        place % 7 == 3 ? 0 : 1 + random.integer(upTo: reach) * (place % 3 == 0 ? 20 : 1)
      }
      return CountTrial(name: "counts \(index)", counts: counts)
    }
}

/// Lengths under a name.
struct LengthTrial {
  var name: String
  var lengths: [Int]
}

func lengthTrials(_ random: inout SeededGenerator) -> [LengthTrial] {
  [LengthTrial(name: "one word", lengths: [0, 1, 0]), LengthTrial(name: "book", lengths: [3, 3, 2, 2, 2])]
    + countTrials(&random).dropFirst().map { LengthTrial(name: $0.name, lengths: huffmanLengths($0.counts)) }
}

/// Bits to decode.
struct DecodeTrial {
  var name: String
  var words: [String]
  var symbols: [Int]
  var bits: String { symbols.map { words[$0] }.joined() }
}

func decodeTrials(_ random: inout SeededGenerator) -> [DecodeTrial] {
  countTrials(&random).map { trial in
    let present = trial.counts.indices.filter { trial.counts[$0] > 0 }
    return DecodeTrial(
      name: trial.name, words: canonicalWords(huffmanLengths(trial.counts)),
      symbols: (0..<40).map { _ in present[random.integer(upTo: present.count - 1)] })
  } + [DecodeTrial(name: "no bits", words: ["0", "1"], symbols: [])]
}

func byteTrials(_ random: inout SeededGenerator) -> [[UInt8]] {
  [0, 1, 2, 50].map { random.bytes(count: $0) } + [[255, 0, 255, 1, 0]]
}

// MARK: - Showing

func text(_ value: Double) -> String { Metric.Unit.number.text(value) }

func short(_ values: [Int]) -> String {
  "[" + values.prefix(8).map(String.init).joined(separator: ", ") + (values.count > 8 ? ", ...]" : "]")
}

func name(of symbol: Int) -> String {
  switch symbol {
  case 10: "line end"
  case 32: "space"
  case 33...126: String(UnicodeScalar(UInt8(symbol)))
  default: "byte \(symbol)"
  }
}

/// The letters of "abracadabra" with their counts and more.
func codeTable(_ counts: [Int], _ columns: [(name: String, cell: (Int) -> String)]) -> Figure {
  Figure(
    "code", title: "abracadabra",
    .table(
      Table(
        columns: ["letter", "count"] + columns.map(\.name),
        rows: frequent(counts).map { symbol in
          [name(of: symbol), "\(counts[symbol])"] + columns.map { $0.cell(symbol) }
        })))
}
