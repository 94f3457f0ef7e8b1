/// What stands where an image has no pixels.
public enum Surroundings: Sendable, Equatable {
  /// The same value everywhere.
  case value(Float)

  /// The nearest pixel of the image.
  case edge
}

extension Image {
  /// The image seen through a map, by bilinear interpolation; the mask by its nearest pixel, at the edge too.
  public func warped(by map: AffineMap, surroundings: Surroundings) -> Image {
    var result = self
    let outside: Float? = if case .value(let value) = surroundings { value } else { nil }
    let (height, width, channels) = (height, width, channels)
    pixels.withUnsafeBufferPointer { source in
      result.pixels.withUnsafeMutableBufferPointer { target in
        for y in 0..<height {
          for x in 0..<width {
            let (row, column) = place(y, x, through: map)
            // Rounded down by cutting off, from 0 up.
            let (top, left) = (Int(row + 1) - 1, Int(column + 1) - 1)
            let (shareY, shareX) = (row - Float(top), column - Float(left))
            let isInside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height
            for channel in 0..<channels {
              let corners: (Float, Float, Float, Float)
              if isInside {
                let first = (top * width + left) * channels + channel
                let below = first + width * channels
                corners = (source[first], source[first + channels], source[below], source[below + channels])
              } else {
                corners = (
                  value(top, left, channel, outside), value(top, left + 1, channel, outside),
                  value(top + 1, left, channel, outside), value(top + 1, left + 1, channel, outside)
                )
              }
              let upper = corners.0 + (corners.1 - corners.0) * shareX
              let lower = corners.2 + (corners.3 - corners.2) * shareX
              target[(y * width + x) * channels + channel] = upper + (lower - upper) * shareY
            }
          }
        }
      }
    }
    result.mask = mask.map { mask in
      (0..<height * width).map { index in
        let (row, column) = place(index / width, index % width, through: map)
        return mask[position(Int(row.rounded()), Int(column.rounded()))]
      }
    }
    return result
  }

  /// Where the pixel at row `y` and column `x` comes from.
  ///
  /// Farther than a pixel outside all is surroundings, so the place does not matter and is kept small enough for
  /// integers.
  private func place(_ y: Int, _ x: Int, through map: AffineMap) -> (row: Float, column: Float) {
    let middle = (x: Float(width - 1) / 2, y: Float(height - 1) / 2)
    let (u, v) = (Float(x) - middle.x, Float(y) - middle.y)
    let column = map.xx * u + map.xy * v + map.x0 + middle.x
    let row = map.yx * u + map.yy * v + map.y0 + middle.y
    return (min(max(row, -1), Float(height)), min(max(column, -1), Float(width)))
  }

  /// A value, also beyond the edges.
  private func value(_ row: Int, _ column: Int, _ channel: Int, _ outside: Float?) -> Float {
    let isInside = row >= 0 && row < height && column >= 0 && column < width
    if !isInside, let outside { return outside }
    return pixels[position(row, column) * channels + channel]
  }

  /// The index of a pixel, or of the one at the edge that is nearest to it.
  private func position(_ row: Int, _ column: Int) -> Int {
    min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)
  }
}
