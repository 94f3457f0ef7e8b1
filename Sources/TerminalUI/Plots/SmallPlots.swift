/// How much of something is done.
public struct ProgressBar: Plot, Hashable {
  /// From 0 to 1.
  public var fraction: Double
  /// A text after the bar.
  public var text: String

  /// Makes a bar.
  public init(_ fraction: Double, text: String = "") {
    self.fraction = fraction
    self.text = text
  }

  /// Draws the bar in the first row.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let textWidth = text.isEmpty ? 0 : width(of: text) + 1
    let room = max(0, rect.width - textWidth)
    let part = fraction.isDrawable ? min(1, max(0, fraction)) : 0
    let track = String(repeating: theme.glyphs.track, count: room)
    grid.put(track, x: rect.x, y: rect.y, style: theme[.border], clip: rect)
    grid.put(
      horizontalBar(part * Double(room), glyphs: theme.glyphs), x: rect.x, y: rect.y, style: theme[.accent],
      clip: rect)
    if !text.isEmpty { grid.put(text, x: rect.x + room + 1, y: rect.y, style: theme[.text], clip: rect) }
  }
}

/// The course of a value in one row, without axes.
public struct Sparkline: Plot, Hashable {
  /// The values from left to right; the latest are shown if they do not all fit.
  ///
  /// Missing ones are blank.
  public var values: [Double]
  /// The color.
  public var role: Role

  /// Makes a sparkline.
  public init(_ values: [Double], role: Role = .series1) {
    self.values = values
    self.role = role
  }

  /// Draws the line in the first row.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let shown = values.suffix(rect.width)
    let finite = shown.filter(\.isDrawable)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let levels = theme.glyphs.levels
    let text = shown.map { value -> Character in
      guard value.isDrawable else { return " " }
      guard high > low else { return levels[levels.count / 2] }
      return levels[Int(((value - low) / (high - low) * Double(levels.count - 1)).rounded())]
    }
    grid.put(String(text), x: rect.x, y: rect.y, style: theme[role], clip: rect)
  }
}
