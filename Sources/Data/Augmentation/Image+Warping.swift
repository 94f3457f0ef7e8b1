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
    result.pixels = [Float](unsafeUninitializedCapacity: pixels.count) { target, count in
      pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for y in 0..<height {
          let line = WarpedLine(y, height: height, width: width, through: map)
          let inside = line.inside
          let row = target + y * width * channels
          for x in 0..<inside.lowerBound {
            blendEdge(source, line.place(x), surroundings, into: row + x * channels)
          }
          blend(source, line, inside, into: row)
          for x in inside.upperBound..<width {
            blendEdge(source, line.place(x), surroundings, into: row + x * channels)
          }
        }
      }
      count = pixels.count
    }
    result.mask = mask.map { mask in
      (0..<height).flatMap { y in
        let line = WarpedLine(y, height: height, width: width, through: map)
        return (0..<width).map { x in
          let (row, column) = line.place(x)
          return mask[position(Int(row.rounded()), Int(column.rounded()))]
        }
      }
    }
    return result
  }

  /// Pixels whose places lie between four pixels of the image, which most do: nothing is checked here.
  private func blend(
    _ source: UnsafePointer<Float>, _ line: WarpedLine, _ columns: Range<Int>,
    into target: UnsafeMutablePointer<Float>
  ) {
    var row = line.row.start &+ line.row.step &* Int64(columns.lowerBound)
    var column = line.column.start &+ line.column.step &* Int64(columns.lowerBound)
    let (channels, width) = (channels, width &* channels)
    var to = target + columns.lowerBound &* channels
    for _ in columns {
      let (shareY, shareX) = (FixedPoint.fraction(row), FixedPoint.fraction(column))
      var above = source + (Int(row &>> 32) &* width &+ Int(column &>> 32) &* channels)
      for _ in 0..<channels {
        let below = above + width
        let upper = above[0] + (above[channels] - above[0]) * shareX
        let lower = below[0] + (below[channels] - below[0]) * shareX
        to[0] = upper + (lower - upper) * shareY
        to += 1
        above += 1
      }
      row &+= line.row.step
      column &+= line.column.step
    }
  }

  /// A pixel at whose place the image ends.
  private func blendEdge(
    _ source: UnsafePointer<Float>, _ place: (row: Double, column: Double), _ surroundings: Surroundings,
    into target: UnsafeMutablePointer<Float>
  ) {
    // Rounded down by cutting off, from 0 up.
    let (top, left) = (Int(place.row + 1) - 1, Int(place.column + 1) - 1)
    let (shareY, shareX) = (Float(place.row - Double(top)), Float(place.column - Double(left)))
    for channel in 0..<channels {
      func value(_ row: Int, _ column: Int) -> Float {
        let isInside = row >= 0 && row < height && column >= 0 && column < width
        if !isInside, case .value(let outside) = surroundings { return outside }
        return source[position(row, column) * channels + channel]
      }
      let (first, second) = (value(top, left), value(top + 1, left))
      let upper = first + (value(top, left + 1) - first) * shareX
      let lower = second + (value(top + 1, left + 1) - second) * shareX
      target[channel] = upper + (lower - upper) * shareY
    }
  }

  /// The index of a pixel, or of the one at the edge that is nearest to it.
  private func position(_ row: Int, _ column: Int) -> Int {
    min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)
  }
}
