/// Lettered points and the Pareto frontier among them: size against accuracy.
public struct ScatterPlot: Plot, Hashable {
  /// A point with its name.
  public struct Mark: Hashable, Sendable {
    /// Its name in the legend.
    public var label: String
    /// Where it is.
    public var point: Point
    /// Whether it is the one to look at.
    public var isCurrent: Bool

    /// Makes a point.
    public init(_ label: String, x: Double, y: Double, isCurrent: Bool = false) {
      self.label = label
      point = Point(x, y)
      self.isCurrent = isCurrent
    }
  }

  /// The points, with letters from a in this order.
  public var marks: [Mark]
  /// Whether the frontier is drawn: the points that no other beats in smaller x and larger y.
  public var showsFrontier: Bool
  /// The title of the horizontal axis.
  public var xLabel: String
  /// The numbers of the horizontal axis.
  public var xFormat: AxisFormat
  /// The numbers of the vertical axis.
  public var yFormat: AxisFormat

  /// Makes a plot.
  public init(
    _ marks: [Mark], showsFrontier: Bool = true, xLabel: String = "", xFormat: AxisFormat = .plain,
    yFormat: AxisFormat = .plain
  ) {
    self.marks = marks
    self.showsFrontier = showsFrontier
    self.xLabel = xLabel
    self.xFormat = xFormat
    self.yFormat = yFormat
  }

  /// The indices of the points that no other point beats (smaller x is better, larger y is better), by x.
  public static func frontier(of points: [Point]) -> [Int] {
    let order = points.indices.filter { points[$0].isDrawable }
      .sorted { (points[$0].x, -points[$0].y) < (points[$1].x, -points[$1].y) }
    var best = -Double.infinity
    return order.filter { index in
      guard points[index].y > best else { return false }
      best = points[index].y
      return true
    }
  }

  /// Draws the points over axes; the legend takes the first rows, as many as are needed, at most three.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let visible = marks.indices.filter { marks[$0].point.isDrawable }
    let body = rect.split(top: drawLegend(into: &grid, in: rect, theme: theme)).rest
    let frame = AxisFrame(
      in: body,
      x: Axis(visible.map { marks[$0].point.x }, tickCount: max(2, body.width / 12)),
      y: Axis(
        visible.map { marks[$0].point.y }, limits: yFormat == .percent ? 0...1 : nil,
        tickCount: max(1, min(5, body.height / 2))),
      xFormat: xFormat, yFormat: yFormat, xLabel: xLabel)
    frame.draw(into: &grid, in: body, theme: theme)
    guard !frame.area.isEmpty else { return }

    if showsFrontier { drawFrontier(frame, &grid, theme) }
    for index in visible.filter({ !marks[$0].isCurrent }) + visible.filter({ marks[$0].isCurrent }) {
      let point = marks[index].point
      grid.put(
        letter(index), x: frame.area.x + frame.x.cell(point.x, of: frame.area.width),
        y: frame.area.maxY - 1 - frame.y.cell(point.y, of: frame.area.height), style: style(index, theme))
    }
  }

  private func letter(_ index: Int) -> String {
    let letter = Character(Unicode.Scalar(UInt8(97 + index % 26)))
    return marks[index].isCurrent ? letter.uppercased() : String(letter)
  }

  private func style(_ index: Int, _ theme: Theme) -> Style {
    marks[index].isCurrent ? theme[.accent].adding([.bold, .reverse]) : theme[.series(index)].adding(.bold)
  }

  private func drawFrontier(_ frame: AxisFrame, _ grid: inout Grid, _ theme: Theme) {
    var canvas = DotCanvas(frame.area, theme: theme)
    let points = marks.map(\.point)
    let dots = ScatterPlot.frontier(of: points).map {
      (x: frame.x.cell(points[$0].x, of: canvas.width), y: frame.y.cell(points[$0].y, of: canvas.height))
    }
    // A staircase: between two points, the left one is the best there is.
    for (left, right) in zip(dots, dots.dropFirst()) {
      canvas.line(from: left, to: (right.x, left.y), style: theme[.muted])
      canvas.line(from: (right.x, left.y), to: right, style: theme[.muted])
    }
    canvas.draw(into: &grid)
  }

  private func drawLegend(into grid: inout Grid, in rect: Rect, theme: Theme) -> Int {
    guard rect.height >= 6 else { return 0 }
    let entries = marks.indices.map {
      Legend.Entry(marker: letter($0), text: marks[$0].label, style: style($0, theme))
    }
    let legend = Legend(entries: entries)
    let rows = min(3, rect.height / 4, legend.rows(width: rect.width).count)
    legend.draw(into: &grid, in: rect.split(top: rows).top, theme: theme)
    return rows
  }
}
