import Foundation

extension Image {
  /// All values raised by `amount`, kept inside `range`.
  public func brightened(by amount: Float, in range: ClosedRange<Float>) -> Image {
    changed { clamped($0 + amount, to: range) }
  }

  /// The distance of all values from their mean multiplied by `factor`, kept inside `range`.
  public func contrasted(by factor: Float, in range: ClosedRange<Float>) -> Image {
    let mean = pixels.reduce(0, +) / Float(max(1, pixels.count))
    return changed { clamped(mean + ($0 - mean) * factor, to: range) }
  }

  /// Each value replaced by a mean of its neighbors, weighted by a normal distribution; at the edges the nearest pixel
  /// counts for those that are not there.
  ///
  /// - Parameter radius: the standard deviation, in pixels; weights end at three of them.
  /// - Precondition: `radius` is positive.
  public func blurred(radius: Float) -> Image {
    precondition(radius > 0, "a blur of radius \(radius)")
    let reach = max(1, Int((3 * radius).rounded(.up)))
    let bell = (-reach...reach).map { exp(-Float($0 * $0) / (2 * radius * radius)) }
    let sum = bell.reduce(0, +)
    let weights = bell.map { $0 / sum }
    // One direction after the other gives the same as both at once.
    return convolved(weights, blocks: 1, count: height, width: width * channels)
      .convolved(weights, blocks: height, count: width, width: channels)
  }

  /// The pixels of a square replaced by `value`; the mask stays as it is.
  ///
  /// From DeVries and Taylor, "Improved regularization of convolutional neural networks with Cutout" (2017).
  ///
  /// - Parameters:
  ///   - center: the pixel in the middle; what lies beyond the image is cut off, so near an edge less is replaced.
  ///   - side: the height and width of the square.
  public func cutOut(center: (y: Int, x: Int), side: Int, value: Float) -> Image {
    var result = self
    let box = Box(center: center, height: side, width: side, in: (height, width))
    for y in box.rows {
      for x in box.columns {
        let pixel = (y * width + x) * channels
        for channel in pixel..<pixel + channels { result.pixels[channel] = value }
      }
    }
    return result
  }

  private func changed(_ change: (Float) -> Float) -> Image {
    var result = self
    result.pixels = pixels.map(change)
    return result
  }

  /// Each of `count` lines of `width` values replaced by a weighted sum of lines, itself in the middle; there are
  /// `blocks` of such lines one after another.
  private func convolved(_ weights: [Float], blocks: Int, count: Int, width: Int) -> Image {
    var result = self
    let reach = weights.count / 2
    pixels.withUnsafeBufferPointer { source in
      result.pixels.withUnsafeMutableBufferPointer { target in
        target.update(repeating: 0)
        for block in 0..<blocks {
          for line in 0..<count {
            let to = (block * count + line) * width
            for (index, weight) in weights.enumerated() {
              let from = (block * count + min(max(line + index - reach, 0), count - 1)) * width
              for place in 0..<width { target[to + place] += weight * source[from + place] }
            }
          }
        }
      }
    }
    return result
  }
}

/// A rectangle of pixels, cut off where it leaves the image.
struct Box {
  let rows: Range<Int>
  let columns: Range<Int>

  /// The rectangle of that size whose pixel `size / 2` is the center.
  init(center: (y: Int, x: Int), height: Int, width: Int, in image: (height: Int, width: Int)) {
    rows = (center.y - height / 2..<center.y - height / 2 + height).clamped(to: 0..<image.height)
    columns = (center.x - width / 2..<center.x - width / 2 + width).clamped(to: 0..<image.width)
  }

  /// How many pixels it holds.
  var area: Int { rows.count * columns.count }
}

/// The value, or the limit that it is beyond.
func clamped(_ value: Float, to range: ClosedRange<Float>) -> Float {
  min(max(value, range.lowerBound), range.upperBound)
}
