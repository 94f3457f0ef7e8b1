import Foundation

@testable import TerminalUI

/// One plot of every kind, with the size at which its snapshot is taken.
enum PlotFixtures {
  static let plots: [(name: String, size: Size, plot: any Plot)] = [
    ("curves", Size(width: 40, height: 11), curvesPlot),
    ("bars", Size(width: 38, height: 6), barsPlot),
    ("histogram", Size(width: 36, height: 8), histogramPlot),
    ("pareto", Size(width: 40, height: 12), paretoPlot),
    ("images", Size(width: 34, height: 9), ImagePlot([ring(blur: 2), ring(blur: 5)])),
    ("confusion", Size(width: 20, height: 6), confusionPlot),
    ("table", Size(width: 30, height: 4), tablePlot),
    ("progress", Size(width: 24, height: 1), ProgressBar(0.63, text: "9/15")),
    ("sparkline", Size(width: 12, height: 1), Sparkline([0, 1, 2, 3, .nan, 5, 6, 7, 3, 0])),
    ("parts", Size(width: 44, height: 6), partsPlot),
    ("levels", Size(width: 40, height: 9), levels),
    ("latencies", Size(width: 40, height: 12), latencies),
    ("attempts", Size(width: 44, height: 14), attemptsPlot),
    ("attention", Size(width: 30, height: 7), attentionPlot),
    ("attention-long", Size(width: 22, height: 9), longAttention),
    ("colors", Size(width: 36, height: 8), ImagePlot([colors(blue: 0), colors(blue: 120)])),
    ("mask", Size(width: 20, height: 8), ImagePlot([mask])),
    ("spectrogram", Size(width: 40, height: 9), spectrogram),
    ("words", Size(width: 40, height: 10), wordsPlot),
    ("memory", Size(width: 40, height: 10), memoryPlot),
    ("layers", Size(width: 34, height: 5), layersPlot),
  ]

  private static let curvesPlot = LineChart(
    [
      .init("train", values: (1...15).map { 1 - 0.3 / Double($0) }),
      .init("held out", values: (1...15).map { 0.96 - 0.25 / Double($0) }),
      .init("before", values: (1...15).map { 0.9 - 0.2 / Double($0) }, isGhost: true),
    ], xLabel: "epoch", yFormat: .percent)

  private static let barsPlot = BarChart(
    [
      .init("float", value: 138.4, text: "138.4 KB"), .init("int8", value: 36.3, text: "36.3 KB"),
      .init("yours", value: 18.9, text: "18.9 KB"),
    ], budget: 50, budgetText: "50 KB")

  private static let histogramPlot = Histogram(
    counts: bell, range: 10e-6...15e-6,
    markers: [
      .init("p50", 11.2e-6), .init("p95", 13.9e-6, role: .warning), .init("budget", 1e-3, role: .limit),
    ],
    format: .seconds)

  private static let paretoPlot = ScatterPlot(
    [
      .init("float", x: 138.4, y: 0.95), .init("int8", x: 36, y: 0.947),
      .init("4 bits", x: 18.9, y: 0.939, isCurrent: true), .init("2 bits", x: 9, y: 0.71),
      .init("pruned", x: 50, y: 0.93),
    ], xLabel: "KB", yFormat: .percent)

  private static let confusionPlot = ConfusionMatrix(
    [[31, 0, 2], [1, 28, 0], [0, 9, 14]], labels: ["cat", "dog", "eel"])

  private static let tablePlot = DataTable(
    header: ["layer", "weights", "MACs"],
    rows: [["conv2d_1", "320", "194,688"], ["dense", "16,010", "16,000"]],
    alignments: [.left, .right, .right], highlighted: 1)

  private static let partsPlot = BarChart(
    [
      .init(
        "float", value: 138.4, text: "138.4 KB",
        parts: [.init("weights", value: 137), .init("structure", value: 1.4)]),
      .init(
        "yours", value: 18.9, text: "18.9 KB", share: "13.7 %",
        parts: [
          .init("weights", value: 12), .init("scales", value: 3), .init("code tables", value: 2),
          .init("structure", value: 1.9),
        ]),
    ], budget: 50, budgetText: "50 KB")

  private static let attemptsPlot = ScatterPlot(
    [
      .init("float", x: 138_400, y: 0.95),
      .init("int8", x: 36_000, y: 0.947, isCurrent: true, facts: "35.2 KB"),
      .init("3 bits", x: 15_000, y: 0.86, isGhost: true), .init("2 bits", x: 9_000, y: 0.71),
    ], limit: 51_200, xLabel: "size", yLabel: "accuracy", xFormat: .bytes, yFormat: .percent)

  private static let attentionPlot = AttentionPlot(
    [[0.8, 0.15, 0.05], [0.1, 0.6, 0.3], [0.2, 0.3, 0.5]], queries: ["the", "cat", "漢字"],
    keys: ["the", "cat", "漢字"])

  private static let wordsPlot = WordScatter(
    [
      .init("cat", x: 1, y: 1), .init("dog", x: 1.1, y: 0.9), .init("horse", x: 1.2, y: 1.1),
      .init("car", x: -1, y: -0.4, group: 1), .init("汽车", x: -0.9, y: -0.5, group: 1),
    ], groups: ["animals", "vehicles"])

  private static let memoryPlot = MemoryPlot(
    [
      .init("input", bytes: 0..<784, steps: 0...1), .init("conv", bytes: 832..<6240, steps: 1...2),
      .init("dense", bytes: 0..<40, steps: 2...2),
    ], steps: ["input", "conv", "dense"])

  private static let layersPlot = DataTable(
    header: ["layer", "parameters", "MACs", "bytes", "kind"],
    rows: (1...6).map { ["conv2d_\($0)", "18,496", "2,230,272", "72.2 KB", "conv2D"] },
    alignments: [.left, .right, .right, .right],
    footer: ["total", "110,976", "13,381,632", "433.5 KB", ""])

  private static let bell = (0..<50).map { (bin: Int) -> Int in
    let distance = Double(bin - 12)
    return Int(400 / (1 + distance * distance / 30))
  }

  private static func ring(blur: Double) -> PixelImage {
    let levels = (0..<256).map { (index: Int) -> Double in
      let (x, y) = (Double(index % 16) - 7.5, Double(index / 16) - 7.5)
      return 1 - abs((x * x + y * y).squareRoot() - 5) / blur
    }
    return PixelImage(width: 16, levels: levels, caption: "blur \(Int(blur))")
  }

  private static let levels: Histogram = {
    let counts = (0..<64).map { (bin: Int) -> Int in
      let distance = (Double(bin) - 31.5) / 11
      return Int(900 * exp(-distance * distance))
    }
    return Histogram(
      counts: counts, range: -0.4...0.4, levels: [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3], xLabel: "weight")
  }()

  private static let latencies: LatencyPlot = {
    func series(_ label: String, around center: Double) -> LatencyPlot.Series {
      let samples = (0..<200).map { (index: Int) -> Double in center * (1 + 0.1 * sin(Double(index))) }
      return LatencyPlot.Series(label, samples: samples, p50: center, p95: center * 1.1)
    }
    return LatencyPlot([series("float", around: 11e-6), series("int8", around: 6e-6)], budget: 1e-3)
  }()

  private static let longAttention: AttentionPlot = {
    let words = ["Every", "weight", "becomes", "an", "int", "."]
    let weights = words.indices.map { row in words.indices.map { $0 == row ? 0.75 : 0.05 } }
    return AttentionPlot(weights, queries: words, keys: words)
  }()

  private static func colors(blue: UInt8) -> PixelImage {
    let pixels = (0..<144).map { (index: Int) -> Pixel in
      .color(red: UInt8(index % 12 * 20), green: UInt8(index / 12 * 20), blue: blue)
    }
    return PixelImage(width: 12, pixels: pixels, caption: "blue \(blue)")
  }

  private static let mask: PixelImage = {
    let pixels = (0..<64).map { (index: Int) -> Pixel in
      .inClass(index / 8 < 2 ? 1 : index % 8 < 4 ? 0 : 2)
    }
    return PixelImage(
      width: 8, pixels: pixels, caption: "found", classNames: ["pet", "background", "border"])
  }()

  private static let spectrogram: SpectrogramPlot = {
    let values = (0..<40).map { (moment: Int) -> [Float] in
      (0..<16).map { (band: Int) -> Float in -Float(abs(band - 4 - moment / 5)) }
    }
    return SpectrogramPlot(values, seconds: 0.8, frequencies: (0..<16).map { Double($0) * 500 })
  }()
}
