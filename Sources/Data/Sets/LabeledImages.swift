import Engine

/// Images of one size and their labels, as two IDX files hold them.
struct LabeledImages {
  let images: IDX
  let labels: IDX

  /// Pairs the contents of two files.
  ///
  /// - Throws: `DataError` when counts differ or a label is not in `0..<classes`.
  init(images: IDX, labels: IDX, classes: Int, labelFile: String) throws(DataError) {
    guard images.shape[0] == labels.shape[0] else {
      throw .counts(file: labelFile, images: images.shape[0], labels: labels.shape[0])
    }
    if let position = labels.bytes.firstIndex(where: { $0 >= classes }) {
      let label = Int(labels.bytes[position])
      throw .label(file: labelFile, position: position, label: label, classes: classes)
    }
    self.images = images
    self.labels = labels
  }

  /// The images, `[count, side, side, 1]`, enlarged bilinearly where they are of another size; pixels from -1 to 1.
  func dataset(side: Int, classes: Int) throws(DatasetError) -> Dataset {
    let source = (height: images.shape[1], width: images.shape[2])
    let size = source.height * source.width
    var pixels: [Float] = []
    pixels.reserveCapacity(images.shape[0] * side * side)
    for start in stride(from: 0, to: images.bytes.count, by: size) {
      let image = images.bytes[start..<start + size].map { Float($0) / 127.5 - 1 }
      pixels += source == (side, side) ? image : resizedBilinearly(image, from: source, to: (side, side))
    }
    let tensor = Tensor(shape: [images.shape[0], side, side, 1], values: pixels)
    return try Dataset(images: tensor, labels: labels.bytes.map(Int.init), classes: classes)
  }
}
