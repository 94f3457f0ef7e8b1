import Engine
import Foundation

/// Gray images of 28 by 28 pixels in ten classes, and where they came from.
public struct ImageSet: Sendable {
  /// Its name: `digits`, `mnist` or `fashion-mnist`.
  public let name: String

  /// What a model trains on: images `[count, 28, 28, 1]` with pixels from -1 to 1.
  public let train: Dataset

  /// What a model is judged by.
  public let test: Dataset

  /// What the classes are, in their order.
  public let classNames: [String]

  /// Where it came from, in words: a folder, or that it was shipped.
  public let source: String

  /// How many passes over these images show a model as many as `epochs` passes over the shipped digits do; at least one.
  ///
  /// With it a lesson takes not much longer on a larger set.
  public func epochs(asOfDigits epochs: Int) -> Int {
    max(1, epochs * 1_437 / train.count)
  }

  /// The digits that come with the package.
  ///
  /// - Parameter datasets: the folder that holds the folder `digits`.
  /// - Throws: `DataError`, which names the file and says what to do.
  public static func digits(in datasets: URL) throws -> ImageSet {
    let digits = try Digits.load(from: datasets)
    return ImageSet(
      name: "digits", train: digits.train, test: digits.test, classNames: digitNames,
      source: "shipped with codelab")
  }

  /// MNIST.
  ///
  /// - Parameter folder: holds its four files.
  /// - Throws: `DataError`, which names the file and says what to do.
  public static func mnist(in folder: URL) throws -> ImageSet {
    try load("mnist", from: folder, classNames: digitNames)
  }

  /// Fashion-MNIST.
  ///
  /// - Parameter folder: holds its four files.
  /// - Throws: `DataError`, which names the file and says what to do.
  public static func fashionMNIST(in folder: URL) throws -> ImageSet {
    try load("fashion-mnist", from: folder, classNames: MNIST.fashionNames)
  }

  private static let digitNames = (0...9).map { "\($0)" }

  private static func load(_ name: String, from folder: URL, classNames: [String]) throws -> ImageSet {
    let files = try MNIST.load(from: folder)
    return ImageSet(
      name: name, train: files.train, test: files.test, classNames: classNames, source: "from \(folder.path)")
  }
}
