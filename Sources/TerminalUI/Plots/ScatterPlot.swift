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
    /// Whether it is of an earlier attempt, drawn faintly without a letter.
    public var isGhost: Bool
    /// What is known of it, shown when it is the current one.
    public var facts: String

    /// Makes a point.
    public init(
      _ label: String, x: Double, y: Double, isCurrent: Bool = false, isGhost: Bool = false,
      facts: String = ""
    ) {
      self.label = label
      point = Point(x, y)
      self.isCurrent = isCurrent
      self.isGhost = isGhost
      self.facts = facts
    }
  }

  /// The points, with letters from a in this order.
  public var marks: [Mark]
  /// Whether the frontier is drawn: the points that no other beats in smaller x and larger y.
  public var showsFrontier: Bool
  /// The largest x allowed, drawn as a line.
  public var limit: Double?
  /// The title of the horizontal axis.
  public var xLabel: String
  /// The title of the vertical axis.
  public var yLabel: String
  /// The numbers of the horizontal axis.
  public var xFormat: AxisFormat
  /// The numbers of the vertical axis.
  public var yFormat: AxisFormat

  /// Makes a plot.
  public init(
    _ marks: [Mark], showsFrontier: Bool = true, limit: Double? = nil,
    xLabel: String = "", yLabel: String = "", xFormat: AxisFormat = .plain, yFormat: AxisFormat = .plain
  ) {
    self.marks = marks
    self.showsFrontier = showsFrontier
    self.limit = limit
    self.xLabel = xLabel
    self.yLabel = yLabel
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

  /// Draws the points over axes; the legend takes the first rows, as many as are needed, at most three, and the
  /// facts of the current point the last one.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let visible = marks.indices.filter { marks[$0].point.isDrawable }
    var body = rect.split(top: drawLegend(into: &grid, in: rect, theme: theme)).rest
    body = drawFacts(into: &grid, in: body, theme: theme)
    if body.height >= 7, !yLabel.isEmpty {
      grid.put(
        truncated(yLabel, width: body.width, ellipsis: theme.glyphs.ellipsis), x: body.x, y: body.y,
        style: theme[.axis], clip: body)
      body = body.split(top: 1).rest
    }
    let frame = AxisFrame(
      in: body,
      x: Axis(
        visible.map { marks[$0].point.x } + (limit.map { [$0] } ?? []), format: xFormat,
        tickCount: max(2, body.width / 12)),
      y: Axis(
        visible.map { marks[$0].point.y }, format: yFormat, tickCount: max(1, min(5, body.height / 2))),
      xFormat: xFormat, yFormat: yFormat, xLabel: xLabel)
    frame.draw(into: &grid, in: body, theme: theme)
    guard !frame.area.isEmpty else { return }

    if showsFrontier { drawFrontier(frame, &grid, theme) }
    func place(_ index: Int) -> (x: Int, y: Int) {
      let point = marks[index].point
      return (
        frame.area.x + frame.x.cell(point.x, of: frame.area.width),
        frame.area.maxY - 1 - frame.y.cell(point.y, of: frame.area.height)
      )
    }
    if let limit, limit.isDrawable {
      drawLimit(limit, beside: visible.map(place), frame, &grid, theme)
    }
    // What matters most comes last and lies on top.
    for index in visible.sorted(by: { rank($0) < rank($1) }) {
      let (x, y) = place(index)
      grid.put(symbol(index, theme), x: x, y: y, style: style(index, theme))
    }
  }

  /// Ghosts lie at the bottom, the current point on top; others in their order.
  private func rank(_ index: Int) -> (Int, Int) {
    let mark = marks[index]
    return (mark.isCurrent ? 2 : mark.isGhost ? 0 : 1, index)
  }

  /// The letters of points that are not ghosts, by index.
  private func letter(_ index: Int) -> String {
    let number = marks[..<index].count { !$0.isGhost }
    let letter = Character(Unicode.Scalar(UInt8(97 + number % 26)))
    return marks[index].isCurrent ? letter.uppercased() : String(letter)
  }

  private func symbol(_ index: Int, _ theme: Theme) -> String {
    marks[index].isGhost ? String(theme.glyphs.ghostPoint) : letter(index)
  }

  private func style(_ index: Int, _ theme: Theme) -> Style {
    if marks[index].isGhost { return theme[.ghost] }
    return marks[index].isCurrent
      ? theme[.accent].adding([.bold, .reverse]) : theme[.series(index)].adding(.bold)
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

  private func drawLimit(
    _ limit: Double, beside points: [(x: Int, y: Int)], _ frame: AxisFrame, _ grid: inout Grid, _ theme: Theme
  ) {
    let column = frame.area.x + frame.x.cell(limit, of: frame.area.width)
    for row in frame.area.y..<frame.area.maxY where grid[column, row].text == " " {
      grid.put(String(theme.glyphs.limit), x: column, y: row, style: theme[.limit])
    }
    let text = "budget"
    guard frame.area.width >= width(of: text) + 2 else { return }
    let start = column + 1 + width(of: text) <= frame.area.maxX ? column + 1 : column - width(of: text)
    // Cheap and good models are at the top: mostly the bottom is free.
    let columns = start..<start + width(of: text)
    let row = (frame.area.y..<frame.area.maxY).last { row in
      !points.contains { $0.y == row && columns.contains($0.x) }
    }
    if let row { grid.put(text, x: start, y: row, style: theme[.limit], clip: frame.area) }
  }

  /// What the letter of a point stands for; nothing if the point is called by its letter.
  private func name(_ index: Int) -> String {
    let label = marks[index].label
    return label.lowercased() == letter(index).lowercased() ? "" : label
  }

  private func drawLegend(into grid: inout Grid, in rect: Rect, theme: Theme) -> Int {
    guard rect.height >= 6 else { return 0 }
    let own = marks.indices.filter { !marks[$0].isGhost }
    var entries = own.filter { !name($0).isEmpty }.map {
      Legend.Entry(marker: letter($0), text: name($0), style: style($0, theme))
    }
    if own.count < marks.count {
      entries.append(.init(marker: String(theme.glyphs.ghostPoint), text: "earlier", style: theme[.ghost]))
    }
    guard !entries.isEmpty else { return 0 }
    let legend = Legend(entries: entries)
    let rows = min(3, rect.height / 4, legend.rows(width: rect.width).count)
    legend.draw(into: &grid, in: rect.split(top: rows).top, theme: theme)
    return rows
  }

  /// Writes what is known of the current point and returns the rows above.
  private func drawFacts(into grid: inout Grid, in rect: Rect, theme: Theme) -> Rect {
    guard rect.height >= 5, let shown = marks.firstIndex(where: \.isCurrent), !marks[shown].facts.isEmpty
    else { return rect }
    let (rest, line) = rect.split(bottom: 1)
    let mark = marks[shown]
    let column = grid.put(symbol(shown, theme), x: line.x, y: line.y, style: style(shown, theme), clip: line)
    let lead = name(shown).isEmpty ? ": " : " \(mark.label): "
    let room = max(0, line.maxX - column)
    // Whole facts, as many as fit.
    let facts = mark.facts.split(separator: ", ")
    let texts = facts.indices.reversed().map { lead + facts[...$0].joined(separator: ", ") }
    let text =
      texts.first { width(of: $0) <= room }
      ?? truncated(texts.last ?? "", width: room, ellipsis: theme.glyphs.ellipsis)
    grid.put(text, x: column, y: line.y, style: theme[.text], clip: line)
    return rest
  }
}
