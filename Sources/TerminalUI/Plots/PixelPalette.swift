/// The colors or characters that show the pixels of some images.
///
/// With 256 colors a half block shows two pixels, above and below, in at most 64 colors: terminals are slow or wrong
/// with more pairs of colors than a few thousand. The most frequent ones of the images are taken, and each pixel has
/// the nearest of them.
struct PixelPalette {
  private let theme: Theme
  /// The class that is nothing in particular.
  private let background: UInt8
  /// The entry of the palette that shows each color that occurs, by its own nearest entry.
  private let shown: [UInt8: UInt8]

  static let limit = 64

  init(_ images: some Sequence<PixelImage>, theme: Theme) {
    self.theme = theme
    background = Self.background(of: images)
    guard theme.depth == .colors256, theme.glyphs.isUnicode else {
      shown = [:]
      return
    }
    var counts: [UInt8: Int] = [:]
    for image in images {
      // A few thousand pixels tell which colors are frequent.
      let step = max(1, image.pixels.count / 4096)
      for index in stride(from: 0, to: image.pixels.count, by: step) {
        if case .color(let red, let green, let blue) = image.pixels[index] {
          counts[Self.nearest(red, green, blue), default: 0] += 1
        }
      }
    }
    let kept = counts.keys.sorted { (counts[$1]!, $0) < (counts[$0]!, $1) }.prefix(Self.limit)
    var shown: [UInt8: UInt8] = [:]
    for index in UInt8(16)...255 {
      let color = Self.color(index)
      shown[index] = kept.min { Self.distance(Self.color($0), color) < Self.distance(Self.color($1), color) }
    }
    self.shown = shown
  }

  /// The class named so, else class 0.
  private static func background(of images: some Sequence<PixelImage>) -> UInt8 {
    let index = images.lazy.compactMap { $0.classNames.firstIndex(of: "background") }.first
    return UInt8(clamping: index ?? 0)
  }

  /// The character that stands for a class: a dot for the background.
  func marker(ofClass number: UInt8) -> Character {
    if theme.depth == .colors256, theme.glyphs.isUnicode { return theme.glyphs.block }
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return number == background ? "." : letters[Int(number) % letters.count]
  }

  /// The style of a class.
  func style(ofClass number: UInt8) -> Style {
    guard number == background else { return theme[.series(Int(number))] }
    return theme.depth == .colors256 ? Style(.indexed(theme.isDark ? 238 : 252)) : theme[.muted]
  }

  /// The text and style of a cell that shows one pixel above another.
  func cell(upper: Pixel, lower: Pixel) -> (text: String, style: Style) {
    if theme.glyphs.isUnicode, let top = color(upper), let bottom = color(lower) {
      return ("▀", Style(top, on: bottom))
    }
    // Without two colors for a cell, a class wins over the background.
    for pixel in [upper, lower] {
      if case .inClass(let number) = pixel, number != background || upper == lower {
        return (String(marker(ofClass: number)), style(ofClass: number))
      }
    }
    // On a light background, ink is what is dark.
    let ramp = Array(theme.isDark ? " .:-=+*#%@" : "@%#*+=-:. ")
    let level = (upper.brightness + lower.brightness) / 2 * Double(ramp.count - 1)
    return (String(ramp[Int(level.rounded())]), theme[.text])
  }

  private func color(_ pixel: Pixel) -> Color? {
    switch pixel {
    case .color(let red, let green, let blue):
      shown[Self.nearest(red, green, blue)].map(Color.indexed)
    case .inClass(let number): theme.depth == .colors256 ? style(ofClass: number).foreground : nil
    }
  }

  /// The levels of the color cube, entries 16 to 231.
  private static let levels: [Int] = [0, 95, 135, 175, 215, 255]

  /// The entry of the palette nearest to a color: of the cube, or of the 24 grays.
  static func nearest(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (r, g, b) = (Int(red), Int(green), Int(blue))
    func step(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : min(5, (value - 35) / 40) }
    let cube = UInt8(16 + 36 * step(r) + 6 * step(g) + step(b))
    let gray = UInt8(232 + min(23, max(0, ((r + g + b) / 3 - 3) / 10)))
    return distance(color(gray), (r, g, b)) < distance(color(cube), (r, g, b)) ? gray : cube
  }

  private static func color(_ index: UInt8) -> (Int, Int, Int) {
    guard index < 232 else {
      let level = 8 + 10 * (Int(index) - 232)
      return (level, level, level)
    }
    let cube = Int(index) - 16
    return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
  }

  private static func distance(_ one: (Int, Int, Int), _ other: (Int, Int, Int)) -> Int {
    let (r, g, b) = (one.0 - other.0, one.1 - other.1, one.2 - other.2)
    // The eye sees differences of green best, of blue least.
    return 3 * r * r + 6 * g * g + b * b
  }
}
