import Engine

/// A picture, with or without a class for each of its pixels.
public struct Image: Sendable, Equatable {
  /// The number of rows.
  public let height: Int

  /// The number of columns.
  public let width: Int

  /// Values a pixel: 1 for gray, 3 for red, green and blue.
  public let channels: Int

  /// The values `[height][width][channels]`; a file gives them from 0, dark, to 1, bright.
  public var pixels: [Float]

  /// The class of each pixel, `[height][width]`, which a segmentation shall find.
  ///
  /// It moves along with the pixels.
  public var mask: [Int]?

  /// Makes an image.
  ///
  /// - Precondition: `pixels` holds `height * width * channels` values, `mask` `height * width`.
  public init(height: Int, width: Int, channels: Int, pixels: [Float], mask: [Int]? = nil) {
    precondition(pixels.count == height * width * channels, "\(pixels.count) values do not fill the image")
    precondition(mask == nil || mask!.count == height * width, "the mask does not cover the image")
    self.height = height
    self.width = width
    self.channels = channels
    self.pixels = pixels
    self.mask = mask
  }

  /// The image as a tensor `[height, width, channels]`.
  public var tensor: Tensor { Tensor(shape: [height, width, channels], values: pixels) }

  /// The same image with each value `v` in 0...1 mapped to `range`.
  public func mapped(to range: ClosedRange<Float>) -> Image {
    var image = self
    let width = range.upperBound - range.lowerBound
    for index in pixels.indices { image.pixels[index] = range.lowerBound + pixels[index] * width }
    return image
  }

  /// The image with three channels: a gray one with its values in each of them.
  ///
  /// - Precondition: it has one channel or three.
  public var inColor: Image {
    guard channels != 3 else { return self }
    precondition(channels == 1, "\(channels) channels are neither gray nor color")
    return Image(
      height: height, width: width, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] }, mask: mask)
  }

  /// The image at another size: pixels by bilinear interpolation (``resizedBilinearly(_:from:to:)``), the mask by the
  /// nearest pixel.
  ///
  /// Shrinking to less than half averages whole blocks of pixels first, so that details do not turn into noise.
  ///
  /// - Precondition: both extents are positive.
  public func resized(height: Int, width: Int) -> Image {
    let factor = min(self.height / height, self.width / width)
    if factor >= 2 { return averaged(over: factor).resized(height: height, width: width) }
    var pixels = [Float](repeating: 0, count: height * width * channels)
    for channel in 0..<channels {
      let plane = stride(from: channel, to: self.pixels.count, by: channels).map { self.pixels[$0] }
      let resized = resizedBilinearly(plane, from: (self.height, self.width), to: (height, width))
      for (index, value) in resized.enumerated() { pixels[index * channels + channel] = value }
    }
    let mask = mask.map { mask in
      (0..<height * width).map { index in
        let (y, x) = (index / width, index % width)
        // The source pixel in which the center of the new one lies.
        return mask[
          (2 * y + 1) * self.height / (2 * height) * self.width + (2 * x + 1) * self.width / (2 * width)]
      }
    }
    return Image(height: height, width: width, channels: channels, pixels: pixels, mask: mask)
  }

  /// The means of blocks of `factor` by `factor` pixels; of the mask, the middle of each.
  ///
  /// Rows and columns that do not fill a block are dropped.
  private func averaged(over factor: Int) -> Image {
    let (height, width) = (self.height / factor, self.width / factor)
    var pixels = [Float](repeating: 0, count: height * width * channels)
    let share = 1 / Float(factor * factor)
    for y in 0..<height * factor {
      for x in 0..<width * factor {
        for channel in 0..<channels {
          pixels[(y / factor * width + x / factor) * channels + channel] +=
            self.pixels[(y * self.width + x) * channels + channel] * share
        }
      }
    }
    let mask = mask.map { mask in
      (0..<height * width).map { index in
        mask[(index / width * factor + factor / 2) * self.width + index % width * factor + factor / 2]
      }
    }
    return Image(height: height, width: width, channels: channels, pixels: pixels, mask: mask)
  }
}
