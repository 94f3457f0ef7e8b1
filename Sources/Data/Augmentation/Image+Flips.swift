extension Image {
  /// Left and right exchanged.
  public var flippedHorizontally: Image {
    rearranged { y, x in y * width + width - 1 - x }
  }

  /// Top and bottom exchanged.
  public var flippedVertically: Image {
    rearranged { y, x in (height - 1 - y) * width + x }
  }

  /// The image whose pixel at row y and column x is the one at `source(y, x)` of this.
  private func rearranged(_ source: (_ y: Int, _ x: Int) -> Int) -> Image {
    var result = self
    for y in 0..<height {
      for x in 0..<width {
        let (new, old) = (y * width + x, source(y, x))
        for channel in 0..<channels {
          result.pixels[new * channels + channel] = pixels[old * channels + channel]
        }
        if let mask { result.mask?[new] = mask[old] }
      }
    }
    return result
  }
}
