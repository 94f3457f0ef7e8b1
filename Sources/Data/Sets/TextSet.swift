import Engine

/// Texts with their classes, in two parts.
public struct TextSet: Sendable, Equatable {
  /// What a model trains on.
  public let train: [LabeledText]

  /// What a model is judged by.
  public let test: [LabeledText]

  /// The names of the classes; a label is a position in them.
  public let classNames: [String]
}

extension TextSet {
  /// A sample of AG News or DBPedia; both files are read to their ends.
  ///
  /// - Parameters:
  ///   - files: the set.
  ///   - train: how many texts to train with, fewer if the set has fewer.
  ///   - test: how many to judge by, likewise.
  ///   - seed: the same seed draws the same texts.
  /// - Throws: `DataError`, which names the file and the line.
  public static func sample(
    of files: TopicFiles, train: Int, test: Int, seed: UInt64 = 42
  ) throws(DataError) -> TextSet {
    var generator = SeededGenerator(seed: seed)
    return TextSet(
      train: try files.examples(.train).sample(of: train, using: &generator),
      test: try files.examples(.test).sample(of: test, using: &generator), classNames: files.classNames)
  }

  /// A sample of IMDB's reviews; only its files are read.
  ///
  /// - Parameters:
  ///   - files: the set.
  ///   - train: how many reviews to train with, fewer if the set has fewer.
  ///   - test: how many to judge by, likewise.
  ///   - seed: the same seed draws the same reviews.
  /// - Throws: `DataError`, which names the file.
  public static func sample(
    of files: ReviewFiles, train: Int, test: Int, seed: UInt64 = 42
  ) throws(DataError) -> TextSet {
    func part(_ part: Part, _ count: Int) throws(DataError) -> [LabeledText] {
      count == 0 ? [] : try files.examples(part, shuffledBy: seed).batch(of: count) ?? []
    }
    return TextSet(
      train: try part(.train, train), test: try part(.test, test), classNames: ReviewFiles.classNames)
  }
}
