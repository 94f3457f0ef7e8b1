/// Images and masks side by side, to compare: a digit before and after quantization, an input and its segmentation.
public struct ImagePlot: Plot, Hashable {
  /// The images in reading order.
  public var images: [PixelImage]
  /// Below this many pixels on an edge an image says nothing.
  private let minimumEdge = 6

  /// Makes a plot.
  public init(_ images: [PixelImage]) { self.images = images }

  /// Draws the images as large as they fit, in as many rows as keep them large; those that would make all too small
  /// are left out, and beyond two those that would have their captions cut.
  ///
  /// With 256 colors a cell shows two pixels in at most 64 colors; without, characters by darkness or by class.
  /// Classes of masks that have names are explained in a legend.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !images.isEmpty, !rect.isEmpty else { return }
    let palette = PixelPalette(images, theme: theme)
    let legend = legend(palette)
    let legendRows =
      legend.entries.isEmpty || rect.height < 5
      ? 0 : min(legend.rows(width: rect.width).count, (rect.height + 1) / 3)
    let (body, lines) = rect.split(bottom: legendRows)
    legend.draw(into: &grid, in: lines, theme: theme)

    let (count, rows) = arrangement(in: body)
    let across = (count + rows - 1) / rows
    for (row, start) in stride(from: 0, to: count, by: across).enumerated() {
      let top = body.y + body.height * row / rows
      let bottom = body.y + body.height * (row + 1) / rows
      let line = Rect(x: body.x, y: top, width: body.width, height: bottom - top)
      // Slots of equal width, so that equal images are equally large.
      let width = max(0, (line.width - 2 * (across - 1)) / across)
      for (place, image) in images[start..<min(start + across, count)].enumerated() {
        let slot = Rect(x: line.x + place * (width + 2), y: line.y, width: width, height: line.height)
          .intersection(line)
        draw(image, palette, into: &grid, in: slot, theme: theme)
      }
    }
  }

  /// How many images are shown, and in how many rows.
  private func arrangement(in rect: Rect) -> (count: Int, rows: Int) {
    // A cell is about as high as two pixels; an image has a gap beside it and a caption below.
    func edge(_ count: Int, _ rows: Int) -> Int {
      let across = (count + rows - 1) / rows
      return min(rect.width / across - 1, (rect.height / rows - 1) * 2)
    }
    func best(_ count: Int) -> Int {
      (1...min(count, max(1, rect.height))).max { edge(count, $0) < edge(count, $1) } ?? 1
    }
    func hasWholeCaptions(_ count: Int) -> Bool {
      let across = (count + best(count) - 1) / best(count)
      let room = (rect.width - 2 * (across - 1)) / across
      return images.prefix(count).allSatisfy { width(of: $0.caption) <= room }
    }
    let enough = (1...images.count).last { edge($0, best($0)) >= minimumEdge }
    var count = enough ?? min(images.count, max(1, rect.width / 2))
    // Two can still be compared; one of many says less than a caption that is cut.
    if let whole = (1...count).last(where: hasWholeCaptions), whole >= 2 { count = whole }
    return (count, best(count))
  }

  private func legend(_ palette: PixelPalette) -> Legend {
    var names: [String] = []
    for image in images where image.classNames.count > names.count { names = image.classNames }
    return Legend(
      entries: names.enumerated().map { index, name in
        .init(
          marker: String(palette.marker(ofClass: UInt8(clamping: index))), text: name,
          style: palette.style(ofClass: UInt8(clamping: index)))
      })
  }

  private func draw(
    _ image: PixelImage, _ palette: PixelPalette, into grid: inout Grid, in slot: Rect, theme: Theme
  ) {
    let hasCaption = !image.caption.isEmpty && slot.height >= 3
    let (body, line) = slot.split(bottom: hasCaption ? 1 : 0)
    guard image.width > 0, image.height > 0, !body.isEmpty else { return }
    // A cell is twice as high as wide, so a square image takes two columns for each row.
    let scale = min(
      Double(body.width) / Double(image.width), Double(body.height * 2) / Double(image.height))
    let centered = body.centered(
      width: max(1, Int(Double(image.width) * scale)),
      height: max(1, Int((Double(image.height) * scale / 2).rounded())))
    let area = Rect(x: centered.x, y: body.y, width: centered.width, height: centered.height)
    let sampled = image.sampled(width: area.width, height: area.height * 2)
    for row in 0..<area.height {
      for column in 0..<area.width {
        let cell = palette.cell(
          upper: sampled[row * 2 * area.width + column], lower: sampled[(row * 2 + 1) * area.width + column])
        grid.put(cell.text, x: area.x + column, y: area.y + row, style: cell.style)
      }
    }
    if hasCaption {
      let caption = fitted(
        image.caption, width: line.width, alignment: .center, ellipsis: theme.glyphs.ellipsis)
      grid.put(caption, x: line.x, y: area.maxY, style: theme[.muted], clip: slot)
    }
  }
}
