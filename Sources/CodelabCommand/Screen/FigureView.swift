import Codelab
import TerminalUI

/// Draws a live panel, or what is missing to draw it.
func drawPanel(_ panel: Panel, in rect: Rect, on grid: inout Grid, theme: Theme) {
  guard let figure = panel.figure else {
    let text =
      switch (panel.isRunning, rect.height > 1 || rect.width > 36) {
      case (true, true): "the step runs, and has not shown this yet"
      case (true, false): "the step runs"
      case (false, true): "not measured yet: \(Command.run.keyName) runs the step"
      case (false, false): "not measured yet"
      }
    for (row, line) in wrapped(text, width: rect.width).prefix(rect.height).enumerated() {
      grid.put(line, x: rect.x, y: rect.y + row, style: theme[.muted], clip: rect)
    }
    return
  }
  guard rect.height > 1 else {
    let text = truncated(figure.summary, width: rect.width, ellipsis: theme.glyphs.ellipsis)
    grid.put(text, x: rect.x, y: rect.y, style: theme[.text], clip: rect)
    return
  }
  figure.plot.draw(into: &grid, in: rect, theme: theme)
}

extension Figure {
  /// The drawing of the figure's data.
  var plot: any Plot {
    switch content {
    case .bars(let bars): bars.plot
    case .curves(let curves): curves.plot
    case .latency(let latency): latency.plot
    case .histogram(let bins): bins.plot
    case .pictures(let pictures): ImagePlot(pictures.map(\.image))
    case .tradeoff(let tradeoff): tradeoff.plot
    case .table(let table): table.plot
    case .confusion(let confusion):
      TerminalUI.ConfusionMatrix(confusion.counts, labels: confusion.labels)
    case .attention(let attention):
      AttentionPlot(attention.weights, queries: attention.queries, keys: attention.keys)
    case .spectrogram(let sound):
      SpectrogramPlot(sound.values, seconds: sound.seconds, frequencies: sound.frequencies)
    case .embedding(let map):
      WordScatter(
        map.points.map { .init($0.label, x: $0.x, y: $0.y, group: $0.group) }, groups: map.groups)
    case .layers(let layers): layers.plot
    case .memory(let memory): memory.plot
    }
  }
}

extension Bars {
  fileprivate var plot: BarChart {
    BarChart(
      bars.map { bar in
        .init(
          bar.label, value: bar.value, text: unit.text(bar.value), share: share(of: bar) ?? "",
          parts: bar.parts.map { .init($0.label, value: $0.value) })
      }, budget: budget, budgetText: budget.map(unit.text) ?? "")
  }
}

extension Curves {
  fileprivate var plot: LineChart {
    LineChart(
      series.map { series in
        .init(
          series.label, points: zip(series.x, series.y).map { Point($0, $1) },
          value: series.y.last.map(unit.text) ?? "", isGhost: series.isGhost)
      }, xLabel: axis, yFormat: unit.axisFormat)
  }
}

extension LatencyFigure {
  fileprivate var plot: LatencyPlot {
    LatencyPlot(
      series.map { .init($0.label, samples: $0.samples, p50: $0.p50, p95: $0.p95) }, budget: budget)
  }
}

extension Bins {
  fileprivate var plot: Histogram {
    Histogram(counts: counts, range: minimum...max(minimum, maximum), levels: levels, xLabel: axis)
  }
}

extension Picture {
  fileprivate var image: PixelImage {
    let channels = format.channels
    let pixels = (0..<pixels.count / channels).map { index -> Pixel in
      let start = index * channels
      return switch format {
      case .gray: .gray(self.pixels[start])
      case .color:
        .color(red: self.pixels[start], green: self.pixels[start + 1], blue: self.pixels[start + 2])
      case .classes: .inClass(self.pixels[start])
      }
    }
    return PixelImage(width: width, pixels: pixels, caption: caption, classNames: classes)
  }
}

extension Tradeoff {
  fileprivate var plot: ScatterPlot {
    ScatterPlot(
      points.map { point in
        let facts =
          [costUnit.text(point.cost), qualityUnit.text(point.quality)]
          + point.metrics.map {
            "\($0.title) \($0.text)"
          }
        return .init(
          point.label, x: point.cost, y: point.quality, isCurrent: point.isChosen, isGhost: point.isGhost,
          facts: facts.joined(separator: ", "))
      }, limit: costBudget, xLabel: costAxis, yLabel: qualityAxis,
      xFormat: costUnit.axisFormat, yFormat: qualityUnit.axisFormat)
  }
}

extension Table {
  fileprivate var plot: DataTable {
    // Names are read from the left, numbers compared from the right.
    DataTable(header: columns, rows: rows, alignments: columns.indices.map { $0 == 0 ? .left : .right })
  }
}

extension LayerTable {
  fileprivate var plot: DataTable {
    let count = Metric.Unit.count
    let hasTimes = rows.contains { $0.seconds != nil }
    func cells(_ row: Row) -> [String] {
      let costs = [
        count.text(Double(row.parameters)), count.text(Double(row.multiplyAccumulates)),
        Metric.Unit.bytes.text(Double(row.bytes)),
      ]
      let time = hasTimes ? [row.seconds.map(Metric.Unit.seconds.text) ?? "-"] : []
      return [row.name] + costs + time + [row.kind]
    }
    let header = ["layer", "parameters", "MACs", "bytes"] + (hasTimes ? ["time"] : []) + ["kind"]
    return DataTable(
      header: header, rows: rows.map(cells),
      alignments: [.left] + [TextAlignment](repeating: .right, count: header.count - 2) + [.left],
      footer: cells(total))
  }
}

extension MemoryMap {
  fileprivate var plot: MemoryPlot {
    MemoryPlot(
      blocks.map { block in
        .init(
          block.label, bytes: block.offset..<block.offset + block.bytes,
          steps: block.first...max(block.first, block.last))
      }, steps: steps)
  }
}

extension Metric.Unit {
  /// How an axis writes values of the unit.
  fileprivate var axisFormat: AxisFormat {
    switch self {
    case .bytes: .bytes
    case .seconds: .seconds
    case .fraction: .percent
    case .count, .number: .plain
    }
  }
}
