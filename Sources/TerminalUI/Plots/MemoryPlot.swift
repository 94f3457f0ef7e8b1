/// Where blocks of memory lie over the steps of a computation.
public struct MemoryPlot: Plot, Hashable {
  /// Bytes that something occupies from one step to another.
  public struct Block: Hashable, Sendable {
    /// What lies there.
    public var label: String
    /// The bytes.
    public var bytes: Range<Int>
    /// The steps.
    public var steps: ClosedRange<Int>

    /// Makes a block.
    public init(_ label: String, bytes: Range<Int>, steps: ClosedRange<Int>) {
      self.label = label
      self.bytes = bytes
      self.steps = steps
    }
  }

  /// The blocks, with letters from a in this order.
  public var blocks: [Block]
  /// The names of the steps.
  public var steps: [String]

  /// Makes a plot.
  public init(_ blocks: [Block], steps: [String]) {
    self.blocks = blocks
    self.steps = steps
  }

  /// Draws the steps to the right, by name where there is room, and the bytes upward, each block as a rectangle with its letter; the legend with
  /// the sizes takes the last rows, at most a third of all.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    let end = blocks.map(\.bytes.upperBound).max() ?? 0
    guard !rect.isEmpty, !steps.isEmpty, end > 0 else { return }
    var body = rect
    if rect.height >= 5 {
      let legend = Legend(
        entries: blocks.enumerated().map {
          .init(
            marker: letter($0), text: "\($1.label) \(Format.bytes($1.bytes.count))", style: style($0, theme))
        })
      let rows = min(legend.rows(width: rect.width).count, rect.height / 3)
      let lines: Rect
      (body, lines) = rect.split(bottom: rows)
      legend.draw(into: &grid, in: lines, theme: theme)
    }
    let count = Double(steps.count)
    let frame = AxisFrame(
      in: body, x: Axis([], fixed: 0...count, tickCount: max(1, min(steps.count, body.width / 6))),
      y: Axis([], fixed: 0...Double(end), format: .bytes, tickCount: max(1, min(4, body.height / 3))),
      xFormat: .plain,
      yFormat: .bytes, xLabel: "step", xNames: steps)
    frame.draw(into: &grid, in: body, theme: theme)
    for (index, block) in blocks.enumerated() {
      draw(block, index, end: end, into: &grid, in: frame.area, theme)
    }
  }

  private func draw(
    _ block: Block, _ index: Int, end: Int, into grid: inout Grid, in area: Rect, _ theme: Theme
  ) {
    guard block.steps.upperBound >= 0, block.steps.lowerBound < steps.count else { return }
    func column(_ step: Int) -> Int { area.x + area.width * step / steps.count }
    func row(_ byte: Int) -> Int {
      Int((Double(area.height) * Double(min(max(0, byte), end)) / Double(end)).rounded())
    }
    let left = column(max(0, block.steps.lowerBound))
    let right = max(left + 1, column(min(steps.count - 1, block.steps.upperBound) + 1))
    let bottom = min(row(block.bytes.lowerBound), area.height - 1)
    let top = max(bottom + 1, row(block.bytes.upperBound))
    let place = Rect(x: left, y: area.maxY - top, width: right - left, height: top - bottom).intersection(
      area)
    guard !place.isEmpty else { return }
    // Colored areas need one letter; without colors, letters fill the area.
    let isColored = theme.depth != .monochrome
    grid.fill(place, with: isColored ? " " : Character(letter(index)), style: style(index, theme))
    let text = place.width > width(of: block.label) + 2 ? "\(letter(index)) \(block.label)" : letter(index)
    grid.put(text, x: place.x, y: place.y, style: style(index, theme), clip: place)
  }

  private func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return String(letters[index % letters.count])
  }

  private func style(_ index: Int, _ theme: Theme) -> Style {
    theme.depth == .monochrome ? theme[.text] : theme[.series(index)].adding(.reverse)
  }
}
