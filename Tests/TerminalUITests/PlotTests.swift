import Testing

@testable import TerminalUI

@Suite struct PlotTests {
  @Test(arguments: Look.allCases)
  func snapshots(look: Look) throws {
    for (name, size, plot) in PlotFixtures.plots {
      var grid = Grid(width: size.width + 2, height: size.height)
      plot.draw(into: &grid, in: grid.bounds.inset(dx: 1), theme: look.theme)
      try expectSnapshot("\(name)-\(look)", grid)
    }
  }

  @Test(arguments: [Look.dark256, .basic16, .monoAscii])
  func everySizeStaysInside(look: Look) {
    for (name, _, plot) in PlotFixtures.plots {
      expectInside(
        plot, name, look.theme, widths: Array(0...24) + [30, 38, 51, 60], heights: Array(0...12) + [16, 20])
    }
  }

  /// Draws a plot at many sizes and looks for cells that it wrote outside of its rectangle.
  private func expectInside(
    _ plot: any Plot, _ name: String, _ theme: Theme, widths: [Int], heights: [Int]
  ) {
    for width in widths {
      for height in heights {
        let (columns, rows) = (width + 5, height + 4)
        var grid = Grid(width: columns, height: rows)
        let rect = Rect(x: 3, y: 2, width: width, height: height)
        plot.draw(into: &grid, in: rect, theme: theme)
        let isClean = (0..<rows).allSatisfy { y in
          let isInside = y >= rect.y && y < rect.maxY
          let outside = isInside ? Array(0..<3) + Array(rect.maxX..<columns) : Array(0..<columns)
          return outside.allSatisfy { grid[$0, y] == .blank() }
        }
        if !isClean { Issue.record("\(name) at \(width) x \(height) writes outside") }
      }
    }
  }

  @Test(arguments: [Look.mono, .monoAscii, .dark256Ascii, .basic16Ascii])
  func looksKeepToTheirCharactersAndColors(look: Look) {
    for (name, size, plot) in PlotFixtures.plots {
      var grid = Grid(size: size)
      plot.draw(into: &grid, in: grid.bounds, theme: look.theme)
      let foreign = text(of: grid).filter { !$0.isASCII }
      // Words of the lesson are shown as they are.
      if !look.theme.glyphs.isUnicode { #expect(foreign.allSatisfy { "漢字汽车".contains($0) }, "\(name)") }
      guard look.theme.depth == .monochrome else { continue }
      for y in 0..<size.height {
        for x in 0..<size.width {
          #expect(grid[x, y].style.foreground == .standard && grid[x, y].style.background == .standard)
        }
      }
    }
  }

  @Test(arguments: [Look.dark256, .basic16, .monoAscii]) func oddValuesAreHarmless(look: Look) {
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, 1e-300]
    let plots: [any Plot] = [
      LineChart([.init("a", values: odd), .init("b", values: []), .init("", values: [3])]),
      LineChart([]),
      LineChart([.init("a", values: [1, 1, 1])], xRange: 0...0, yRange: 1...1, yFormat: .bytes),
      BarChart(odd.map { .init("漢", value: $0, text: "x") }, budget: .nan),
      BarChart([.init("", value: -1, text: "")], budget: 0), BarChart([]),
      BarChart(
        odd.map { .init("a", value: $0, text: "", parts: odd.map { .init("b", value: $0) }) }, budget: 1),
      Histogram(samples: odd), Histogram(samples: []), Histogram(counts: [], range: 0...0),
      Histogram(counts: [0, 0], range: 1...1, markers: [.init("m", 1)]),
      Histogram(counts: [.max, .max, 0], range: -1e308...1e308, levels: odd),
      Histogram(samples: [2, 2, 2], format: .seconds),
      LatencyPlot([]), LatencyPlot([.init("a", samples: [], p50: 0, p95: 0)]),
      LatencyPlot(odd.map { .init("a", samples: odd, p50: $0, p95: $0) }, budget: .nan),
      ScatterPlot(odd.map { .init("p", x: $0, y: $0) }), ScatterPlot([]),
      ScatterPlot([.init("p", x: 1, y: 1, isCurrent: true, isGhost: true, facts: "漢")], limit: .infinity),
      ImagePlot([]),
      ImagePlot([.init(width: 0, levels: [1]), .init(width: 3, levels: odd), .init(width: 2, levels: [])]),
      ImagePlot(Array(repeating: .init(width: 1, pixels: [.inClass(255)], caption: "漢字"), count: 100)),
      ConfusionMatrix([]), ConfusionMatrix([[1], [2, 3, 4]]),
      ConfusionMatrix(Array(repeating: Array(repeating: .max, count: 50), count: 50)),
      AttentionPlot([], queries: [], keys: []), AttentionPlot([odd], queries: ["a", "漢字"], keys: ["b"]),
      AttentionPlot([[1]], queries: [""], keys: [""]),
      SpectrogramPlot([], seconds: 0, frequencies: []),
      SpectrogramPlot([[], [.nan, 1], [.infinity]], seconds: .nan, frequencies: odd),
      SpectrogramPlot([[3, 3], [3, 3]], seconds: 1e300, frequencies: [0]),
      WordScatter([]), WordScatter(odd.map { .init("漢字", x: $0, y: 1, group: -3) }, groups: ["a"]),
      WordScatter(Array(repeating: .init("same", x: 1, y: 1), count: 300)),
      MemoryPlot([], steps: []), MemoryPlot([.init("a", bytes: 0..<0, steps: 0...0)], steps: ["s"]),
      MemoryPlot(
        [.init("漢", bytes: 0..<Int.max, steps: -5...99), .init("b", bytes: 5..<6, steps: 7...9)], steps: ["s"]
      ),
      DataTable(header: [], rows: [["a"]]),
      DataTable(header: ["a", "b"], rows: [[], ["1"]], highlighted: 9),
      DataTable(header: ["漢字漢字"], rows: Array(repeating: ["x"], count: 1000), footer: []),
      ProgressBar(.nan), ProgressBar(7, text: "漢字"), Sparkline(odd), Sparkline([]),
    ]
    for (index, plot) in plots.enumerated() {
      expectInside(
        plot, "plot \(index)", look.theme, widths: Array(0...12) + [20, 30], heights: Array(0...9))
      expectInside(plot, "plot \(index)", look.theme, widths: [59, 60], heights: [19, 20])
    }
  }

  @Test func manyPointsAreDrawnInTime() {
    let many = (0..<1_000_000).map { Double($0 % 1000) }
    let plots: [any Plot] = [
      LineChart([.init("a", values: many)]), Histogram(samples: many),
      PixelImage(width: 1000, levels: many).plot,
      SpectrogramPlot(
        Array(repeating: Array(repeating: 1, count: 1000), count: 1000), seconds: 1, frequencies: [0]),
    ]
    for plot in plots {
      var grid = Grid(width: 80, height: 24)
      plot.draw(into: &grid, in: grid.bounds, theme: Theme())
      #expect(!text(of: grid).allSatisfy { $0.isWhitespace })
    }
  }

  @Test func legendsHaveLastValuesWhereAllFit() {
    let series: [LineChart.Series] = ["train", "held out"].map {
      .init($0, points: [Point(1, 0.5), Point(2, 0.9)], value: "90.0 %")
    }
    func legend(_ series: [LineChart.Series], width: Int, height: Int = 8) -> [String] {
      var grid = Grid(width: width, height: height)
      LineChart(series).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n").prefix(2).map(String.init)
    }
    #expect(
      legend(series, width: 40)[0].contains("train 90.0 %")
        && legend(series, width: 40)[0].contains("held out 90.0 %"))
    #expect(
      !legend(series, width: 24)[0].contains("90.0") && legend(series, width: 24)[0].contains("held out"))
    // Names that do not fit go to the next row.
    let four = series + series.map { .init($0.label + ", before", points: $0.points, isGhost: true) }
    #expect(legend(four, width: 40)[1].contains("held out, before"), "\(legend(four, width: 40))")
  }

  @Test func shadesOfAttentionAreExplainedWhereNumbersHaveNoRoom() {
    func note(_ width: Int) -> String {
      let words = ["a", "b", "c", "d", "e", "f"]
      let weights = words.map { _ in [0.5, 0.1, 0.1, 0.1, 0.1, 0.1] }
      var grid = Grid(width: width, height: 12)
      AttentionPlot(weights, queries: words, keys: words).draw(
        into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(note(60) == "rows look at columns, in percent")
    #expect(note(25).hasPrefix("rows look at columns") && !note(25).contains("percent"))
    let words = (1...20).map { "word \($0)" }
    var grid = Grid(width: 60, height: 30)
    AttentionPlot(words.map { _ in words.map { _ in 0.05 } }, queries: words, keys: words).draw(
      into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
    #expect(text(of: grid).contains("rows look at columns  0 ") && text(of: grid).contains(" 100"))
  }

  @Test func namesInATableGiveWayToAThird() {
    func header(_ width: Int) -> [String] {
      var grid = Grid(width: width, height: 3)
      DataTable(
        header: ["network", "accuracy", "of 3 seeds", "training"],
        rows: [["mean of words", "37.7 %", "36.7 % to 38.2 %", "524 ms"]],
        alignments: [.left, .right, .right, .right]
      ).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n").map(String.init)
    }
    #expect(header(45)[1].hasPrefix("mean of words") && header(36)[1].hasPrefix("mean of w"), "\(header(36))")
  }

  @Test func axesOfFewPointsAndRowsSayNothingWrong() {
    func lines(_ chart: LineChart, width: Int, height: Int) -> [String] {
      var grid = Grid(width: width, height: height)
      chart.draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    // After one epoch there is no epoch 0.95.
    let one = lines(LineChart([.init("a", values: [0.5])], xLabel: "epoch"), width: 40, height: 10)
    #expect(one.last?.split(separator: " ").map(String.init) == ["1", "epoch"])
    // Four ticks have no room in three rows: the ends stay.
    let flat = lines(LineChart([.init("", values: [1.305])]), width: 40, height: 4)
    #expect(flat.prefix(3).map { $0.prefix(3) } == ["1.6", "   ", "1.0"], "\(flat)")
  }

  @Test func aLongNameOfAnAxisLeavesItsNumbersTheirRow() {
    var grid = Grid(width: 36, height: 9)
    LineChart([.init("a", values: (0..<50).map(Double.init))], xLabel: "labels of each class")
      .draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
    let rows = text(of: grid).split(separator: "\n").map(String.init)
    #expect(
      rows[rows.count - 2].hasSuffix("- labels of each class") && rows.last?.contains("40") == true, "\(rows)"
    )
  }

  @Test func curvesToCompareWithCanBeToldApart() {
    func dots(_ labels: [String]) -> (legend: String, dots: Int) {
      let series = labels.map { LineChart.Series($0, values: [0, 0.5, 1], isGhost: true) }
      var grid = Grid(width: 60, height: 12)
      LineChart([series.last!]).draw(into: &grid, in: grid.bounds, theme: Look.mono.theme)
      var both = Grid(width: 60, height: 12)
      LineChart(series).draw(into: &both, in: both.bounds, theme: Look.mono.theme)
      let braille = text(of: both).unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
      return (
        String(text(of: both).prefix { $0 != "\n" }),
        braille.reduce(0) { $0 + ($1.value - 0x2800).nonzeroBitCount }
      )
    }
    // The same curve twice: what the second one adds is half of it or less.
    let (one, two) = (dots(["exact"]), dots(["exact", "bits 3 before"]))
    #expect(one.dots > 20 && two.dots < one.dots * 3 / 2)
    #expect(two.legend.contains("┊ exact") && two.legend.contains("∙ bits 3 before"))
  }

  @Test func factsOfAPointThatHaveNoRoomAreLeftOutWhole() {
    func last(_ width: Int) -> String {
      var grid = Grid(width: width, height: 10)
      ScatterPlot([.init("model", x: 1, y: 2, isCurrent: true, facts: "3.0 KB, 95.3 %, latency 26.7 %")])
        .draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(last(60).hasSuffix("95.3 %, latency 26.7 %"))
    #expect(last(30) == "A model: 3.0 KB, 95.3 %")
    // Facts of nothing but a separator are none.
    var grid = Grid(width: 30, height: 10)
    ScatterPlot([.init("model", x: 1, y: 2, isCurrent: true, facts: ", ")])
      .draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
    #expect(text(of: grid).contains("A"))
  }

  @Test func anAxisOfBytesHasOneUnit() {
    let ticks = [0.0, 524_288, 1_048_576, 1_572_864]
    #expect(
      ticks.map { AxisFormat.bytes.label($0, step: 512 * 1024) } == ["0", "512 KB", "1,024 KB", "1,536 KB"])
    #expect(AxisFormat.bytes.label(512, step: 512) == "512 B")
    #expect(AxisFormat.plain.label(50_000, step: 10_000) == "50,000")
    #expect(AxisFormat.bytes.label(2560, step: 1536) == "2.5 KB")
  }

  @Test func theNameOfTheBudgetStandsWhereNoPointIs() {
    let points = [(99.0, 0.9, "a"), (106, 0.5, "b"), (300, 0.95, "c")].map {
      ScatterPlot.Mark($2, x: $0, y: $1)
    }
    var grid = Grid(width: 60, height: 12)
    ScatterPlot(points, limit: 100).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
    let drawn = text(of: grid)
    #expect(
      drawn.contains("budget") && drawn.filter { $0 == "b" }.count == 2, "the word, and the point b: \(drawn)"
    )
  }

  @Test func pointsThatAreCalledByTheirLettersNeedNoLegend() {
    func rows(_ labels: [String]) -> String {
      var grid = Grid(width: 40, height: 10)
      let points = labels.enumerated().map {
        ScatterPlot.Mark($1, x: Double($0), y: Double($0), isCurrent: $0 == 0, facts: "5 KB")
      }
      ScatterPlot(points).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid)
    }
    #expect(rows(["a", "B"]).contains("A: 5 KB") && !rows(["a", "B"]).contains("A a"))
    #expect(rows(["a", "x"]).contains("b x") && rows(["int8", "x"]).contains("A int8: 5 KB"))
  }

  @Test func barsWithoutARowAreCounted() {
    let bars = (1...8).map { BarChart.Bar("\($0) bits", value: Double($0), text: "\($0) KB") }
    func rows(_ height: Int) -> [String] {
      var grid = Grid(width: 40, height: height)
      BarChart(bars).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
      return text(of: grid).split(separator: "\n").map(String.init)
    }
    #expect(rows(5).count == 5 && rows(5)[3].hasPrefix("4 bits") && rows(5)[4] == "... 4 more")
    #expect(rows(8).last?.hasPrefix("8 bits") == true)
  }

  @Test func namesOfBarsStayWholeBesideShortBars() {
    let bars = ["conv2d_1", "conv2d_2", "dense"].map { BarChart.Bar($0, value: 1, text: "12 KB") }
    var grid = Grid(width: 23, height: 4)
    BarChart(bars).draw(into: &grid, in: grid.bounds, theme: Look.monoAscii.theme)
    let rows = text(of: grid).split(separator: "\n")
    #expect(rows.first?.hasPrefix("conv2d_1 12 KB") == true && rows.first?.contains("####") == true)
  }

  @Test func ticksAreRound() {
    #expect(
      Axis([0.853, 0.991], tickCount: 3).ticks.map { Format.fixed($0, decimals: 2) } == [
        "0.85", "0.90", "0.95", "1.00",
      ])
    #expect(Axis([3, 97], tickCount: 5).ticks == [0, 20, 40, 60, 80, 100])
    #expect(Axis([0.2, 0.999], format: .percent, tickCount: 2).range.upperBound == 1)
    #expect(Axis([0, 138_400], format: .bytes, tickCount: 3).ticks == [0, 51_200, 102_400, 153_600])
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

extension PixelImage {
  fileprivate var plot: ImagePlot { ImagePlot([self]) }
}
