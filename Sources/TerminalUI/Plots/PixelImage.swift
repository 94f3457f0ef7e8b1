/// A pixel: a color, or the class of a mask.
public enum Pixel: Hashable, Sendable {
  /// Red, green and blue, 0 to 255.
  case color(red: UInt8, green: UInt8, blue: UInt8)
  /// A class.
  case inClass(UInt8)

  /// A gray from 0, black, to 255, white.
  public static func gray(_ level: UInt8) -> Pixel { .color(red: level, green: level, blue: level) }

  /// How bright the eye finds it, from 0 to 1 (ITU-R BT.601); of a class, nothing.
  var brightness: Double {
    switch self {
    case .color(let red, let green, let blue):
      (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255
    case .inClass: 0
    }
  }
}

/// An image or a mask with its caption.
public struct PixelImage: Hashable, Sendable {
  /// Columns of pixels.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// The pixels, row by row.
  public let pixels: [Pixel]
  /// A text below the image.
  public var caption: String
  /// The names of the classes of a mask.
  public var classNames: [String]

  /// Makes an image; rows that are not complete are dropped, and a width below 1 makes it empty.
  public init(width: Int, pixels: [Pixel], caption: String = "", classNames: [String] = []) {
    self.width = max(0, width)
    height = width > 0 ? pixels.count / width : 0
    self.pixels = height > 0 ? pixels : []
    self.caption = caption
    self.classNames = classNames
  }

  /// Makes a gray image of levels from black (0) to white (1); those that are no numbers are black.
  public init(width: Int, levels: [Double], caption: String = "") {
    self.init(
      width: width,
      pixels: levels.map { .gray($0.isDrawable ? UInt8((min(1, max(0, $0)) * 255).rounded()) : 0) },
      caption: caption)
  }

  /// The image at another size: the mean color of the area of each new pixel, or its most frequent class.
  ///
  /// Of an area of very many pixels, only some are looked at.
  func sampled(width columns: Int, height rows: Int) -> [Pixel] {
    (0..<rows).flatMap { row in
      let ys = Self.part(row, of: rows, in: height)
      return (0..<columns).map { column in blend(xs: Self.part(column, of: columns, in: width), ys: ys) }
    }
  }

  private func blend(xs: Range<Int>, ys: Range<Int>) -> Pixel {
    let step = (x: max(1, xs.count / 8), y: max(1, ys.count / 8))
    var (red, green, blue, count) = (0, 0, 0, 0)
    var classes: [UInt8: Int] = [:]
    for y in stride(from: ys.lowerBound, to: ys.upperBound, by: step.y) {
      for x in stride(from: xs.lowerBound, to: xs.upperBound, by: step.x) {
        switch pixels[y * width + x] {
        case .color(let r, let g, let b):
          (red, green, blue, count) = (red + Int(r), green + Int(g), blue + Int(b), count + 1)
        case .inClass(let number): classes[number, default: 0] += 1
        }
      }
    }
    if let most = classes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) { return .inClass(most.key) }
    guard count > 0 else { return .gray(0) }
    return .color(red: UInt8(red / count), green: UInt8(green / count), blue: UInt8(blue / count))
  }

  /// The pixels of `extent` that the part with this index of `count` equal parts covers; at least one.
  private static func part(_ index: Int, of count: Int, in extent: Int) -> Range<Int> {
    let first = min(extent - 1, index * extent / count)
    return first..<max(first + 1, min(extent, ((index + 1) * extent + count - 1) / count))
  }
}
