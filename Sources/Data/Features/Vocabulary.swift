/// How often each word occurs in texts that come one after another.
public struct WordCounts: Sendable, Equatable {
  /// The number of times, by word.
  public private(set) var counts: [String: Int] = [:]

  /// Begins with no words.
  public init() {}

  /// Counts the words of a text (``words(of:)``).
  public mutating func add(_ text: String) {
    for word in words(of: text) { counts[word, default: 0] += 1 }
  }
}

/// The words that a model knows, each with a number: 0 is padding, 1 stands for all words that are unknown, and the
/// known ones follow, the most frequent first.
public struct Vocabulary: TextEncoding, Equatable {
  /// The words by number; the first two are not words of texts.
  public let words: [String]

  /// How often each of `words` occurred; 0 for the first two.
  public let counts: [Int]

  private let numbers: [String: Int]

  /// The number of words that are not known.
  public static let unknown = 1

  /// Keeps the most frequent words; of equally frequent ones, those that come first in the order of their code points.
  ///
  /// - Parameter size: the most numbers to use, padding and unknown included.
  /// - Precondition: `size` is at least 2.
  public init(_ counts: WordCounts, size: Int) {
    precondition(size >= 2, "a vocabulary of \(size), where padding and unknown take two")
    let kept = counts.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(size - 2)
    words = ["", "[unknown]"] + kept.map(\.key)
    self.counts = [0, 0] + kept.map(\.value)
    numbers = Dictionary(uniqueKeysWithValues: zip(kept.map(\.key), 2...))
  }

  /// Counts the words of texts and keeps the most frequent ones.
  ///
  /// - Precondition: `size` is at least 2.
  public init(of texts: some Sequence<String>, size: Int) {
    var counts = WordCounts()
    for text in texts { counts.add(text) }
    self.init(counts, size: size)
  }

  /// The number of words, padding and unknown included.
  public var size: Int { words.count }

  /// The number of a word; 1 if it is not known.
  public func id(of word: String) -> Int { numbers[word] ?? Self.unknown }
}
