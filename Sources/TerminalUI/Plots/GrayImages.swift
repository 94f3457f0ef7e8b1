/// Gray images side by side, to compare: a digit before and after quantization.
public struct GrayImages: Plot, Hashable {
  /// An image with its caption.
  public struct Image: Hashable, Sendable {
    /// Columns of pixels.
    public let width: Int
    /// The levels from black (0) to white (1), row by row; what is missing at the end is black.
    public let levels: [Double]
    /// A text below the image.
    public var caption: String

    /// Rows of pixels.
    public var height: Int { width == 0 ? 0 : (levels.count + width - 1) / width }

    /// Makes an image; a width below 1 makes it empty.
    public init(width: Int, levels: [Double], caption: String = "") {
      self.width = max(0, width)
      self.levels = width > 0 ? levels : []
      self.caption = caption
    }

    /// The mean level of an area given in parts of the image.
    func mean(x: ClosedRange<Double>, y: ClosedRange<Double>) -> Double {
      let columns = Image.pixels(x, of: width)
      let rows = Image.pixels(y, of: height)
      var sum = 0.0
      for row in rows {
        for column in columns {
          let index = row * width + column
          let level = index < levels.count ? levels[index] : 0
          sum += level.isDrawable ? min(1, max(0, level)) : 0
        }
      }
      return sum / Double(rows.count * columns.count)
    }

    private static func pixels(_ part: ClosedRange<Double>, of count: Int) -> Range<Int> {
      let first = min(count - 1, Int((part.lowerBound * Double(count) + 1e-9)))
      let last = min(count, Int((part.upperBound * Double(count) - 1e-9).rounded(.up)))
      return first..<max(first + 1, last)
    }
  }

  /// The images from left to right.
  public var images: [Image]

  /// Makes a row of images.
  public init(_ images: [Image]) { self.images = images }

  /// Draws the images as large as they fit: two pixels in a cell with 256 colors, else in characters by darkness.
  public func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    guard !images.isEmpty, !rect.isEmpty else { return }
    for (image, slot) in zip(images, rect.columns(images.count, gap: 2)) {
      let hasCaption = !image.caption.isEmpty && slot.height >= 3
      let (body, line) = slot.split(bottom: hasCaption ? 1 : 0)
      guard image.width > 0, image.height > 0, !body.isEmpty else { continue }
      // A cell is twice as high as wide, so a square image takes two columns for each row.
      let scale = min(
        Double(body.width) / Double(image.width), Double(body.height * 2) / Double(image.height))
      let area = body.centered(
        width: max(1, Int(Double(image.width) * scale)),
        height: max(1, Int((Double(image.height) * scale / 2).rounded())))
      let top = Rect(x: area.x, y: body.y, width: area.width, height: area.height)
      drawPixels(of: image, into: &grid, in: top, theme: theme)
      if hasCaption {
        let caption = fitted(
          image.caption, width: line.width, alignment: .center, ellipsis: theme.glyphs.ellipsis)
        grid.put(caption, x: line.x, y: top.maxY, style: theme[.muted], clip: slot)
      }
    }
  }

  private func drawPixels(of image: Image, into grid: inout Grid, in rect: Rect, theme: Theme) {
    let ramp = Array(theme.isDark ? " .:-=+*#%@" : "@%#*+=-:. ")
    for row in 0..<rect.height {
      for column in 0..<rect.width {
        let x = part(column, of: rect.width)
        let (cellX, cellY) = (rect.x + column, rect.y + row)
        let upper = image.mean(x: x, y: part(row * 2, of: rect.height * 2))
        let lower = image.mean(x: x, y: part(row * 2 + 1, of: rect.height * 2))
        if theme.glyphs.isUnicode, let top = theme.gray(upper), let bottom = theme.gray(lower) {
          grid.put("▀", x: cellX, y: cellY, style: Style(top, on: bottom))
        } else {
          let level = (upper + lower) / 2 * Double(ramp.count - 1)
          grid.put(String(ramp[Int(level.rounded())]), x: cellX, y: cellY, style: theme[.text])
        }
      }
    }
  }

  private func part(_ index: Int, of count: Int) -> ClosedRange<Double> {
    Double(index) / Double(count)...Double(index + 1) / Double(count)
  }
}
