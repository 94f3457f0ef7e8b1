import Codelab
import Foundation

/// The first place where two lists of numbers differ.
func firstDifference(_ handed: [Float], _ right: [Float]) -> Int? {
  right.indices.first { $0 >= handed.count || !(abs(handed[$0] - right[$0]) < 2e-3) }
}

func isNear(_ handed: [Float], _ right: [Float]) -> Bool {
  handed.count == right.count && firstDifference(handed, right) == nil
}

func text(_ value: Float) -> String { Metric.Unit.number.text(Double(value)) }

/// Says what stands at the first wrong pixel.
func expectPixels(
  _ check: String, _ handed: [Float], _ right: [Float], side: Int, _ message: String, mistake: String?
) {
  let wrong = firstDifference(handed, right)
  expect(
    check, wrong == nil && handed.count == right.count, message,
    expected: wrong.map { "\(text(right[$0])) at row \($0 / side), column \($0 % side)" }
      ?? "\(right.count) pixels",
    actual: wrong.flatMap { $0 < handed.count ? text(handed[$0]) : nil } ?? "\(handed.count) pixels",
    mistake: mistake)
}

/// An image whose pixel at row and column is that of another place.
func rearranged(_ image: ImageTrial, _ place: (_ row: Int, _ column: Int) -> Int) -> [Float] {
  image.pixels.indices.map { image.pixels[place($0 / image.side, $0 % image.side)] }
}

func judgeFlip(_ check: String, _ handed: [Float], _ trial: ImageTrial) {
  let last = trial.side - 1
  let horizontal = rearranged(trial) { $0 * trial.side + last - $1 }
  let vertical = rearranged(trial) { (last - $0) * trial.side + $1 }
  let (right, other) = check == "horizontal" ? (horizontal, vertical) : (vertical, horizontal)
  let mistake =
    isNear(handed, other) ? "other-way" : isNear(handed, trial.pixels.reversed()) ? "half-turn" : nil
  expectPixels(
    check, handed, right, side: trial.side, "\(trial.name) pixels, \(check) flip",
    mistake: isNear(handed, right) ? nil : mistake)
}

func judgePreserved(_ handed: [Int], _ trial: CountTrial) {
  func classes(_ isKept: (_ right: Double, _ all: Double) -> Bool, columns: Bool = false) -> [Int] {
    trial.counts.indices.filter { label in
      let all = columns ? trial.counts.reduce(0) { $0 + $1[label] } : trial.counts[label].reduce(0, +)
      return all > 0 && isKept(Double(trial.counts[label][label]), Double(all))
    }
  }
  let right = classes { $0 >= trial.share * $1 }
  let mistake: String? =
    handed == classes({ $0 >= trial.share * $1 }, columns: true)
    ? "columns" : handed == classes({ $0 > trial.share * $1 }) ? "more-than" : nil
  expect(
    "preserved", handed == right, "\(trial.name): at least \(trial.share) of a class's images recognized",
    expected: "\(right)", actual: "\(handed)", mistake: handed == right ? nil : mistake)
}

/// What lies between the pixels of an image.
struct Reading {
  /// The brightness outside; nil for that of the nearest pixel.
  var outside: Float? = -1
  var isNearest = false
  var isSwapped = false

  func callAsFunction(_ image: ImageTrial, _ row: Float, _ column: Float) -> Float {
    let (row, column) = (Double(row), Double(column))
    let last = image.side - 1
    func pixel(_ row: Int, _ column: Int) -> Double {
      let isInside = (0...last).contains(row) && (0...last).contains(column)
      if !isInside, let outside { return Double(outside) }
      return Double(image.pixels[min(max(row, 0), last) * image.side + min(max(column, 0), last)])
    }
    if isNearest { return pixel(Int(row.rounded()), Int(column.rounded())).float }
    let (top, left) = (row.rounded(.down), column.rounded(.down))
    var sum = 0.0
    for (y, x) in [(top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)] {
      let (rows, columns) = isSwapped ? (column - left, row - top) : (row - top, column - left)
      let weight = (y == top ? 1 - rows : rows) * (x == left ? 1 - columns : columns)
      sum += weight * pixel(Int(y), Int(x))
    }
    return sum.float
  }
}

extension Double {
  var float: Float { Float(self) }
}

func judgePlaces(_ handed: [Float], _ trial: ImageTrial) {
  func read(_ reading: Reading) -> [Float] {
    trial.places.map { reading(trial, $0[0], $0[1]) }
  }
  let right = read(Reading())
  let wrong = firstDifference(handed, right)
  let mistakes: [(String, Reading)] =
    trial.isOutside
    ? [("gray", Reading(outside: 0)), ("edge", Reading(outside: nil))]
    : [("nearest", Reading(isNearest: true)), ("swapped", Reading(isSwapped: true))]
  // Beyond the edges only what is there is judged: how four pixels are weighed is the other check's matter.
  let isOtherCheck =
    trial.isOutside
    && (isNear(handed, read(Reading(isNearest: true))) || isNear(handed, read(Reading(isSwapped: true))))
  expect(
    trial.isOutside ? "paper" : "between", wrong == nil || isOtherCheck, "\(trial.name) pixels",
    expected: wrong.map { "\(text(right[$0])) at row \(trial.places[$0][0]), column \(trial.places[$0][1])" },
    actual: wrong.map { $0 < handed.count ? text(handed[$0]) : "\(handed.count) values" },
    mistake: wrong == nil ? nil : mistakes.first { isNear(handed, read($0.1)) }?.0)
}

func expectPlaces(
  _ check: String, _ handed: [Place], _ right: [[Double]], _ trial: ImageTrial,
  mistakes: [(String, [[Double]])]
) {
  func isNear(_ handed: Place, _ right: [Double]) -> Bool {
    abs(Double(handed.row) - right[0]) < 1e-3 && abs(Double(handed.column) - right[1]) < 1e-3
  }
  func areNear(_ right: [[Double]]) -> Bool {
    handed.count == right.count && zip(handed, right).allSatisfy { isNear($0, $1) }
  }
  let wrong = right.indices.first { $0 >= handed.count || !isNear(handed[$0], right[$0]) }
  expect(
    check, wrong == nil, "\(trial.name): where a pixel comes from",
    expected: wrong.map {
      "row \(trial.places[$0][0]), column \(trial.places[$0][1]) from row \(text(Float(right[$0][0]))), "
        + "column \(text(Float(right[$0][1])))"
    },
    actual: wrong.map {
      $0 < handed.count ? "row \(text(handed[$0].row)), column \(text(handed[$0].column))" : "nothing"
    }, mistake: wrong == nil ? nil : mistakes.first { areNear($0.1) }?.0)
}

func judgeShift(_ handed: [Place], _ trial: ImageTrial) {
  func shift(_ right: Float, _ down: Float) -> [[Double]] {
    trial.places.map { [Double($0[0] - down), Double($0[1] - right)] }
  }
  expectPlaces(
    "shifted", handed, shift(trial.right, trial.down), trial,
    mistakes: [("opposite", shift(-trial.right, -trial.down)), ("swapped", shift(trial.down, trial.right))])
}

func judgeTurn(_ handed: [Place], _ trial: ImageTrial) {
  func turn(_ turns: Float, around middle: Double) -> [[Double]] {
    let angle = 2 * Double.pi * Double(turns)
    return trial.places.map { place in
      // By distance and direction, to have another formula than the learner's; down is the way of rows.
      let (down, right) = (Double(place[0]) - middle, Double(place[1]) - middle)
      let (distance, direction) = ((down * down + right * right).squareRoot(), atan2(down, right))
      return [
        middle + distance * sin(direction + angle), middle + distance * cos(direction + angle),
      ]
    }
  }
  let middle = Double(trial.side - 1) / 2
  expectPlaces(
    "turned", handed, turn(trial.turns, around: middle), trial,
    mistakes: [
      ("clockwise", turn(-trial.turns, around: middle)), ("corner", turn(trial.turns, around: 0)),
      ("half-a-pixel", turn(trial.turns, around: middle + 0.5)),
    ])
}

func judgeDraws(_ handed: [Change], again: [Change], _ trial: PolicyTrial) {
  let parts: [(name: String, limit: Float, values: [Float])] = [
    ("turns", trial.policy.turns, handed.map(\.turns)), ("right", trial.policy.shift, handed.map(\.right)),
    ("down", trial.policy.shift, handed.map(\.down)),
  ]
  for (name, limit, values) in parts {
    let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
    let size = values.reduce(0) { $0 + abs($1) } / Float(max(1, values.count))
    // 400 even draws come near to both ends, and are half the limit in size on average.
    let isEven =
      low <= -0.9 * limit && high >= 0.9 * limit && low >= -limit && high <= limit
      && abs(size - limit / 2) <= 0.1 * limit
    expect(
      "range", isEven, "\(name): 400 draws, spread evenly from \(-limit) to \(limit)",
      expected: "\(text(-limit)) to \(text(limit)), mean size \(text(limit / 2))",
      actual: "\(text(low)) to \(text(high)), mean size \(text(size))",
      mistake: isEven ? nil : low >= 0 ? "one-sided" : nil)
  }
  let pairs = [(0, 1), (0, 2), (1, 2)].filter { parts[$0].limit > 0 && parts[$1].limit > 0 }
  for (one, other) in pairs {
    let common = correlation(parts[one].values, parts[other].values)
    expect(
      "independent", abs(common) < 0.3, "\(parts[one].name) and \(parts[other].name) are drawn one by one",
      expected: "a correlation near 0", actual: text(common))
  }
  let isSame =
    handed.count == again.count
    && zip(handed, again).allSatisfy { $0.turns == $1.turns && $0.right == $1.right && $0.down == $1.down }
  expect(
    "repeatable", isSame, "two generators with the same seed give the same changes",
    expected: handed.first.map { "\($0)" }, actual: again.first.map { "\($0)" })
}

/// From -1 to 1: how much two lists rise and fall together.
func correlation(_ one: [Float], _ other: [Float]) -> Float {
  func centered(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0, +) / Float(max(1, values.count))
    return values.map { $0 - mean }
  }
  func product(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
  let (one, other) = (centered(one), centered(other))
  let size = (product(one, one) * product(other, other)).squareRoot()
  return size > 0 ? product(one, other) / size : 0
}

func judgeCopies(_ handed: [Example], _ still: [Example], _ trial: PolicyTrial) {
  let originals = trial.examples
  let count = originals.count * (PolicyTrial.copies + 1)
  let labels = (0..<count).map { originals[$0 % originals.count].label }
  expect(
    "labels", handed.map(\.label) == labels,
    "\(originals.count) examples and \(PolicyTrial.copies) copies of each",
    expected: "\(labels)", actual: "\(handed.map(\.label))",
    mistake: handed.count == count - originals.count ? "no-originals" : nil)
  // Images of the wrong number say nothing about how they were changed.
  guard handed.count == count, still.count == count else { return expect("copies", true, "not judged") }
  let isKept = zip(handed, originals).allSatisfy { isNear($0.pixels, $1.pixels) }
  let isStill = still.indices.allSatisfy {
    isNear(still[$0].pixels, originals[$0 % originals.count].pixels)
  }
  expect(
    "copies", isKept && isStill, "examples stay, and a policy of 0 changes nothing",
    expected: "the same pixels",
    actual: isKept ? "other copies" : "other examples")
  // The first two examples are the same image.
  let rounds = (1...PolicyTrial.copies).map { round in
    (0..<2).map { handed[round * originals.count + $0].pixels }
  }
  let isOneForAll = rounds.allSatisfy { $0[0] == $0[1] }
  let isOneForEver = rounds.allSatisfy { $0 == rounds[0] }
  expect(
    "copies", !isOneForAll && !isOneForEver, "\(trial.name): each copy is moved by a change of its own",
    expected: "copies that differ",
    actual: isOneForAll ? "the same copy of equal images" : "the same copy in every round",
    mistake: "one-change")
}

func judgeNeeded(_ handed: Double, _ trial: LineTrial) {
  let next = trial.accuracies.firstIndex { $0 >= trial.accuracy } ?? trial.counts.count
  func onLine(_ place: Int) -> Double {
    let (x0, x1) = (Double(trial.counts[place - 1]), Double(trial.counts[place]))
    let (y0, y1) = (trial.accuracies[place - 1], trial.accuracies[place])
    return (x0 * (y1 - trial.accuracy) + x1 * (trial.accuracy - y0)) / (y1 - y0)
  }
  let isBeyond = next == trial.counts.count
  let right = next == 0 ? Double(trial.counts[0]) : isBeyond ? Double(trial.counts[next - 1]) : onLine(next)
  let isNextCount = !isBeyond && handed == Double(trial.counts[next])
  expect(
    trial.isEnd ? "ends" : "needed", abs(handed - right) < 1e-6 * right,
    "\(trial.name): \(trial.accuracy) among \(trial.accuracies)",
    expected: Metric.Unit.number.text(right), actual: Metric.Unit.number.text(handed),
    mistake: !trial.isEnd && isNextCount ? "no-line" : nil)
}
