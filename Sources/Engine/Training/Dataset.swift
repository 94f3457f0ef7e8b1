/// Images and what they show.
public struct Dataset: Sendable {
  /// The images, `[count, ...]`; for digits `[count, height, width, channels]`.
  public let images: Tensor

  /// The class of each image, in `0..<classes`.
  public let labels: [Int]

  /// The number of classes.
  public let classes: Int

  /// Pairs images with labels.
  ///
  /// - Throws: `DatasetError` when counts differ, a label is out of range, or a pixel is not a finite number.
  public init(images: Tensor, labels: [Int], classes: Int) throws(DatasetError) {
    guard classes > 0 else { throw .classes(classes) }
    guard images.shape.count >= 2, images.shape[0] == labels.count else {
      throw .counts(images: images.shape, labels: labels.count)
    }
    if let position = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw .label(labels[position], position: position, classes: classes)
    }
    if let position = images.withUnsafeBuffer({ $0.firstIndex { !$0.isFinite } }) {
      throw .notFinite(image: position / (images.count / labels.count))
    }
    self.images = images
    self.labels = labels
    self.classes = classes
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The images at `positions` with their labels, copied in that order.
  ///
  /// - Precondition: each position is in `0..<count`.
  func batch(_ positions: ArraySlice<Int>) -> (images: Tensor, labels: [Int]) {
    let size = images.count / count
    var batch = Tensor(uninitialized: [positions.count] + images.shape.dropFirst())
    let out = batch.mutablePointer
    for (row, position) in positions.enumerated() {
      precondition((0..<count).contains(position))
      (out + row * size).update(from: images.pointer + position * size, count: size)
    }
    return (batch, positions.map { labels[$0] })
  }
}

/// Why images and labels do not make a dataset.
public enum DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The number of classes is not positive.
  case classes(Int)

  /// The first axis of the images is not the number of labels.
  case counts(images: [Int], labels: Int)

  /// A label is not in `0..<classes`.
  case label(Int, position: Int, classes: Int)

  /// An image holds an infinity or something that is not a number.
  case notFinite(image: Int)

  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .classes(let classes):
      "the number of classes, \(classes), must be positive"
    case .counts(let images, let labels):
      "images of shape \(images) do not go with \(labels) labels: the first axis counts the images"
    case .label(let label, let position, let classes):
      "label \(label) of image \(position) is not in 0..<\(classes)"
    case .notFinite(let image):
      "image \(image) holds a pixel that is infinite or not a number"
    }
  }
}
