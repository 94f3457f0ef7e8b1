/// Enlarges or shrinks a gray image by bilinear interpolation.
///
/// Pixels are areas whose centers lie at half coordinates: the output pixel `i` looks at the source
/// coordinate `(i + 0.5) * source / target - 0.5`, and coordinates beyond the outermost centers are moved
/// there (edges clamped). This is what PyTorch's `interpolate(mode: "bilinear", align_corners: false)` does.
/// Shrinking does not average: it looks at the same two by two neighbors.
///
/// - Parameters:
///   - image: `[height][width]`, row-major.
///   - source: its height and width, both positive.
///   - target: the height and width of the result.
/// - Returns: `[target.height][target.width]`.
/// - Precondition: `image` holds `source.height * source.width` values.
public func resizedBilinearly(
  _ image: [Float], from source: (height: Int, width: Int), to target: (height: Int, width: Int)
) -> [Float] {
  precondition(image.count == source.height * source.width, "\(image.count) pixels do not fill the image")
  let rows = neighbors(from: source.height, to: target.height)
  let columns = neighbors(from: source.width, to: target.width)
  var result: [Float] = []
  result.reserveCapacity(target.height * target.width)
  for row in rows {
    for column in columns {
      func horizontal(_ y: Int) -> Float {
        let left = image[y * source.width + column.first]
        return left + (image[y * source.width + column.second] - left) * column.weight
      }
      let upper = horizontal(row.first)
      result.append(upper + (horizontal(row.second) - upper) * row.weight)
    }
  }
  return result
}

/// For each output position the two source positions around it, and the share of the second.
private func neighbors(from source: Int, to target: Int) -> [(first: Int, second: Int, weight: Float)] {
  (0..<target).map { index in
    let position = (Float(index) + 0.5) * Float(source) / Float(target) - 0.5
    let clamped = min(max(position, 0), Float(source - 1))
    let first = Int(clamped)
    return (first, min(first + 1, source - 1), clamped - Float(first))
  }
}
