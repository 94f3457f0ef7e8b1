import Engine
import Foundation

/// A set in the files of MNIST: handwritten digits, Fashion-MNIST, or others of ten classes and 28 by 28 pixels.
///
/// The folder holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and the same two beginning with `t10k`, each
/// plain or with `.gz` at its end.
public struct MNIST: Sendable {
  /// What a model trains on: images `[60000, 28, 28, 1]` with pixels from -1 (background) to 1.
  public let train: Dataset

  /// What a model is judged by: images `[10000, 28, 28, 1]`.
  public let test: Dataset

  /// Side of an image, in pixels.
  public static let side = 28

  /// What the classes of Fashion-MNIST are, in their order.
  public static let fashionNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]

  /// Reads the four files.
  ///
  /// - Throws: `DataError`, which names the file and says what to do.
  public static func load(from folder: URL) throws -> MNIST {
    let folder = DataFolder(folder)
    return MNIST(train: try dataset("train", in: folder), test: try dataset("t10k", in: folder))
  }

  private static func dataset(_ part: String, in folder: DataFolder) throws -> Dataset {
    func file(_ name: String) throws(DataError) -> URL { try folder.first(of: [name, name + ".gz"]) }
    let imageFile = try file("\(part)-images-idx3-ubyte")
    let labelFile = try file("\(part)-labels-idx1-ubyte")
    let images = try IDX(contentsOf: imageFile, rank: 3)
    guard images.shape[1...] == [side, side] else {
      throw DataError.imageSize(
        file: imageFile.path, expected: [side, side], actual: Array(images.shape[1...]))
    }
    let labels = try IDX(contentsOf: labelFile, rank: 1)
    return try LabeledImages(images: images, labels: labels, classes: 10, labelFile: labelFile.path)
      .dataset(side: side, classes: 10)
  }
}
