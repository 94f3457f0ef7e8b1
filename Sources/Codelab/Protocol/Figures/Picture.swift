/// A picture, or the classes of its pixels, with a caption.
public struct Picture: Codable, Sendable, Equatable {
  /// What the numbers of a picture mean.
  public enum Format: String, Codable, Sendable {
    /// One number a pixel: 0 black to 255 white.
    case gray
    /// Red, green and blue of each pixel: 0 to 255.
    case color
    /// The class of each pixel: a mask.
    case classes

    /// The numbers of a pixel.
    public var channels: Int { self == .color ? 3 : 1 }
  }

  /// Pixels in a row.
  public var width: Int
  /// Rows.
  public var height: Int
  /// The numbers of the pixels, row by row.
  public var pixels: [UInt8]
  /// A word or two below the picture.
  public var caption: String
  /// What the numbers mean.
  public var format: Format
  /// The names of the classes of a mask; empty where they have none.
  public var classes: [String]

  /// Makes a picture from its numbers, row by row.
  ///
  /// - Parameter pixels: gray values, 0 black to 255 white, unless `format` says otherwise.
  public init(
    width: Int, height: Int, pixels: [UInt8], caption: String, format: Format = .gray, classes: [String] = []
  ) {
    self.width = width
    self.height = height
    self.pixels = pixels
    self.caption = caption
    self.format = format
    self.classes = classes
  }

  /// Makes a picture of an image with values from 0, dark, to 1, bright, in gray or in color.
  ///
  /// - Precondition: the image has one channel or three.
  public init(_ image: Image, caption: String) {
    self.init(
      width: image.width, height: image.height, pixels: image.pixels.map(Self.level), caption: caption,
      format: image.channels == 3 ? .color : .gray)
    precondition(image.channels == format.channels, "an image has 1 or 3 channels, not \(image.channels)")
  }

  /// Makes a picture from a tensor `[height, width, channels]` or `[1, height, width, channels]`.
  ///
  /// - Parameter range: the values that are black and full brightness.
  /// - Precondition: the tensor has one of these shapes, with 1 or 3 channels.
  public init(_ tensor: Tensor, in range: ClosedRange<Float> = 0...1, caption: String) {
    let shape = tensor.shape.count == 4 ? Array(tensor.shape.dropFirst()) : tensor.shape
    precondition(shape.count == 3 && shape.reduce(1, *) == tensor.count, "no picture: \(tensor.shape)")
    let width = range.upperBound - range.lowerBound
    self.init(
      Image(
        height: shape[0], width: shape[1], channels: shape[2],
        pixels: tensor.values.map { ($0 - range.lowerBound) / width }), caption: caption)
  }

  /// Makes a picture of a mask, the class of each pixel.
  ///
  /// - Parameters:
  ///   - mask: the classes, row by row, each in 0...255.
  ///   - width: pixels in a row; divides the number of pixels.
  ///   - classes: the names of the classes.
  public init(mask: [Int], width: Int, classes: [String] = [], caption: String) {
    self.init(
      width: width, height: width > 0 ? mask.count / width : 0,
      pixels: mask.map { UInt8(clamping: $0) }, caption: caption, format: .classes, classes: classes)
  }

  /// Two pictures of equal size and format, and where they differ: the darker, the more alike.
  ///
  /// Of masks, pixels with different classes are white.
  /// - Precondition: sizes and formats are equal.
  public static func comparison(_ before: Picture, _ after: Picture, caption: String = "difference")
    -> [Picture]
  {
    precondition(
      before.width == after.width && before.height == after.height && before.format == after.format,
      "pictures of different sizes or formats")
    let isMask = before.format == .classes
    var difference = before
    difference.caption = caption
    difference.format = isMask ? .gray : before.format
    difference.classes = []
    difference.pixels = zip(before.pixels, after.pixels).map { before, after in
      isMask ? (before == after ? 0 : .max) : max(before, after) - min(before, after)
    }
    return [before, after, difference]
  }

  private static func level(_ value: Float) -> UInt8 {
    value.isFinite ? UInt8((min(max(value, 0), 1) * 255).rounded()) : 0
  }
}

/// Pictures side by side.
struct PictureRow: FigureData {
  let pictures: [Picture]

  var defect: String? {
    guard Limits.allow(pictures.map(\.caption)), pictures.allSatisfy({ Limits.allow($0.classes, upTo: 256) })
    else { return "has too many pictures" }
    let edges = 1...Limits.edge
    let isSane = pictures.allSatisfy {
      edges.contains($0.width) && edges.contains($0.height)
        && $0.pixels.count == $0.width * $0.height * $0.format.channels
    }
    return isSane ? nil : "has a picture whose pixels do not fill it"
  }

  var plainLines: [String] {
    pictures.map { picture in
      let size = "\(picture.caption): \(picture.width) by \(picture.height)"
      switch picture.format {
      case .gray, .color:
        let mean = Double(picture.pixels.reduce(0) { $0 + Int($1) }) / Double(max(1, picture.pixels.count))
        let kind = picture.format == .gray ? "gray" : "color"
        return "\(size), \(kind), mean brightness \(Metric.Unit.fraction.text(mean / 255))"
      case .classes:
        var counts: [UInt8: Int] = [:]
        for pixel in picture.pixels { counts[pixel, default: 0] += 1 }
        let shares = counts.keys.sorted().map { pixel in
          let name = Int(pixel) < picture.classes.count ? picture.classes[Int(pixel)] : "class \(pixel)"
          let share = Double(counts[pixel] ?? 0) / Double(max(1, picture.pixels.count))
          return "\(name) \(Metric.Unit.fraction.text(share))"
        }
        return "\(size), \(shares.joined(separator: ", "))"
      }
    }
  }

  var summary: String { pictures.map(\.caption).joined(separator: ", ") }
}
