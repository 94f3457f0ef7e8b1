/// Curves over a common axis: loss, accuracy, latency over time.
public struct LineChart: Plot, Hashable {
  /// A curve.
  public struct Series: Hashable, Sendable {
    /// Its name in the legend.
    public var label: String
    /// Its last value in words, which stands in the legend where there is room for all of them.
    public var value: String
    /// Its points, in the order in which they are connected.
    ///
    /// Points that are not finite interrupt it.
    public var points: [Point]
    /// Whether it is an earlier run, shown dotted for comparison.
    public var isGhost: Bool

    /// Makes a curve.
    public init(_ label: String, points: [Point], value: String = "", isGhost: Bool = false) {
      self.label = label
      self.value = value
      self.points = points
      self.isGhost = isGhost
    }

    /// Makes a curve from values at 1, 2, 3, ..., as for epochs.
    public init(_ label: String, values: [Double], isGhost: Bool = false) {
      self.init(label, points: values.enumerated().map { Point(Double($0 + 1), $1) }, isGhost: isGhost)
    }
  }

  /// The curves; the first has the first color and marker.
  public var series: [Series]
  /// The range of the horizontal axis; by default that of the points.
  public var xRange: ClosedRange<Double>?
  /// The range of the vertical axis; by default that of the points, widened to round numbers.
  public var yRange: ClosedRange<Double>?
  /// The title of the horizontal axis.
  public var xLabel: String
  /// The numbers of the horizontal axis.
  public var xFormat: AxisFormat
  /// The numbers of the vertical axis.
  public var yFormat: AxisFormat

  /// Makes a chart.
  public init(
    _ series: [Series], xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    xLabel: String = "", xFormat: AxisFormat = .plain, yFormat: AxisFormat = .plain
  ) {
    self.series = series
    self.xRange = xRange
    self.yRange = yRange
    self.xLabel = xLabel
    self.xFormat = xFormat
    self.yFormat = yFormat
  }

  /// Draws the chart: a legend from 4 rows on, axes as there is room.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    var body = rect
    if rect.height >= 4, series.contains(where: { !$0.label.isEmpty }) {
      let legend = legend(width: rect.width, theme)
      let lines: Rect
      (lines, body) = rect.split(top: min(legend.rows(width: rect.width).count, rect.height / 4))
      legend.draw(into: &grid, in: lines, theme: theme)
    }
    let points = series.flatMap(\.points).filter(\.isDrawable)
    let xs = points.map(\.x)
    let first = xs.min() ?? 0
    // Epochs and counts have no ticks between them.
    let isWhole = xFormat == .plain && xs.allSatisfy { $0 == $0.rounded() }
    let bounds = xRange ?? first...max(isWhole ? first + 1 : first, xs.max() ?? 1)
    let mostTicks = isWhole ? max(1, Int(min(1_000, bounds.upperBound - bounds.lowerBound))) : .max
    let frame = AxisFrame(
      in: body,
      x: Axis(
        xs, fixed: bounds.upperBound > bounds.lowerBound ? bounds : nil, format: xFormat,
        tickCount: min(mostTicks, max(2, body.width / 8))),
      y: Axis(
        points.map(\.y), fixed: yRange, format: yFormat, tickCount: max(1, min(5, body.height / 2))),
      xFormat: xFormat, yFormat: yFormat, xLabel: xLabel)
    frame.draw(into: &grid, in: body, theme: theme)
    guard !frame.area.isEmpty else { return }

    var canvas = DotCanvas(frame.area, theme: theme)
    // Earlier runs first, so that they lie below.
    let order = series.indices.filter { series[$0].isGhost } + series.indices.filter { !series[$0].isGhost }
    for index in order { plot(index, frame, &canvas, theme) }
    canvas.draw(into: &grid)
    for index in order { mark(index, frame, &grid, theme) }
  }

  /// The names of the curves, with their last values if all fit into a row.
  private func legend(width: Int, _ theme: Theme) -> Legend {
    func legend(withValues: Bool) -> Legend {
      Legend(
        entries: series.enumerated().map { index, series in
          let value = withValues && !series.value.isEmpty ? " \(series.value)" : ""
          return .init(
            marker: String(marker(index, theme)), text: series.label + value, style: style(index, theme))
        })
    }
    let full = legend(withValues: true)
    return full.rows(width: width).count == 1 ? full : legend(withValues: false)
  }

  private func style(_ index: Int, _ theme: Theme) -> Style {
    theme[series[index].isGhost ? .ghost : .series(index)]
  }

  private func marker(_ index: Int, _ theme: Theme) -> Character {
    guard let rank = ghostRank(index) else { return theme.glyphs.marker(index) }
    return rank == 0 ? theme.glyphs.limit : theme.glyphs.ghostPoint
  }

  /// The place of a curve among those that are dotted, nil for others: each is dotted more thinly than the one before.
  private func ghostRank(_ index: Int) -> Int? {
    series[index].isGhost ? series[..<index].count(where: \.isGhost) : nil
  }

  private func plot(_ index: Int, _ frame: AxisFrame, _ canvas: inout DotCanvas, _ theme: Theme) {
    let style = style(index, theme)
    let distance = ghostRank(index).map { 3 * ($0 + 1) } ?? 1
    var last: (x: Int, y: Int)?
    for point in thinned(series[index].points, columns: canvas.width) {
      guard point.isDrawable else {
        last = nil
        continue
      }
      let dot = (x: frame.x.cell(point.x, of: canvas.width), y: frame.y.cell(point.y, of: canvas.height))
      canvas.line(from: last ?? dot, to: dot, style: style, oneIn: distance)
      last = dot
    }
  }

  /// Of very many points, the lowest and the highest of each few neighbors, which look the same.
  private func thinned(_ points: [Point], columns: Int) -> [Point] {
    let neighbors = points.count / max(1, 8 * columns)
    guard neighbors > 1 else { return points }
    return stride(from: 0, to: points.count, by: neighbors).flatMap { start -> [Point] in
      let few = points[start..<min(start + neighbors, points.count)].filter(\.isDrawable)
      guard let low = few.indices.min(by: { few[$0].y < few[$1].y }),
        let high = few.indices.max(by: { few[$0].y < few[$1].y })
      else { return [Point(.nan, .nan)] }
      return low == high ? [few[low]] : [few[min(low, high)], few[max(low, high)]]
    }
  }

  /// Puts the marker at the end of a curve; without colors also along it, so that curves can be told apart.
  private func mark(_ index: Int, _ frame: AxisFrame, _ grid: inout Grid, _ theme: Theme) {
    let points = series[index].points.filter(\.isDrawable)
    guard !series[index].isGhost, let last = points.last, series.count > 1 || theme.depth != .monochrome
    else { return }
    var marked = [last]
    if theme.depth == .monochrome {
      // Shifted for each curve, so that markers do not cover each other.
      let count = 4
      marked += (0..<count).map {
        points[min(points.count - 1, (points.count * ($0 * 2 + index % 2) + count) / (count * 2))]
      }
    }
    for point in marked {
      grid.put(
        String(theme.glyphs.marker(index)), x: frame.area.x + frame.x.cell(point.x, of: frame.area.width),
        y: frame.area.maxY - 1 - frame.y.cell(point.y, of: frame.area.height), style: style(index, theme))
    }
  }
}
