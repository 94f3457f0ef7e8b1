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
    result.pixels = [Float](unsafeUninitializedCapacity: pixels.count) { target, count in
      pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
          for x in 0..<width {
            let (new, old) = ((y * width + x) * channels, source(y, x) * channels)
            for channel in 0..<channels { target[new + channel] = pixels[old + channel] }
          }
        }
      }
      count = pixels.count
    }
    result.mask = mask.map { mask in (0..<mask.count).map { mask[source($0 / width, $0 % width)] } }
    return result
  }
}
