import Engine

/// Pictures of cats and dogs with a class for each pixel: pet, background or border.
///
/// The generated ones are drawn from simple shapes under fur and light, before rooms and gardens, among things that hide parts of them. The
/// card, with what models reach, is `Datasets/pets/README.md`.
public struct Pets: Sendable {
  /// What a model trains on: images `[n, side, side, 3]` with values from -1 to 1, labels `[side, side]`.
  public let train: Dataset

  /// What a model is judged by.
  public let test: Dataset

  /// The names of the classes of pixels; a label is a position in them.
  public static let classNames = ["pet", "background", "border"]

  /// Draws pictures; the same arguments give the same bits on every machine.
  ///
  /// Each picture has random numbers of its own, so the first pictures are the same whatever the counts are.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - side: the height and width in pixels, 16 to 512; the lessons use 64 and 128.
  ///   - train: how many to train with, at least 1.
  ///   - test: how many to judge by, at least 1.
  public static func generate(seed: UInt64 = 42, side: Int = 64, train: Int = 800, test: Int = 200) -> Pets {
    precondition((16...512).contains(side), "pictures of \(side) pixels are too small or too large")
    precondition(train >= 1 && test >= 1, "\(train) and \(test) pictures are too few")
    var seeds = SeededGenerator(seed: seed)
    // Each part has a stream of seeds of its own, so that asking for more pictures changes none of the others.
    var (trainSeeds, testSeeds) = (SeededGenerator(seed: seeds.next()), SeededGenerator(seed: seeds.next()))
    func part(_ count: Int, _ seeds: inout SeededGenerator) -> Dataset {
      dataset(of: (0..<count).map { _ in picture(side: side, seed: seeds.next()).image }, side: side)
    }
    return Pets(train: part(train, &trainSeeds), test: part(test, &testSeeds))
  }

  /// A sample of the photographs of the Oxford-IIIT Pet set; only its files are read.
  ///
  /// - Parameters:
  ///   - photographs: the set.
  ///   - side: the height and width to which they are brought.
  ///   - train: how many to train with, fewer if the set has fewer.
  ///   - test: how many to judge by, likewise.
  ///   - seed: the same seed draws the same photographs.
  /// - Throws: `DataError`, which names the file.
  public static func sample(
    of photographs: OxfordPets, side: Int, train: Int, test: Int, seed: UInt64 = 42
  ) throws(DataError) -> Pets {
    func part(_ part: Part, _ count: Int) throws(DataError) -> Dataset {
      let examples = try photographs.examples(part, side: side, shuffledBy: seed).batch(of: count) ?? []
      return dataset(of: examples.map(\.image), side: side)
    }
    return Pets(train: try part(.train, train), test: try part(.test, test))
  }

  private static func dataset(of images: [Image], side: Int) -> Dataset {
    do {
      return try Dataset(
        images: Tensor(
          shape: [images.count, side, side, 3], values: images.flatMap { $0.pixels.map { $0 * 2 - 1 } }),
        labels: images.flatMap { $0.mask ?? [] }, classes: classNames.count, labelShape: [side, side])
    } catch {
      preconditionFailure("colors are finite and a mask has three classes: \(error)")
    }
  }

  /// One picture.
  private static func picture(side: Int, seed: UInt64) -> Canvas {
    var generator = SeededGenerator(seed: seed)
    let backdrop = Backdrop(using: &generator)
    var canvas = Canvas(side: side, backdrop.callAsFunction)
    canvas.light = Point(Float(generator.between(-0.45, 0.45)), Float(generator.between(-0.5, -0.15)))
    for _ in 0..<generator.index(below: 5) {
      backdrop.drawThing(isNear: false, on: &canvas, using: &generator)
    }
    let pet = Pet(using: &generator)
    canvas.draw(pet.shadow, softness: 0.06, opacity: 0.5, bulge: 0) { _ in Color(repeating: 0.05) }
    pet.draw(on: &canvas)
    if generator.chance(0.35) { backdrop.drawThing(isNear: true, on: &canvas, using: &generator) }
    if generator.chance(0.25) { backdrop.drawBlades(on: &canvas, using: &generator) }
    expose(&canvas, using: &generator)
    return canvas
  }

  /// Light that falls off to one side, a tint, and the noise of a camera.
  private static func expose(_ canvas: inout Canvas, using generator: inout SeededGenerator) {
    let brightness = Float(generator.between(0.65, 1.15))
    let slope = Point(Float(generator.between(-0.5, 0.5)), Float(generator.between(-0.3, 0.3)))
    let warm = Float(generator.between(-0.08, 0.08))
    let tint = Color(1 + warm, 1, 1 - warm)
    let grain = ValueNoise(seed: UInt32(truncatingIfNeeded: generator.next()))
    let side = Float(canvas.side)
    canvas.adjust { point, color in
      let light = brightness * (1 + slope.x * (point.x - 0.5) + slope.y * (point.y - 0.5))
      // Once a pixel: the noise at whole coordinates has no neighbors in common.
      let noise = (grain((point.x * side).rounded(.down), (point.y * side).rounded(.down)) - 0.5) * 0.1
      return (color * tint * light + noise).clamped(
        lowerBound: Color(repeating: 0), upperBound: Color(repeating: 1))
    }
  }
}
