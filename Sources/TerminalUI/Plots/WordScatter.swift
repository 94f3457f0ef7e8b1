/// Points with words beside them: what is alike lies close together.
public struct WordScatter: Plot, Hashable {
  /// A point with its word.
  public struct Mark: Hashable, Sendable {
    /// The word.
    public var label: String
    /// Where it is.
    public var point: Point
    /// The index of its group.
    public var group: Int

    /// Makes a point.
    public init(_ label: String, x: Double, y: Double, group: Int = 0) {
      self.label = label
      point = Point(x, y)
      self.group = group
    }
  }

  /// The points; the first ones get a word if not all words have room.
  public var marks: [Mark]
  /// The names of the groups.
  public var groups: [String]

  /// Makes a plot.
  public init(_ marks: [Mark], groups: [String] = []) {
    self.marks = marks
    self.groups = groups
  }

  /// Draws a marker for each point and its word beside, above or below it where nothing else is; the legend of the
  /// groups takes the first rows, a third at most.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    var body = rect
    if !groups.isEmpty, rect.height >= 4 {
      let legend = Legend(
        entries: groups.enumerated().map {
          .init(marker: String(theme.glyphs.marker($0)), text: $1, style: theme[.series($0)])
        })
      let rows = min(legend.rows(width: rect.width).count, max(1, rect.height / 3))
      let lines: Rect
      (lines, body) = rect.split(top: rows)
      legend.draw(into: &grid, in: lines, theme: theme)
    }
    let visible = marks.filter(\.point.isDrawable)
    let frame = AxisFrame(
      in: body, x: Axis(visible.map(\.point.x), tickCount: max(2, body.width / 10)),
      y: Axis(visible.map(\.point.y), tickCount: max(1, min(5, body.height / 2))), xFormat: .plain,
      yFormat: .plain, xLabel: "")
    frame.draw(into: &grid, in: body, theme: theme)
    let area = frame.area
    guard !area.isEmpty else { return }

    var free = FreeCells(area)
    let places = visible.map { mark in
      (
        x: area.x + frame.x.cell(mark.point.x, of: area.width),
        y: area.maxY - 1 - frame.y.cell(mark.point.y, of: area.height)
      )
    }
    for (mark, place) in zip(visible, places) {
      let text = String(theme.glyphs.marker(max(0, mark.group)))
      grid.put(text, x: place.x, y: place.y, style: style(mark, theme).adding(.bold))
      free.occupy(x: place.x, y: place.y, width: 1)
    }
    for (mark, place) in zip(visible, places) {
      let length = width(of: mark.label)
      guard length > 0, let start = free.place(width: length, beside: place) else { continue }
      grid.put(mark.label, x: start.x, y: start.y, style: style(mark, theme), clip: area)
      free.occupy(x: start.x, y: start.y, width: length)
    }
  }

  private func style(_ mark: Mark, _ theme: Theme) -> Style { theme[.series(max(0, mark.group))] }
}

/// Which cells of a rectangle nothing is written to yet.
private struct FreeCells {
  private let rect: Rect
  private var isTaken: [Bool]

  init(_ rect: Rect) {
    self.rect = rect
    isTaken = Array(repeating: false, count: rect.width * rect.height)
  }

  mutating func occupy(x: Int, y: Int, width: Int) {
    for column in x..<x + width where rect.contains(x: column, y: y) {
      isTaken[(y - rect.y) * rect.width + column - rect.x] = true
    }
  }

  /// Where a word of some width can stand at a point: right or left of it with a gap, else below or above it.
  func place(width: Int, beside point: (x: Int, y: Int)) -> (x: Int, y: Int)? {
    let right = point.x + 2
    let left = point.x - 1 - width
    let middle = point.x - width / 2
    let candidates = [
      (right, point.y), (left, point.y), (point.x, point.y + 1), (point.x, point.y - 1),
      (middle, point.y + 1),
      (middle, point.y - 1), (point.x - width + 1, point.y + 1), (point.x - width + 1, point.y - 1),
      (point.x + 1, point.y + 1), (point.x + 1, point.y - 1),
    ]
    return candidates.first { isFree(x: $0.0, y: $0.1, width: width) }
  }

  /// Whether the cells and one at either end, so that words do not run together, are free.
  private func isFree(x: Int, y: Int, width: Int) -> Bool {
    guard x >= rect.x, x + width <= rect.maxX, y >= rect.y, y < rect.maxY else { return false }
    return (max(rect.x, x - 1)..<min(rect.maxX, x + width + 1)).allSatisfy { column in
      !isTaken[(y - rect.y) * rect.width + column - rect.x]
    }
  }
}
