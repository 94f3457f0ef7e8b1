import Engine
import Foundation

/// Photographs of cats and dogs with a class for each pixel, laid out like the Oxford-IIIT Pet set (Parkhi et al.,
/// 2012).
///
/// The folder holds `annotations/trainval.txt` and `annotations/test.txt`, which name the images, and
/// `annotations/trimaps/NAME.png`, whose pixels are 1 for pet, 2 for background and 3 for border. The set has its images
/// as `images/NAME.jpg`, for which the machine needs libturbojpeg; `.ppm` and `.png` files of the same names come first.
public struct OxfordPets: Sendable {
  /// The names of the classes of pixels, in their order.
  public static let pixelClassNames = ["pet", "background", "border"]

  /// An image of the set.
  public struct Entry: Sendable, Equatable {
    /// The name of its files, without what follows the dot.
    public let name: String

    /// The breed, from 0 to 36.
    public let breed: Int

    /// Whether it shows a cat.
    public let isCat: Bool
  }

  private let folder: DataFolder

  /// Names the folder; nothing is read yet.
  public init(in folder: URL) {
    self.folder = DataFolder(folder)
  }

  /// The images of a part, in the order of its list.
  ///
  /// - Parameter part: the test data, or the training data, which are also there for validation.
  /// - Throws: `DataError` for a list that is missing or damaged.
  public func entries(_ part: Part) throws(DataError) -> [Entry] {
    let list = "annotations/\(part == .test ? "test" : "trainval").txt"
    var entries: [Entry] = []
    for line in try folder.lines(of: list) where !line.text.hasPrefix("#") {
      let fields = line.text.split(separator: " ")
      let expected = "a name, a breed from 1 to 37, a species of 1 or 2, and a number"
      guard fields.count == 4, let breed = Int(fields[1]), (1...37).contains(breed),
        let species = Int(fields[2]), (1...2).contains(species)
      else {
        throw .line(file: folder.path + "/" + list, line: line.number, expected: expected)
      }
      entries.append(Entry(name: String(fields[0]), breed: breed - 1, isCat: species == 1))
    }
    guard !entries.isEmpty else { throw .noExamples(folder: folder.path + "/" + list, expected: "image") }
    return entries
  }

  /// The images of a part with their masks, each read when it is asked for.
  ///
  /// - Parameters:
  ///   - part: as for `entries`.
  ///   - side: the height and width to which images and masks are brought.
  ///   - seed: decides the order; without it, that of the list.
  /// - Throws: `DataError` for a list that is missing or damaged; the reader throws for images that cannot be used.
  public func examples(
    _ part: Part, side: Int, shuffledBy seed: UInt64? = nil
  ) throws(DataError) -> ExampleReader<(entry: Entry, image: Image)> {
    var entries = try entries(part)
    if let seed {
      var generator = SeededGenerator(seed: seed)
      entries = generator.permutation(count: entries.count).map { entries[$0] }
    }
    return ExampleReader(entries) { entry throws(DataError) in
      (entry, try image(entry).resized(height: side, width: side))
    }
  }

  /// The color image and its mask, with classes from 0, at full size.
  private func image(_ entry: Entry) throws(DataError) -> Image {
    let names = ["ppm", "png", "jpg"].map { "images/\(entry.name).\($0)" }
    let file = try folder.first(of: names)
    var image = try photograph(file).inColor
    let trimap = try folder.url("annotations/trimaps/\(entry.name).png")
    let raster = try PNGRaster(ByteStream(contentsOf: trimap).rest(limit: 1 << 26), file: trimap.path)
    guard raster.height == image.height, raster.width == image.width, raster.channels == 1 else {
      throw .imageSize(
        file: trimap.path, expected: [image.height, image.width, 1],
        actual: [raster.height, raster.width, raster.channels])
    }
    if let position = raster.samples.firstIndex(where: { !(1...3).contains($0) }) {
      throw .label(
        file: trimap.path, position: position, label: Int(raster.samples[position]) - 1, classes: 3)
    }
    image.mask = raster.samples.map { Int($0) - 1 }
    return image
  }

  private func photograph(_ file: URL) throws(DataError) -> Image {
    switch file.pathExtension {
    case "ppm": try Image(pixMap: file)
    case "png": try Image(png: file)
    default: try Image(jpeg: file)
    }
  }
}
