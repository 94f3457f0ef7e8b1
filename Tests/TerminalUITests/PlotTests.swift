import Testing

@testable import TerminalUI

@Suite struct PlotTests {
  static let plots: [(name: String, size: Size, plot: any Plot)] = [
    (
      "curves", Size(width: 40, height: 11),
      LineChart(
        [
          .init("train", values: (1...15).map { 1 - 0.3 / Double($0) }),
          .init("held out", values: (1...15).map { 0.96 - 0.25 / Double($0) }),
          .init("before", values: (1...15).map { 0.9 - 0.2 / Double($0) }, isGhost: true),
        ], xLabel: "epoch", yFormat: .percent)
    ),
    (
      "bars", Size(width: 38, height: 6),
      BarChart(
        [
          .init("float", value: 138.4, text: "138.4 KB"), .init("int8", value: 36.3, text: "36.3 KB"),
          .init("yours", value: 18.9, text: "18.9 KB"),
        ], budget: 50, budgetText: "50 KB")
    ),
    (
      "histogram", Size(width: 36, height: 8),
      Histogram(
        counts: (0..<50).map { Int(400 / (1 + Double(($0 - 12) * ($0 - 12)) / 30)) }, range: 10e-6...15e-6,
        markers: [
          .init("p50", 11.2e-6), .init("p95", 13.9e-6, role: .warning), .init("budget", 1e-3, role: .limit),
        ],
        format: .seconds)
    ),
    (
      "pareto", Size(width: 40, height: 12),
      ScatterPlot(
        [
          .init("float", x: 138.4, y: 0.95), .init("int8", x: 36, y: 0.947),
          .init("4 bits", x: 18.9, y: 0.939, isCurrent: true), .init("2 bits", x: 9, y: 0.71),
          .init("pruned", x: 50, y: 0.93),
        ], xLabel: "KB", yFormat: .percent)
    ),
    (
      "images", Size(width: 34, height: 9),
      GrayImages(
        [2.0, 5].map { blur in
          .init(
            width: 16,
            levels: (0..<256).map { index in
              let (x, y) = (Double(index % 16) - 7.5, Double(index / 16) - 7.5)
              return 1 - abs((x * x + y * y).squareRoot() - 5) / blur
            }, caption: "blur \(Int(blur))")
        })
    ),
    (
      "confusion", Size(width: 20, height: 6),
      ConfusionMatrix([[31, 0, 2], [1, 28, 0], [0, 9, 14]], labels: ["cat", "dog", "eel"])
    ),
    (
      "table", Size(width: 30, height: 4),
      DataTable(
        header: ["layer", "weights", "MACs"],
        rows: [["conv2d_1", "320", "194,688"], ["dense", "16,010", "16,000"]],
        alignments: [.left, .right, .right], highlighted: 1)
    ),
    ("progress", Size(width: 24, height: 1), ProgressBar(0.63, text: "9/15")),
    ("sparkline", Size(width: 12, height: 1), Sparkline([0, 1, 2, 3, .nan, 5, 6, 7, 3, 0])),
  ]

  @Test(arguments: Look.allCases)
  func snapshots(look: Look) throws {
    for (name, size, plot) in Self.plots {
      var grid = Grid(width: size.width + 2, height: size.height)
      plot.draw(into: &grid, in: grid.bounds.inset(dx: 1), theme: look.theme)
      try expectSnapshot("\(name)-\(look)", grid)
    }
  }

  @Test(arguments: Look.allCases)
  func everySizeStaysInside(look: Look) {
    for (name, _, plot) in Self.plots {
      for width in 0...30 {
        for height in 0...12 {
          var grid = Grid(width: 36, height: 16)
          let rect = Rect(x: 3, y: 2, width: width, height: height)
          plot.draw(into: &grid, in: rect, theme: look.theme)
          let outside = (0..<16 * 36).first { index in
            !rect.contains(x: index % 36, y: index / 36) && grid[index % 36, index / 36] != .blank()
          }
          if let outside {
            Issue.record("\(name) at \(width) x \(height) writes to \(outside % 36), \(outside / 36)")
          }
        }
      }
    }
  }

  @Test func asciiLooksAreAscii() {
    for (name, size, plot) in Self.plots {
      var grid = Grid(size: size)
      plot.draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      #expect(!text(of: grid).contains { !$0.isASCII }, "\(name)")
      for y in 0..<size.height {
        for x in 0..<size.width {
          #expect(grid[x, y].style.foreground == .standard && grid[x, y].style.background == .standard)
        }
      }
    }
  }

  @Test func oddValuesAreHarmless() {
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, 1e-300]
    let plots: [any Plot] = [
      LineChart([.init("a", values: odd), .init("b", values: []), .init("", values: [3])]),
      LineChart([]),
      LineChart([.init("a", values: [1, 1, 1])], xRange: 0...0, yRange: 1...1, yFormat: .bytes),
      BarChart(odd.map { .init("漢", value: $0, text: "x") }, budget: .nan),
      BarChart([.init("", value: -1, text: "")], budget: 0),
      BarChart([]), Histogram(samples: odd), Histogram(samples: []), Histogram(counts: [], range: 0...0),
      Histogram(counts: [0, 0], range: 1...1, markers: [.init("m", 1)]),
      Histogram(samples: [2, 2, 2], format: .seconds),
      ScatterPlot(odd.map { .init("p", x: $0, y: $0) }), ScatterPlot([]), GrayImages([]),
      GrayImages([.init(width: 0, levels: [1]), .init(width: 3, levels: odd), .init(width: 2, levels: [])]),
      ConfusionMatrix([]), ConfusionMatrix([[1], [2, 3, 4]]), DataTable(header: [], rows: [["a"]]),
      DataTable(header: ["a", "b"], rows: [[], ["1"]], highlighted: 9), ProgressBar(.nan),
      ProgressBar(7, text: "漢字"),
      Sparkline(odd), Sparkline([]),
    ]
    for plot in plots {
      for size in [Size(width: 1, height: 1), Size(width: 9, height: 4), Size(width: 50, height: 14)] {
        var grid = Grid(size: size)
        plot.draw(into: &grid, in: grid.bounds, theme: Theme())
      }
    }
  }

  @Test func ticksAreRound() {
    #expect(
      Axis([0.853, 0.991], tickCount: 3).ticks.map { Format.fixed($0, decimals: 2) } == [
        "0.85", "0.90", "0.95", "1.00",
      ])
    #expect(Axis([3, 97], tickCount: 5).ticks == [0, 20, 40, 60, 80, 100])
    #expect(Axis([0.2, 0.999], limits: 0...1, tickCount: 2).range.upperBound == 1)
    #expect(Axis([], tickCount: 4).ticks.count > 1)
  }

  @Test func frontierKeepsWhatNothingBeats() {
    let points = [
      Point(5, 0.9), Point(1, 0.5), Point(3, 0.8), Point(4, 0.7), Point(5, 0.8), Point(9, 0.9),
      Point(.nan, 1),
    ]
    #expect(ScatterPlot.frontier(of: points) == [1, 2, 0])
  }

  @Test func histogramCountsEverySample() {
    let histogram = Histogram(samples: [1, 2, 2.5, 3, 5, .nan], bins: 4)
    #expect(histogram.counts == [1, 2, 1, 1] && histogram.range == 1...5)
    #expect(
      Histogram(samples: (0..<100).map(Double.init) + [1e6], bins: 10, upTo: 0.99).counts.reduce(0, +) == 101)
  }
}
