extension Augmentation where Example == Image {
  /// RandAugment: a few changes drawn out of many, all equally strong, so that two numbers are all there is to search.
  ///
  /// From Cubuk et al., "RandAugment: practical automated data augmentation with a reduced search space" (2020). At the
  /// magnitude 10 images turn by up to 30 degrees, are sheared by up to 0.3 and shifted by up to a third, as in the
  /// paper; brightness, contrast, noise, blur and cutout stand for its changes of color, of which gray images have none.
  ///
  /// - Parameters:
  ///   - count: how many changes are made to an image.
  ///   - magnitude: their strength, from 0 to 10.
  ///   - range: the range of the pixels.
  public static func randAugment(
    count: Int = 2, magnitude: Float = 5, in range: ClosedRange<Float> = -1...1,
    surroundings: Surroundings = .edge
  ) -> Augmentation {
    let strength = min(max(magnitude, 0), 10) / 10
    let width = range.upperBound - range.lowerBound
    let middle = (range.lowerBound + range.upperBound) / 2
    return draw(
      count,
      of: [
        Augmentation("identity") { _, _ in },
        rotation(upTo: strength / 12, surroundings: surroundings),
        shear(upTo: 0.3 * strength, surroundings: surroundings),
        shift(upTo: strength / 3, surroundings: surroundings),
        zoom(by: 1 - 0.3 * strength...1 + 0.3 * strength, surroundings: surroundings),
        brightness(upTo: 0.45 * strength, in: range),
        contrast(by: 1 - 0.9 * strength...1 + 0.9 * strength, in: range),
        noise(0.1 * strength * width, in: range),
        blur(upTo: strength),
        Augmentation("cutout") { image, generator in
          let side = Int(0.4 * strength * Float(min(image.height, image.width)))
          cutout(side: side, value: middle).apply(to: &image, using: &generator)
        },
      ])
  }
}
