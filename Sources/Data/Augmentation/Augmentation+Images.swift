import Engine

/// Changes of where things are in an image. A mask moves along.
extension Augmentation where Example == Image {
  /// Exchanges left and right in a share of the images.
  public static func horizontalFlip(_ share: Float = 0.5) -> Augmentation {
    Augmentation("horizontal flip") { image, generator in
      if generator.chance(Double(share)) { image = image.flippedHorizontally }
    }
  }

  /// Exchanges top and bottom in a share of the images.
  public static func verticalFlip(_ share: Float = 0.5) -> Augmentation {
    Augmentation("vertical flip") { image, generator in
      if generator.chance(Double(share)) { image = image.flippedVertically }
    }
  }

  /// Turns by up to `turns` of a full turn, either way; the book uses 0.1.
  public static func rotation(upTo turns: Float, surroundings: Surroundings = .edge) -> Augmentation {
    warp("rotation", surroundings) { _, generator in .rotation(turns: generator.number(in: -turns...turns)) }
  }

  /// Moves in each direction by up to a share of the extent of the image.
  public static func shift(upTo share: Float, surroundings: Surroundings = .edge) -> Augmentation {
    warp("shift", surroundings) { image, generator in
      let (x, y) = (generator.number(in: -share...share), generator.number(in: -share...share))
      return .shift(right: x * Float(image.width), down: y * Float(image.height))
    }
  }

  /// Enlarges by a factor from a range, such as 0.9...1.1.
  public static func zoom(by factors: ClosedRange<Float>, surroundings: Surroundings = .edge) -> Augmentation
  {
    warp("zoom", surroundings) { _, generator in .zoom(generator.number(in: factors)) }
  }

  /// Moves rows or columns sideways by up to a share of their distance from the middle.
  public static func shear(upTo share: Float, surroundings: Surroundings = .edge) -> Augmentation {
    warp("shear", surroundings) { _, generator in
      let amount = generator.number(in: -share...share)
      return generator.chance(0.5)
        ? .shear(horizontal: amount, vertical: 0) : .shear(horizontal: 0, vertical: amount)
    }
  }

  private static func warp(
    _ name: String, _ surroundings: Surroundings,
    map: @escaping @Sendable (Image, inout SeededGenerator) -> AffineMap
  ) -> Augmentation {
    Augmentation(name) { image, generator in
      image = image.warped(by: map(image, &generator), surroundings: surroundings)
    }
  }
}

/// Changes of the values of an image, which lie in `range`: -1...1 as those of digits, 0...1 as those of files.
extension Augmentation where Example == Image {
  /// Makes all values brighter or darker by up to a share of the range.
  public static func brightness(upTo share: Float, in range: ClosedRange<Float> = -1...1) -> Augmentation {
    Augmentation("brightness") { image, generator in
      let width = range.upperBound - range.lowerBound
      image = image.brightened(by: generator.number(in: -share...share) * width, in: range)
    }
  }

  /// Multiplies the distance of all values from their mean by a factor from a range, such as 0.8...1.2.
  public static func contrast(by factors: ClosedRange<Float>, in range: ClosedRange<Float> = -1...1)
    -> Augmentation
  {
    Augmentation("contrast") { image, generator in
      image = image.contrasted(by: generator.number(in: factors), in: range)
    }
  }

  /// Adds to each value a number with a normal distribution.
  ///
  /// - Parameter deviation: its standard deviation.
  public static func noise(_ deviation: Float, in range: ClosedRange<Float> = -1...1) -> Augmentation {
    Augmentation("noise") { image, generator in
      let noise = generator.noise(count: image.pixels.count, deviation: deviation)
      for (index, value) in noise.enumerated() {
        image.pixels[index] = clamped(image.pixels[index] + value, to: range)
      }
    }
  }

  /// Blurs with a radius of up to so many pixels.
  public static func blur(upTo radius: Float) -> Augmentation {
    Augmentation("blur") { image, generator in
      let radius = generator.number(in: 0...radius)
      if radius > 0 { image = image.blurred(radius: radius) }
    }
  }

  /// Replaces a square, its center anywhere in the image, by a value: Cutout (DeVries and Taylor, 2017).
  public static func cutout(side: Int, value: Float = 0) -> Augmentation {
    Augmentation("cutout") { image, generator in
      let center = (y: generator.index(below: image.height), x: generator.index(below: image.width))
      image = image.cutOut(center: center, side: side, value: value)
    }
  }
}
