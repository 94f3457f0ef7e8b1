/// How strong each frequency of a sound is, from its start at the left to its end.
public struct SpectrogramPlot: Plot, Hashable {
  /// The strengths `[moment][band]`, low frequencies first.
  public var values: [[Float]]
  /// The length of the sound, in seconds.
  public var seconds: Double
  /// The middle of each band, in Hz.
  public var frequencies: [Double]

  /// Makes a plot.
  public init(_ values: [[Float]], seconds: Double, frequencies: [Double]) {
    self.values = values
    self.seconds = seconds
    self.frequencies = frequencies
  }

  /// Draws time to the right and frequency upward, in colors from dark to bright; without them in shades.
  ///
  /// From 24 columns on the frequencies stand at the left, from 5 rows on the time below, from 7 rows on the scale of
  /// strengths above.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    let finite = values.joined().lazy.map(Double.init).filter(\.isDrawable)
    guard !rect.isEmpty, !values.isEmpty, let low = finite.min(), let high = finite.max() else { return }
    var body = rect
    if rect.height >= 7 {
      let line: Rect
      (line, body) = body.split(top: 1)
      drawScale(low, high, into: &grid, in: line, theme: theme)
    }
    var bottom = Rect(x: rect.x, y: body.maxY, width: rect.width, height: 0)
    if rect.height >= 5 { (body, bottom) = body.split(bottom: 1) }
    if rect.width >= 24 {
      let left: Rect
      (left, body) = body.split(left: 8)
      drawFrequencies(into: &grid, in: left, theme: theme)
    }
    drawTime(into: &grid, in: bottom.split(left: body.x - rect.x).rest, theme: theme)
    draw(low...high, into: &grid, in: body, theme: theme)
  }

  private func draw(_ range: ClosedRange<Double>, into grid: inout Grid, in area: Rect, theme: Theme) {
    let colors = theme.intensities
    let isHalved = theme.glyphs.isUnicode && !colors.isEmpty
    let rows = area.height * (isHalved ? 2 : 1)
    let shades = theme.glyphs.shades
    func level(_ column: Int, _ row: Int) -> Double? {
      mean(column: column, of: area.width, row: rows - 1 - row, of: rows).map {
        range.upperBound > range.lowerBound
          ? ($0 - range.lowerBound) / (range.upperBound - range.lowerBound) : 0.5
      }
    }
    func color(_ level: Double) -> Color { colors[Int((level * Double(colors.count - 1)).rounded())] }
    for row in 0..<area.height {
      for column in 0..<area.width {
        let (x, y) = (area.x + column, area.y + row)
        if isHalved {
          let (upper, lower) = (level(column, row * 2), level(column, row * 2 + 1))
          guard upper != nil || lower != nil else { continue }
          grid.put("▀", x: x, y: y, style: Style(color(upper ?? 0), on: color(lower ?? 0)))
        } else if let level = level(column, row) {
          let shade = shades[Int((level * Double(shades.count - 1)).rounded())]
          let style = colors.isEmpty ? theme[.text] : Style(color(level))
          grid.put(String(shade), x: x, y: y, style: style)
        }
      }
    }
  }

  /// The mean strength of the moments and bands that a place of the drawing covers; nil if there is none.
  private func mean(column: Int, of columns: Int, row: Int, of rows: Int) -> Double? {
    var (sum, count) = (0.0, 0)
    for moment in Self.part(column, of: columns, in: values.count) {
      let bands = values[moment]
      guard !bands.isEmpty else { continue }
      for band in Self.part(row, of: rows, in: bands.count) where Double(bands[band]).isDrawable {
        sum += Double(bands[band])
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private static func part(_ index: Int, of count: Int, in extent: Int) -> Range<Int> {
    let first = min(extent - 1, index * extent / count)
    return first..<max(first + 1, min(extent, ((index + 1) * extent + count - 1) / count))
  }

  private func drawScale(_ low: Double, _ high: Double, into grid: inout Grid, in line: Rect, theme: Theme) {
    let step = Axis.step(for: high - low, count: 100)
    var column = grid.put(
      AxisFormat.plain.label(low, step: step) + " ", x: line.x, y: line.y, style: theme[.axis], clip: line)
    let colors = theme.intensities
    let shades = theme.glyphs.shades
    for index in 0..<8 {
      let level = Double(index) / 7
      let shade = shades[Int((level * Double(shades.count - 1)).rounded())]
      let isColored = theme.glyphs.isUnicode && !colors.isEmpty
      let color = colors.isEmpty ? nil : colors[Int((level * Double(colors.count - 1)).rounded())]
      grid.put(
        isColored ? " " : String(shade), x: column, y: line.y,
        style: color.map { isColored ? Style(.standard, on: $0) : Style($0) } ?? theme[.text], clip: line)
      column += 1
    }
    grid.put(
      " " + AxisFormat.plain.label(high, step: step), x: column, y: line.y, style: theme[.axis], clip: line)
  }

  /// The frequencies at the bottom, at the top and, with enough rows, between.
  private func drawFrequencies(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !frequencies.isEmpty, rect.height > 0 else { return }
    let count = max(2, min(5, rect.height / 3 + 1))
    for tick in 0..<count {
      let row = (rect.height - 1) * tick / (count - 1)
      let band = (frequencies.count - 1) * (rect.height - 1 - row) / max(1, rect.height - 1)
      let text = Self.text(frequencies[band])
      grid.put(
        fitted(text, width: rect.width - 1, alignment: .right), x: rect.x, y: rect.y + row,
        style: theme[.axis],
        clip: rect)
    }
  }

  private static func text(_ frequency: Double) -> String {
    guard frequency.isDrawable else { return "?" }
    return frequency < 1000
      ? Format.fixed(frequency, decimals: 0) + " Hz" : Format.fixed(frequency / 1000, decimals: 1) + " kHz"
  }

  private func drawTime(into grid: inout Grid, in line: Rect, theme: Theme) {
    guard !line.isEmpty, seconds.isDrawable else { return }
    let axis = Axis([], fixed: 0...max(seconds, 1e-9), tickCount: max(1, line.width / 10))
    var free = line.x
    for tick in axis.ticks {
      let text = AxisFormat.seconds.label(tick, step: axis.step)
      let start = min(line.x + axis.cell(tick, of: line.width), line.maxX - width(of: text))
      guard start >= free else { continue }
      free = grid.put(text, x: start, y: line.y, style: theme[.axis], clip: line) + 1
    }
  }
}

extension Theme {
  /// Colors from weak to strong whose brightness rises evenly, from black over purple and orange to yellow; none
  /// where there are not enough.
  var intensities: [Color] {
    guard depth == .colors256 else { return [] }
    let indices: [UInt8] = [16, 17, 54, 90, 126, 161, 203, 208, 214, 220, 227, 230]
    return (isDark ? indices : indices.reversed()).map(Color.indexed)
  }
}
