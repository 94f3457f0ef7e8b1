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
    return try dataset(images: images, labels: labels, labelFile: labelFile.path)
  }

  /// Joins images with labels: pixels enlarged and mapped from 0...255 to -1...1.
  static func dataset(images: IDX, labels: IDX, labelFile: String) throws -> Dataset {
    guard images.shape[0] == labels.shape[0] else {
      throw DataError.counts(file: labelFile, images: images.shape[0], labels: labels.shape[0])
    }
    if let position = labels.bytes.firstIndex(where: { $0 > 9 }) {
      let label = Int(labels.bytes[position])
      throw DataError.label(file: labelFile, position: position, label: label, classes: 10)
    }
    let source = (height: images.shape[1], width: images.shape[2])
    let size = source.height * source.width
    var pixels: [Float] = []
    pixels.reserveCapacity(images.shape[0] * side * side)
    for start in stride(from: 0, to: images.bytes.count, by: size) {
      let image = images.bytes[start..<start + size].map(Float.init)
      pixels += resizedBilinearly(image, from: source, to: (side, side)).map { $0 / 127.5 - 1 }
    }
    let tensor = Tensor(shape: [images.shape[0], side, side, 1], values: pixels)
    return try Dataset(images: tensor, labels: labels.bytes.map(Int.init), classes: 10)
  }
}
