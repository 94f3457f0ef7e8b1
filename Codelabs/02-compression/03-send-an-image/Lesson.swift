import Codelab
import Foundation

let lesson = Lesson {
  Step("round") { lab in
    for trial in valueTrials(&lab.random) {
      try lab.submit(trial.name, levels(trial.values, bits: trial.bits))
    }
    let rocket = try photograph(lab)
    let bits = lab.knob("bits")
    lab.show(
      Figure(
        "photograph", title: "\(bits) bits a channel",
        .pictures([
          Picture(rocket, caption: "8 bits"), Picture(rounded(rocket, bits: bits), caption: "\(bits) bits"),
        ])))
    lab.metric("colors-at-2-bits", Double(colors(levels(rocket.pixels, bits: 2))), .count)
    lab.metric("colors", Double(colors(levels(rocket.pixels, bits: bits))), .count)
  } judge: { work in
    for trial in valueTrials(&work.random) { judgeLevels(try work[trial.name], trial) }
  }

  Step("pack") { lab in
    for trial in packTrials(&lab.random) {
      try lab.submit(trial.name, packBits(trial.levels, bits: trial.bits))
    }
    let rocket = try photograph(lab)
    let sizes = (1...8).map { bits in
      (bits: bits, bytes: packBits(levels(rocket.pixels, bits: bits), bits: bits).count)
    }
    lab.show(
      Figure(
        "sizes", title: "Bytes to send",
        .bars(
          Bars(
            sizes.map { .init($0.bits == 1 ? "1 bit" : "\($0.bits) bits", Double($0.bytes)) }, unit: .bytes)))
    )
    lab.metric("size-at-5-bits", Double(sizes[4].bytes), .bytes)
  } judge: { work in
    for trial in packTrials(&work.random) { judgePacking(try work[trial.name], trial) }
  }

  Step("measure") { lab in
    for trial in pictureTrials(&lab.random) {
      try lab.submit(trial.name, peakSignalToNoise(trial.values, original: trial.original))
    }
    let rocket = try photograph(lab)
    let ratios = (1...8).map { peakSignalToNoise(rounded(rocket, bits: $0).pixels, original: rocket.pixels) }
    let finite = ratios.filter(\.isFinite)
    lab.show(
      Figure(
        "ratio", title: "Signal to noise, in decibels",
        .curves(
          Curves(
            [.init("rocket", x: finite.indices.map { Double($0 + 1) }, y: finite)], axis: "bits",
            unit: .number))))
    let bits = lab.knob("bits")
    lab.show(
      Figure(
        "difference", title: "What \(bits) bits change",
        .pictures(
          Picture.comparison(
            Picture(rocket, caption: "8 bits"), Picture(rounded(rocket, bits: bits), caption: "\(bits) bits"))
        )))
    lab.metric("decibels-at-5-bits", ratios[4], .number)
    lab.metric("decibels-a-bit", (ratios[5] - ratios[1]) / 4, .number)
  } judge: { work in
    for trial in pictureTrials(&work.random) { judgeRatio(try work[trial.name], trial) }
  }

  Step("edges") { lab in
    for trial in rowTrials(&lab.random) {
      try lab.submit(trial.name, falseEdges(trial.rounded, original: trial.original, visible: trial.visible))
    }
    let rocket = try photograph(lab)
    let shares = (1...8).map { edgeShare(of: rocket, bits: $0) }
    lab.show(
      Figure(
        "edges", title: "Neighbors with a false edge",
        .curves(
          Curves(
            [.init("false edges", x: (1...8).map(Double.init), y: shares)], axis: "bits", unit: .fraction))))
    lab.show(
      Figure(
        "by-bits", title: "Bytes, decibels and false edges",
        .table(
          Table(
            columns: ["bits", "size", "dB", "false edges"],
            rows: (1...8).map { bits in
              let decibels = peakSignalToNoise(rounded(rocket, bits: bits).pixels, original: rocket.pixels)
              return [
                "\(bits)", size(of: rocket, bits: bits), text(decibels),
                Metric.Unit.fraction.text(shares[bits - 1]),
              ]
            }))))
    lab.metric("fewest-without-edges", Double((shares.firstIndex { $0 == 0 } ?? 8) + 1), .count)
    lab.metric("false-edges-at-5-bits", shares[4], .fraction)
  } judge: { work in
    for trial in rowTrials(&work.random) { judgeEdges(try work[trial.name], trial) }
  }

  Step("shake") { lab in
    for trial in noiseTrials(&lab.random) {
      try lab.submit(trial.name, shaken(trial.values, bits: trial.bits, noise: trial.noise))
    }
    let rocket = try photograph(lab)
    let bits = lab.knob("bits")
    func dithered(_ bits: Int) -> Image {
      var random = SeededGenerator(seed: lab.seed)
      var image = rocket
      image.pixels = shaken(
        rocket.pixels, bits: bits, noise: random.uniform(count: rocket.pixels.count, in: -0.5...0.5))
      return rounded(image, bits: bits)
    }
    lab.show(
      Figure(
        "shaken", title: "\(bits) bits, rounded and shaken",
        .pictures([
          Picture(rounded(rocket, bits: bits), caption: "rounded"),
          Picture(dithered(bits), caption: "shaken first"),
        ])))
    func decibels(_ image: Image, fromAfar: Bool) -> Double {
      let (seen, original) = fromAfar ? (blurred(image), blurred(rocket)) : (image, rocket)
      return peakSignalToNoise(seen.pixels, original: original.pixels)
    }
    lab.show(
      Figure(
        "summary", title: "What you measured, in decibels",
        .table(
          Table(
            columns: ["bits", "near", "shaken", "far", "shaken", "size", "false edges"],
            rows: (2...6).map { bits in
              let pictures = [rounded(rocket, bits: bits), dithered(bits)]
              let ratios = [false, true].flatMap { far in pictures.map { text(decibels($0, fromAfar: far)) } }
              return ["\(bits)"] + ratios + [
                size(of: rocket, bits: bits), Metric.Unit.fraction.text(edgeShare(of: rocket, bits: bits)),
              ]
            }))))
    let (plain, noisy) = (rounded(rocket, bits: 3), dithered(3))
    let lost = decibels(plain, fromAfar: false) - decibels(noisy, fromAfar: false)
    let won = decibels(noisy, fromAfar: true) - decibels(plain, fromAfar: true)
    lab.metric("lost-when-near", lost, .number)
    lab.metric("won-when-far", won, .number)
  } judge: { work in
    for trial in noiseTrials(&work.random) { judgeNoise(try work[trial.name], trial) }
  }
}

// MARK: - The photograph

func photograph(_ lab: Lab) throws -> Image {
  try Image(pixMap: lab.datasets.appending(path: "images/rocket.ppm"))
}

/// The photograph with the learner's levels, as it looks.
func rounded(_ image: Image, bits: Int) -> Image {
  var result = image
  let last = Float((1 << bits) - 1)
  result.pixels = levels(image.pixels, bits: bits).map { Float($0) / last }
  return result
}

/// How many different colors levels of red, green and blue make.
func colors(_ levels: [UInt8]) -> Int {
  var seen: Set<[UInt8]> = []
  for pixel in stride(from: 0, to: levels.count - 2, by: 3) { seen.insert(Array(levels[pixel..<pixel + 3])) }
  return seen.count
}

/// The difference of neighbors that is called visible: one fiftieth of full brightness.
let visible: Float = 0.02

/// The share of neighbors in a row between which rounding draws a false edge, in brightness: the mean of red, green and
/// blue.
func edgeShare(of original: Image, bits: Int) -> Double {
  func row(_ image: Image, _ y: Int) -> [Float] {
    (0..<image.width).map { x in
      let place = (y * image.width + x) * 3
      return (image.pixels[place] + image.pixels[place + 1] + image.pixels[place + 2]) / 3
    }
  }
  let rounded = rounded(original, bits: bits)
  let edges = (0..<original.height).reduce(0) { sum, y in
    sum + falseEdges(row(rounded, y), original: row(original, y), visible: visible)
  }
  return Double(edges) / Double(original.height * (original.width - 1))
}

/// What a picture takes at so many bits a channel.
func size(of image: Image, bits: Int) -> String {
  Metric.Unit.bytes.text(Double((image.pixels.count * bits + 7) / 8))
}

/// The picture as seen from afar: means over squares of 4 by 4 pixels.
func blurred(_ image: Image) -> Image {
  image.resized(height: image.height / 4, width: image.width / 4)
}

// MARK: - Trials

/// Brightness to round.
struct ValueTrial {
  var name: String
  var values: [Float]
  var bits: Int
}

/// The ends, and values well nearer to one level than to the next.
func valueTrials(_ random: inout SeededGenerator) -> [ValueTrial] {
  (1...8).map { bits in
    let last = (1 << bits) - 1
    let inner = (0..<20).map { _ in
      (Float(random.integer(upTo: last)) + random.uniform(count: 1, in: -0.45...0.45)[0]) / Float(last)
    }
    return ValueTrial(name: "\(bits) bits", values: [0, 1] + inner.map { max(0, min(1, $0)) }, bits: bits)
  }
}

/// Levels to pack.
struct PackTrial {
  var name: String
  var levels: [UInt8]
  var bits: Int
}

func packTrials(_ random: inout SeededGenerator) -> [PackTrial] {
  (1...8).map { bits in
    PackTrial(
      name: "pack \(bits)", levels: (0..<19).map { _ in UInt8(random.integer(upTo: (1 << bits) - 1)) },
      bits: bits)
  } + [PackTrial(name: "pack nothing", levels: [], bits: 5)]
}

/// Two pictures to compare.
struct PictureTrial {
  var name: String
  var values: [Float]
  var original: [Float]
}

func pictureTrials(_ random: inout SeededGenerator) -> [PictureTrial] {
  let same = random.uniform(count: 12, in: 0...1)
  return [1, 5, 64].map { count in
    PictureTrial(
      name: "picture \(count)", values: random.uniform(count: count, in: 0...1),
      original: random.uniform(count: count, in: 0...1))
  } + [PictureTrial(name: "the same picture", values: same, original: same)]
}

/// A row of pixels before and after.
struct RowTrial {
  var name: String
  var rounded: [Float]
  var original: [Float]
  var visible: Float
}

func rowTrials(_ random: inout SeededGenerator) -> [RowTrial] {
  [0, 1, 2, 40, 90].map { count in
    // Up and down again, with some real edges, rounded to few levels.
    let slope = (0..<count).map { place in
      Float(min(place, count - place)) / 120 + (place % 13 < 6 ? 0 : 0.2)
        + random.uniform(count: 1, in: -0.001...0.001)[0]
    }
    return RowTrial(
      name: "row of \(count)", rounded: slope.map { ($0 * 15).rounded() / 15 }, original: slope, visible: 0.03
    )
  }
}

/// Brightness and noise.
struct NoiseTrial {
  var name: String
  var values: [Float]
  var noise: [Float]
  var bits: Int
  var isAtTheEnds: Bool
}

func noiseTrials(_ random: inout SeededGenerator) -> [NoiseTrial] {
  (2...8).map { bits in
    NoiseTrial(
      name: "noise \(bits)", values: random.uniform(count: 16, in: 0.3...0.7),
      noise: random.uniform(count: 16, in: -0.5...0.5), bits: bits, isAtTheEnds: false)
  } + [
    NoiseTrial(
      name: "ends", values: [0, 0.01, 0.99, 1], noise: [-0.4, -0.5, 0.5, 0.3], bits: 2, isAtTheEnds: true)
  ]
}

extension SeededGenerator {
  /// A whole number from 0 to `last`.
  mutating func integer(upTo last: Int) -> Int { Int.random(in: 0...last, using: &self) }
}

// MARK: - Showing

func text(_ decibels: Double) -> String {
  decibels.isFinite ? Metric.Unit.number.text(decibels) : "exact"
}
