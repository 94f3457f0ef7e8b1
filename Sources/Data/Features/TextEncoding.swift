import Engine

/// A way to turn words into whole numbers, as embeddings take them; 0 is padding.
public protocol TextEncoding: Sendable {
  /// How many numbers there are, 0 included: the rows that an embedding needs.
  var size: Int { get }

  /// The number of a word, from 1.
  func id(of word: String) -> Int
}

extension TextEncoding {
  /// The numbers of the words of a text (``words(of:)``), cut to `length` or filled up with 0 at the end.
  public func ids(of text: String, length: Int) -> [Int] {
    let ids = words(of: text).prefix(length).map { id(of: $0) }
    return ids + [Int](repeating: 0, count: length - ids.count)
  }

  /// Texts as data for a model: ids `[count, length]` and the labels.
  ///
  /// - Throws: `DatasetError` for labels outside `0..<classes`.
  public func dataset(of texts: [LabeledText], length: Int, classes: Int) throws(DatasetError) -> Dataset {
    let values = texts.flatMap { ids(of: $0.text, length: length).map(Float.init) }
    return try Dataset(
      images: Tensor(shape: [texts.count, length], values: values), labels: texts.map(\.label),
      classes: classes)
  }
}
