import Engine
import Foundation

/// Handwritten digits: 1,437 to train with and 360 to test with, of 8 by 8 pixels each, drawn at 28 by 28.
///
/// The data are a part of the package; its card is `Datasets/digits/README.md`.
public struct Digits: Sendable {
  /// What a model trains on: images `[1437, 28, 28, 1]` with pixels from -1 (paper) to 1 (ink).
  public let train: Dataset

  /// What a model is judged by, from other writers: images `[360, 28, 28, 1]`.
  public let test: Dataset

  /// Side of an enlarged image, in pixels.
  public static let side = 28

  /// Reads the digits and enlarges them from 8 by 8 to 28 by 28 pixels (`resizedBilinearly`).
  ///
  /// - Parameter datasets: the folder that holds the folder `digits`.
  /// - Throws: `DataError`, which names the file and says what to do.
  public static func load(from datasets: URL) throws -> Digits {
    let folder = datasets.appending(path: "digits")
    return Digits(train: try dataset("train", in: folder), test: try dataset("test", in: folder))
  }

  /// One image as brightness, `[28 * 28]` of 0 (paper) to 255 (ink), for drawing.
  ///
  /// - Precondition: `index` is in `0..<dataset.count`, and `dataset` comes from `load`.
  public static func gray(_ index: Int, of dataset: Dataset) -> [UInt8] {
    dataset.images.rows(index..<index + 1).values.map { UInt8((($0 + 1) * 127.5).rounded()) }
  }

  private static func dataset(_ part: String, in folder: URL) throws -> Dataset {
    let imageFile = folder.appending(path: "\(part)-images-idx3-ubyte")
    let labelFile = folder.appending(path: "\(part)-labels-idx1-ubyte")
    let images = try IDX(contentsOf: imageFile, rank: 3)
    let labels = try IDX(contentsOf: labelFile, rank: 1)
    guard images.shape[1...] == [8, 8] else {
      throw DataError.imageSize(file: imageFile.path, expected: [8, 8], actual: Array(images.shape[1...]))
    }
    return try LabeledImages(images: images, labels: labels, classes: 10, labelFile: labelFile.path)
      .dataset(side: side, classes: 10)
  }
}
