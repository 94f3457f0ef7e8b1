import Codelab
import Foundation

/// One figure of every kind, from made-up but plausible values, to draw in tests.
enum FigureGallery {
  static let figures: [Figure] = [
    Figure("sizes", title: "Size of the model file", .bars(sizes)),
    Figure(
      "times", title: "Time of an epoch",
      .bars(Bars([.init("float", 2.1), .init("int8", 0.9)], unit: .seconds))),
    Figure("curves", title: "Accuracy", .curves(curves)),
    Figure("latency", title: "Time of one prediction", .latency(LatencyFigure([float], budget: 14e-6))),
    Figure(
      "latencies", title: "Time of one prediction", .latency(LatencyFigure([float, int8], budget: 1e-3))),
    Figure("weights", title: "Weights of dense_1", .histogram(weights)),
    Figure("pictures", title: "Before and after", .pictures(pictures)),
    Figure("masks", title: "Segmentation", .pictures(masks)),
    Figure("tradeoff", title: "Size and accuracy", .tradeoff(tradeoff)),
    Figure("table", title: "What you measured", .table(table)),
    Figure("confusion", title: "What is taken for what", .confusion(Confusion(counts))),
    Figure("attention", title: "Who looks at whom", .attention(attention)),
    Figure("spectrogram", title: "The word yes", .spectrogram(spectrogram)),
    Figure("embedding", title: "Words", .embedding(embedding)),
    Figure("layers", title: "Layers", .layers(layers)),
    Figure("memory", title: "Memory plan", .memory(memory)),
  ]

  private static let sizes = Bars(
    [
      .init("float", parts: [.init("weights", 139_000), .init("biases", 1_300), .init("structure", 1_400)]),
      .init(
        "int8",
        parts: [
          .init("weights", 34_800), .init("scales", 460), .init("biases", 1_300), .init("structure", 1_900),
        ]),
      .init(
        "yours",
        parts: [
          .init("weights", 12_100), .init("scales", 460), .init("biases", 1_300), .init("code tables", 700),
          .init("structure", 2_000),
        ]),
    ], unit: .bytes, budget: 51_200, baseline: 141_700)

  private static let curves = Curves(
    [
      .init("train", (1...15).map { 1 - 0.4 / Double($0) }),
      .init("held out", (1...15).map { 0.97 - 0.35 / Double($0) }),
      .init("before", (1...15).map { 0.93 - 0.3 / Double($0) }, isGhost: true),
    ], axis: "epoch", unit: .fraction)

  private static func times(_ label: String, around center: Double) -> LatencyFigure.Series {
    let samples = (0..<400).map { index in
      // The quantiles of a distribution with a long tail to the right.
      let part = (Double(index) + 0.5) / 400
      return center * (1 + 0.05 * log(part / (1 - part)) + (part > 0.97 ? 0.4 : 0))
    }
    return .init(label, Latency(samples: samples))
  }
  private static let float = times("float", around: 11.2e-6)
  private static let int8 = times("int8", around: 6.4e-6)

  private static let weights = Bins(
    minimum: -0.4, maximum: 0.4,
    counts: (0..<64).map { Int(900 * exp(-pow((Double($0) - 31.5) / 11, 2))) }, axis: "weight",
    levels: (-4...3).map { Double($0) * 0.1 })

  private static func disc(_ x: Double, _ y: Double, radius: Double) -> Double {
    min(1, max(0, radius - (x * x + y * y).squareRoot()))
  }

  private static func picture(_ caption: String, radius: Double) -> Picture {
    let pixels = (0..<24 * 24).flatMap { index -> [UInt8] in
      let (x, y) = (Double(index % 24) - 11.5, Double(index / 24) - 11.5)
      let inside = disc(x, y, radius: radius)
      return [UInt8(40 + 200 * inside), UInt8(index / 24 * 8), UInt8(220 * (1 - inside))]
    }
    return Picture(width: 24, height: 24, pixels: pixels, caption: caption, format: .color)
  }
  private static let pictures = Picture.comparison(
    picture("before", radius: 9), picture("after", radius: 7))

  private static func mask(_ caption: String, radius: Double) -> Picture {
    let classes = (0..<24 * 24).map { index -> Int in
      let (x, y) = (Double(index % 24) - 11.5, Double(index / 24) - 11.5)
      return disc(x, y, radius: radius) > 0 ? (disc(x, y, radius: radius - 2) > 0 ? 1 : 2) : 0
    }
    return Picture(mask: classes, width: 24, classes: ["background", "pet", "border"], caption: caption)
  }
  private static let masks = Picture.comparison(mask("labeled", radius: 10), mask("found", radius: 8.5))

  private static let tradeoff = Tradeoff(
    [
      .init("float", cost: 141_700, quality: 0.947),
      .init("int8", cost: 38_460, quality: 0.946),
      .init(
        "4 bits", cost: 20_100, quality: 0.939, isChosen: true,
        metrics: [Metric(name: "latency-p50", value: 9.1e-6, unit: .seconds)]),
      .init("2 bits", cost: 11_200, quality: 0.71),
      .init("pruned", cost: 60_000, quality: 0.931),
      .init("4 bits", cost: 21_000, quality: 0.902, isGhost: true),
      .init("3 bits", cost: 15_000, quality: 0.85, isGhost: true),
    ], costUnit: .bytes, qualityUnit: .fraction, costAxis: "size", qualityAxis: "accuracy", costBudget: 51_200
  )

  private static let table = Table(
    columns: ["model", "size", "p50", "accuracy"],
    rows: [["float", "138.4 KB", "11.2 us", "94.7 %"], ["int8", "37.6 KB", "6.4 us", "94.6 %"]])

  private static let counts = (0..<10).map { actual in
    (0..<10).map { $0 == actual ? 30 + actual : ($0 * 7 + actual * 3) % 11 == 0 ? 3 : 0 }
  }

  private static let attention: AttentionMap = {
    let words = ["the", "cat", "sat", "on", "the", "mat", "漢字"]
    return AttentionMap(
      words.indices.map { query in
        let scores = words.indices.map { exp(-abs(Double(query - $0)) + ($0 == 1 ? 1.5 : 0)) }
        return scores.map { $0 / scores.reduce(0, +) }
      }, queries: words)
  }()

  private static let spectrogram = SpectrogramFigure(
    (0..<124).map { moment in
      (0..<64).map { band in
        let pitch = 12 + 8 * sin(Double(moment) / 18)
        let voice = [1.0, 2, 3].map { exp(-pow((Double(band) - pitch * $0) / 2, 2)) / $0 }.reduce(0, +)
        let noise = moment > 90 ? Double(band) / 90 : 0
        return Float(log(voice + noise + 1e-3))
      }
    }, seconds: 0.992, frequencies: (0..<64).map { Double($0) * 125 })

  private static let embedding = EmbeddingMap(
    [
      ("cat", 1.0, 1.2, 0), ("dog", 1.1, 1.0, 0), ("horse", 1.3, 0.8, 0), ("cow", 1.4, 0.9, 0),
      ("car", -1.2, 0.4, 1), ("truck", -1.0, 0.2, 1), ("train", -0.9, 0.5, 1), ("red", 0.1, -1.2, 2),
      ("green", 0.2, -1.1, 2), ("蓝色", 0.3, -1.3, 2),
    ].map { .init($0.0, x: $0.1, y: $0.2, group: $0.3) }, groups: ["animals", "vehicles", "colors"])

  private static let layers = LayerTable([
    .init(
      "conv2d_1", kind: "conv2D", parameters: 320, multiplyAccumulates: 194_688, bytes: 1_280, seconds: 3.1e-6
    ),
    .init(
      "conv2d_2", kind: "conv2D", parameters: 18_496, multiplyAccumulates: 2_230_272, bytes: 73_984,
      seconds: 21e-6),
    .init(
      "dense_1", kind: "dense", parameters: 16_010, multiplyAccumulates: 16_000, bytes: 64_040,
      seconds: 2.2e-6),
  ])

  private static let memory = MemoryMap(
    [
      .init("quantize", offset: 0, bytes: 784, steps: 0...1),
      .init("conv2d_1", offset: 832, bytes: 5_408, steps: 1...2),
      .init("conv2d_1 scratch", offset: 6_272, bytes: 1_152, steps: 1...1),
      .init("conv2d_2", offset: 6_272, bytes: 1_600, steps: 2...3),
      .init("dense_1", offset: 0, bytes: 40, steps: 3...3),
    ], steps: ["quantize", "conv2d_1", "conv2d_2", "dense_1"])
}
