import Codelab
import TerminalUI

/// Draws a live panel, or what is missing to draw it.
func drawPanel(_ panel: Panel, in rect: Rect, on grid: inout Grid, theme: Theme) {
  guard let figure = panel.figure else {
    let text = "not measured yet: \(Command.run.keys[0].name) runs the step"
    for (row, line) in wrapped(text, width: rect.width).prefix(rect.height).enumerated() {
      grid.put(line, x: rect.x, y: rect.y + row, style: theme[.muted], clip: rect)
    }
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
    case .histogram(let bins):
      Histogram(counts: bins.counts, range: bins.minimum...max(bins.minimum, bins.maximum))
    case .pictures(let pictures): PictureRows(pictures: pictures)
    case .tradeoff(let tradeoff): tradeoff.plot
    case .table(let table):
      DataTable(
        header: table.columns, rows: table.rows,
        // Names are read from the left, numbers compared from the right.
        alignments: table.columns.indices.map { $0 == 0 ? .left : .right })
    }
  }
}

extension Bars {
  fileprivate var plot: BarChart {
    BarChart(
      bars.map { .init($0.label, value: $0.value, text: unit.text($0.value)) }, budget: budget,
      budgetText: budget.map(unit.text) ?? "")
  }
}

extension Curves {
  fileprivate var plot: LineChart {
    LineChart(
      series.map { series in
        .init(series.label, points: zip(series.x, series.y).map { Point($0, $1) }, isGhost: series.isGhost)
      }, xLabel: axis, yFormat: unit.axisFormat)
  }
}

extension Tradeoff {
  fileprivate var plot: ScatterPlot {
    ScatterPlot(
      points.map { .init($0.label, x: $0.cost, y: $0.quality, isCurrent: $0.isChosen) },
      xFormat: costUnit.axisFormat, yFormat: qualityUnit.axisFormat)
  }
}

extension LatencyFigure {
  /// The distribution of one model, or the medians and 95th percentiles of several on a common scale.
  fileprivate var plot: any Plot {
    let unit = Metric.Unit.seconds
    guard series.count == 1, let only = series.first else {
      let bars = series.flatMap { series in
        [("p50", series.p50), ("p95", series.p95)].map { name, value in
          BarChart.Bar("\(series.label) \(name)", value: value, text: unit.text(value))
        }
      }
      return BarChart(bars)
    }
    var markers = [Histogram.Marker("p50", only.p50), Histogram.Marker("p95", only.p95, role: .warning)]
    if let budget { markers.append(Histogram.Marker("budget", budget, role: .limit)) }
    // A few interrupted inferences would squeeze all others into one column.
    return Histogram(samples: only.samples, upTo: 0.98, markers: markers, format: .seconds)
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

/// Plots one above the other, as many as have room.
struct Stacked: Plot {
  /// The plots from top to bottom.
  var plots: [any Plot]
  /// The rows that a plot needs to be readable.
  var minimumHeight = 4

  func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !plots.isEmpty else { return }
    // The last plot is the newest model's, and the one to see where there is room for one.
    let count = max(1, min(plots.count, rect.height / minimumHeight))
    for (index, plot) in plots.suffix(count).enumerated() {
      let top = rect.height * index / count
      let bottom = rect.height * (index + 1) / count
      plot.draw(
        into: &grid, in: Rect(x: rect.x, y: rect.y + top, width: rect.width, height: bottom - top),
        theme: theme)
    }
  }
}

/// Pictures in as many rows as keep them large; those that would make all too small are left out.
struct PictureRows: Plot {
  /// The pictures, in reading order.
  var pictures: [Picture]
  /// Below this many pixels on an edge a picture says nothing.
  var minimumEdge = 6

  func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !pictures.isEmpty, rect.width > 0, rect.height > 0 else { return }
    // A cell is about as high as two pixels; a picture has a gap beside it and a caption below.
    func edge(_ count: Int, _ rows: Int) -> Int {
      let across = (count + rows - 1) / rows
      return min(rect.width / across - 1, (rect.height / rows - 1) * 2)
    }
    func best(_ count: Int) -> Int { (1...count).max { edge(count, $0) < edge(count, $1) } ?? 1 }
    let enough = (1...pictures.count).last { edge($0, best($0)) >= minimumEdge }
    let count = enough ?? pictures.count
    let rows = best(count)
    let across = (count + rows - 1) / rows
    let images = pictures.prefix(count).map { picture in
      GrayImages.Image(
        width: picture.width, levels: picture.pixels.map { Double($0) / 255 }, caption: picture.caption)
    }
    let plots = stride(from: 0, to: count, by: across).map { start in
      GrayImages(Array(images[start..<min(start + across, count)])) as any Plot
    }
    Stacked(plots: plots, minimumHeight: 2).draw(into: &grid, in: rect, theme: theme)
  }
}
