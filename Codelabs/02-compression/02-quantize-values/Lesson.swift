import Codelab
import Foundation

let lesson = Lesson {
  Step("bins") { lab in
    for trial in binTrials(&lab.random) {
      try lab.submit(trial.name, trial.interval.inBins(trial.values))
    }
    let interval = bookRange(bits: lab.knob("bits"))
    let found = interval.inBins(bookValues)
    lab.show(valueTable(bookValues, [("bin", found.map(String.init))]))
    let dense = interval.evenly(401)
    lab.show(
      Figure(
        "staircase", title: "Bin of each value",
        .curves(
          Curves(
            [series("bin", dense, interval.inBins(dense).map(Float.init))], axis: "value", unit: .number))))
    lab.metric("bin-of-5", Double(bookRange(bits: 3).inBins([5]).first ?? -1), .count)
  } judge: { work in
    for trial in binTrials(&work.random) { judgeBins(try work[trial.name], trial) }
  }

  Step("top-bin") { lab in
    for trial in levelTrials(&lab.random) {
      try lab.submit(
        trial.name,
        lowEdges(
          trial.levels, minimum: trial.interval.minimum, maximum: trial.interval.maximum,
          bits: trial.interval.bits))
    }
    let interval = bookRange(bits: lab.knob("bits"))
    let restored = interval.binned(bookValues)
    let errors = zip(bookValues, restored).map { $0 - $1 }
    lab.show(
      valueTable(bookValues, [("comes back as", restored.map(text)), ("error", errors.map(text))]))
    let dense = interval.evenly(201)
    let back = interval.binned(dense)
    lab.show(
      Figure(
        "errors", title: "Error of every value",
        .curves(Curves([series("error", dense, difference(dense, back))], axis: "value", unit: .number))))
    lab.metric("top-at-3-bits", Double(bookRange(bits: 3).binned([10]).first ?? .nan), .number)
    lab.metric("largest-error", largest(errors), .number)
  } judge: { work in
    for trial in levelTrials(&work.random) {
      judgeLevels(
        try work[trial.name], trial, check: "low-edges", step: trial.interval.width,
        demand: "a bin comes back as its low edge",
        mistakes: [
          ("middle", { trial.interval.minimum + (Float($0) + 0.5) * trial.interval.width }),
          ("steps", { trial.interval.minimum + Float($0) * trial.interval.scale }),
          ("forgot-minimum", { Float($0) * trial.interval.width }),
        ])
    }
  }

  Step("nearest") { lab in
    for trial in nearestTrials(&lab.random) {
      try lab.submit("levels \(trial.name)", trial.interval.levels(of: trial.values))
    }
    for trial in levelTrials(&lab.random) {
      try lab.submit(
        trial.name,
        levelValues(
          trial.levels, minimum: trial.interval.minimum, maximum: trial.interval.maximum,
          bits: trial.interval.bits))
    }
    let chosen = bookRange(bits: lab.knob("bits"))
    let dense = chosen.evenly(401)
    lab.show(
      Figure(
        "errors", title: "Error of every value",
        .curves(
          Curves(
            [
              series("nearest level", dense, difference(dense, chosen.rounded(dense))),
              series("low edge", dense, difference(dense, chosen.binned(dense)), isGhost: true),
            ], axis: "value", unit: .number))))
    let values = lab.random.uniform(count: 4_000, in: -10...10)
    let rms = (1...8).map { bits in
      let interval = bookRange(bits: bits)
      return (
        bits: bits, low: rootMeanSquare(difference(values, interval.binned(values))),
        near: rootMeanSquare(difference(values, interval.rounded(values)))
      )
    }
    lab.show(
      Figure(
        "rms", title: "Root-mean-square error",
        .curves(
          Curves(
            [
              .init("nearest level", x: rms.map { Double($0.bits) }, y: rms.map(\.near)),
              .init("low edge", x: rms.map { Double($0.bits) }, y: rms.map(\.low)),
            ], axis: "bits", unit: .number))))
    for own in rms where own.bits == chosen.bits {
      lab.metric("rms-low-edge", own.low, .number)
      lab.metric("rms-nearest", own.near, .number)
      lab.metric("improvement", own.low / own.near, .number)
    }
    lab.metric("improvement-at-3-bits", rms[2].low / rms[2].near, .number)
  } judge: { work in
    for trial in nearestTrials(&work.random) { judgeNearest(try work["levels \(trial.name)"], trial) }
    for trial in levelTrials(&work.random) {
      judgeLevels(
        try work[trial.name], trial, check: "level-values", step: trial.interval.scale,
        demand: "level 0 comes back as the minimum and the last level as the maximum",
        mistakes: [("bins", { trial.interval.minimum + Float($0) * trial.interval.width })])
    }
  }

  Step("zero") { lab in
    for trial in rangeTrials(&lab.random) {
      let own = ruler(minimum: trial.minimum, maximum: trial.maximum, bits: trial.bits)
      try lab.submit(trial.name, Handed(own))
    }
    let bits = lab.knob("bits")
    let plain = Interval(minimum: -1, maximum: 2, bits: bits)
    let own = ruler(minimum: -1, maximum: 2, bits: bits)
    // Seven of ten values of an activation are 0, the others spread over the range.
    let values = lab.random.uniform(count: 1_000, in: -1...2).enumerated().map { $0 % 10 < 7 ? 0 : $1 }
    let before = plain.rounded(values)
    let after = values.map { own.restored($0, bits: bits) }
    let drift = [before, after].map { restored in abs(Double(difference(restored, values).reduce(0, +))) }
    lab.show(
      Figure(
        "drift", title: "Error of a sum of 1,000 values",
        .bars(Bars([.init("ends exact", drift[0]), .init("zero exact", drift[1])], unit: .number))))
    lab.show(
      Figure(
        "rulers", title: "Levels near 0",
        .table(
          Table(
            columns: ["ruler", "scale", "0 comes back as"],
            rows: [
              ["ends exact", text(plain.scale), text(plain.rounded([0]).first ?? .nan)],
              ["zero exact", text(own.scale), text(own.restored(0, bits: bits))],
            ]))))
    let three = Interval(minimum: -1, maximum: 2, bits: 3)
    lab.metric("zero-at-3-bits", Double(three.rounded([0]).first ?? .nan), .number)
  } judge: { work in
    for trial in rangeTrials(&work.random) { judgeRuler(try work[trial.name], trial) }
  }

  Step("pack") { lab in
    for levels in packTrials(&lab.random) {
      try lab.submit("packed \(levels.count)", pack(levels))
      try lab.submit("unpacked \(levels.count)", unpack(packed(levels), count: levels.count))
    }
    let count = 1_001
    let bytes = pack([UInt8](repeating: 9, count: count)).count
    lab.show(
      Figure(
        "bytes", title: "Bytes of 1,001 values",
        .bars(
          Bars(
            [
              .init("float", Double(count * MemoryLayout<Float>.size)),
              .init("a byte each", Double(count)), .init("packed", Double(bytes)),
            ], unit: .bytes))))
    lab.metric("packed-bytes", Double(bytes), .count)
  } judge: { work in
    for levels in packTrials(&work.random) {
      judgePacking(try work["packed \(levels.count)"], try work["unpacked \(levels.count)"], levels)
    }
  }

  Step("how-many-bits") { lab in
    for trial in promiseTrials(&lab.random) {
      try lab.submit(
        trial.name,
        bitsNeeded(minimum: trial.minimum, maximum: trial.maximum, largestError: trial.largestError))
    }
    lab.metric(
      "bits-for-the-example", Double(bitsNeeded(minimum: -10, maximum: 10, largestError: 0.05)), .count)

    let values = lab.random.uniform(count: 4_000, in: -10...10)
    let signal = rootMeanSquare(values)
    let rows = (1...8).map { bits in
      let interval = bookRange(bits: bits)
      let errors = difference(values, interval.rounded(values))
      return (
        bits: Double(bits), bytes: (values.count * bits + 7) / 8, largest: largest(errors),
        decibels: 20 * log10(signal / rootMeanSquare(errors))
      )
    }
    lab.show(
      Figure(
        "ratio", title: "Signal to error, in decibels",
        .curves(
          Curves(
            [.init("signal / error", x: rows.map(\.bits), y: rows.map(\.decibels))], axis: "bits",
            unit: .number))))
    lab.show(
      Figure(
        "summary", title: "4,000 values from -10 to 10",
        .table(
          Table(
            columns: ["bits", "size", "largest error", "dB"],
            rows: rows.map {
              [
                "\(Int($0.bits))", Metric.Unit.bytes.text(Double($0.bytes)),
                Metric.Unit.number.text($0.largest), Metric.Unit.number.text($0.decibels),
              ]
            }))))
    lab.metric("decibels-a-bit", (rows[7].decibels - rows[3].decibels) / 4, .number)
  } judge: { work in
    for trial in promiseTrials(&work.random) { judgePromise(try work[trial.name], trial) }
  }
}

// MARK: - Ranges, and what the learner's functions make of them

/// A range of values and a number of bits.
struct Interval {
  var minimum: Float
  var maximum: Float
  var bits: Int

  /// The width of one of the `2^bits` bins.
  var width: Float { (maximum - minimum) / Float(1 << bits) }
  /// The distance between two of the `2^bits` levels.
  var scale: Float { (maximum - minimum) / Float((1 << bits) - 1) }

  func inBins(_ values: [Float]) -> [Int] {
    bins(values, minimum: minimum, maximum: maximum, bits: bits)
  }

  func binned(_ values: [Float]) -> [Float] {
    lowEdges(inBins(values), minimum: minimum, maximum: maximum, bits: bits)
  }

  func levels(of values: [Float]) -> [Int] {
    nearestLevels(values, minimum: minimum, maximum: maximum, bits: bits)
  }

  func rounded(_ values: [Float]) -> [Float] {
    levelValues(levels(of: values), minimum: minimum, maximum: maximum, bits: bits)
  }

  /// `count` values from end to end.
  func evenly(_ count: Int) -> [Float] {
    (0..<count).map { minimum + (maximum - minimum) * Float($0) / Float(count - 1) }
  }
}

extension Ruler {
  /// What comes back of a value: the lesson's own arithmetic around the learner's ruler.
  func restored(_ value: Float, bits: Int) -> Float {
    let level = (value / scale).rounded() + Float(zeroPoint)
    return scale * (max(0, min(Float((1 << bits) - 1), level)) - Float(zeroPoint))
  }
}

/// The range of the book's example.
func bookRange(bits: Int) -> Interval { Interval(minimum: -10, maximum: 10, bits: bits) }

/// The values of the book's example: from -10 to 10 in steps of 2.5.
let bookValues: [Float] = (0...8).map { -10 + 2.5 * Float($0) }

// MARK: - Trials

/// Values in a range, with the bin of each.
struct BinTrial {
  var name: String
  var interval: Interval
  var values: [Float]
  var bins: [Int]
  var isAtTheEnds = false
}

/// Ranges on every side of zero, each with another number of bits.
func intervals(_ random: inout SeededGenerator) -> [Interval] {
  (1...8).map { bits in
    let ends = random.uniform(count: 2, in: 0.5...9)
    let low: Float = [-ends[0], ends[0], -ends[0] - 20][bits % 3]
    return Interval(minimum: low, maximum: low + ends[0] + ends[1], bits: bits)
  }
}

/// Values well inside their bins, so that rounding errors do not decide; and values at the ends and beyond.
func binTrials(_ random: inout SeededGenerator) -> [BinTrial] {
  intervals(&random).flatMap { interval in
    let last = (1 << interval.bits) - 1
    let inner = (0..<24).map { _ in random.integer(upTo: last) }
    let places = random.uniform(count: inner.count, in: 0.05...0.95)
    let outer = [interval.minimum - 1, interval.minimum, interval.maximum, interval.maximum + 3]
    return [
      BinTrial(
        name: "inside \(interval.bits)", interval: interval,
        values: zip(inner, places).map { interval.minimum + (Float($0) + $1) * interval.width }, bins: inner),
      BinTrial(
        name: "ends \(interval.bits)", interval: interval, values: outer, bins: [0, 0, last, last],
        isAtTheEnds: true),
    ]
  }
}

/// Values well nearer to one level than to the next.
func nearestTrials(_ random: inout SeededGenerator) -> [BinTrial] {
  intervals(&random).map { interval in
    let last = (1 << interval.bits) - 1
    let levels = [0, last] + (0..<24).map { _ in random.integer(upTo: last) }
    let places = random.uniform(count: levels.count, in: -0.45...0.45)
    let values = zip(levels, places).map { interval.minimum + (Float($0) + $1) * interval.scale }
    return BinTrial(
      name: "\(interval.bits)", interval: interval,
      values: values.map { max(interval.minimum, min(interval.maximum, $0)) }, bins: levels)
  }
}

/// Bins or levels to bring back.
struct LevelTrial {
  var name: String
  var interval: Interval
  var levels: [Int]
}

func levelTrials(_ random: inout SeededGenerator) -> [LevelTrial] {
  intervals(&random).map { interval in
    let last = (1 << interval.bits) - 1
    return LevelTrial(
      name: "restored \(interval.bits)", interval: interval,
      levels: [0, last] + (0..<10).map { _ in random.integer(upTo: last) })
  }
}

/// A range to lay a ruler over.
struct RangeTrial {
  var name: String
  var minimum: Float
  var maximum: Float
  var bits: Int
}

/// Ranges around zero, beside zero, and only zero.
func rangeTrials(_ random: inout SeededGenerator) -> [RangeTrial] {
  var ranges: [(Float, Float)] = [(0, 0), (0, 6), (-2, 0)]
  for _ in 0..<8 {
    let ends = random.uniform(count: 2, in: 0.1...9)
    ranges += [(-ends[0], ends[1]), (ends[0], ends[0] + ends[1]), (-ends[0] - ends[1], -ends[1])]
  }
  return ranges.enumerated().map { index, range in
    RangeTrial(name: "range \(index)", minimum: range.0, maximum: range.1, bits: 2 + index % 7)
  }
}

/// Levels of even and odd number, and none.
func packTrials(_ random: inout SeededGenerator) -> [[UInt8]] {
  [0, 1, 2, 7, 16, 33].map { count in (0..<count).map { _ in UInt8(random.integer(upTo: 15)) } }
}

/// An error that must not be exceeded.
struct PromiseTrial {
  var name: String
  var minimum: Float
  var maximum: Float
  var largestError: Float
  var bits: Int
}

/// Promises that a number of bits keeps with room to spare and one bit less breaks clearly.
func promiseTrials(_ random: inout SeededGenerator) -> [PromiseTrial] {
  (1...12).map { bits in
    let low = random.uniform(count: 1, in: -5...5)[0]
    let width = random.uniform(count: 1, in: 1...20)[0]
    let half = width / Float((1 << bits) - 1) / 2
    return PromiseTrial(
      name: "promise \(bits)", minimum: low, maximum: low + width,
      largestError: half * random.uniform(count: 1, in: 1.1...1.8)[0], bits: bits)
  }
}

extension SeededGenerator {
  /// A whole number from 0 to `last`.
  mutating func integer(upTo last: Int) -> Int { Int.random(in: 0...last, using: &self) }
}

// MARK: - What is handed in

/// A ruler as plain data.
struct Handed: Codable {
  var scale: Float
  var zeroPoint: Int

  init(_ ruler: Ruler) {
    scale = ruler.scale
    zeroPoint = ruler.zeroPoint
  }
}

/// The reference for packing, spelled out in the judge's own words: value = first + 16 * second.
func packed(_ levels: [UInt8]) -> [UInt8] {
  stride(from: 0, to: levels.count, by: 2).map { index in
    levels[index] + 16 * (index + 1 < levels.count ? levels[index + 1] : 0)
  }
}

// MARK: - Showing

func series(_ label: String, _ x: [Float], _ y: [Float], isGhost: Bool = false) -> Curves.Series {
  let count = min(x.count, y.count)
  return Curves.Series(
    label, x: x.prefix(count).map(Double.init), y: y.prefix(count).map(Double.init), isGhost: isGhost)
}

/// The values of the book's example beside what became of them.
func valueTable(_ values: [Float], _ columns: [(name: String, cells: [String])]) -> Figure {
  Figure(
    "values", title: "From -10 to 10 in steps of 2.5",
    .table(
      Table(
        columns: ["value"] + columns.map(\.name),
        rows: values.indices.map { index in
          [text(values[index])] + columns.map { index < $0.cells.count ? $0.cells[index] : "" }
        })))
}

func difference(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 - $1 } }

func largest(_ errors: [Float]) -> Double { Double(errors.map(abs).max() ?? 0) }

func rootMeanSquare(_ values: [Float]) -> Double {
  guard !values.isEmpty else { return 0 }
  return (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
}

func text(_ value: Float) -> String { Metric.Unit.number.text(Double(value)) }

func short(_ levels: [UInt8]) -> String {
  "[" + levels.prefix(8).map(String.init).joined(separator: ", ") + (levels.count > 8 ? ", ...]" : "]")
}
