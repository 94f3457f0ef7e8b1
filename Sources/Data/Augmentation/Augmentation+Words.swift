import Engine

/// Changes of a text as a list of words, or of word ids.
///
/// From Wei and Zou, "EDA: easy data augmentation techniques for boosting performance on text classification tasks"
/// (2019), and the book's chapter 3.
extension Augmentation {
  /// Leaves out each word with a probability; one word always stays.
  public static func deletion<Word>(_ share: Float) -> Augmentation where Example == [Word] {
    Augmentation("deletion") { words, generator in
      guard !words.isEmpty else { return }
      let last = words[generator.index(below: words.count)]
      words = words.filter { _ in !generator.chance(Double(share)) }
      if words.isEmpty { words = [last] }
    }
  }

  /// Exchanges two words, so many times.
  public static func swap<Word>(times: Int = 1) -> Augmentation where Example == [Word] {
    Augmentation("swap") { words, generator in
      guard words.count >= 2 else { return }
      for _ in 0..<times {
        words.swapAt(generator.index(below: words.count), generator.index(below: words.count))
      }
    }
  }

  /// Keeps a run of the words, of a share of their number.
  ///
  /// - Parameter shares: where the share is drawn from, such as 0.7...1; at least one word stays.
  public static func crop<Word>(_ shares: ClosedRange<Float>) -> Augmentation where Example == [Word] {
    Augmentation("crop") { words, generator in
      guard !words.isEmpty else { return }
      let share = clamped(generator.number(in: shares), to: 0...1)
      let count = min(max(1, Int((share * Float(words.count)).rounded())), words.count)
      let start = generator.index(below: words.count - count + 1)
      words = Array(words[start..<start + count])
    }
  }

  /// Replaces each word, with a probability, by any one of `others`.
  ///
  /// - Precondition: there are others.
  public static func substitution<Word: Sendable>(
    _ share: Float, by others: [Word]
  ) -> Augmentation where Example == [Word] {
    precondition(!others.isEmpty, "no words to substitute")
    return Augmentation("substitution") { words, generator in
      for index in words.indices where generator.chance(Double(share)) {
        words[index] = others[generator.index(below: others.count)]
      }
    }
  }
}

/// Changes that look into words, which are parts of a text between spaces, with their punctuation.
extension Augmentation where Example == [String] {
  /// Replaces each word that has synonyms, with a probability, by one of them; punctuation around a word stays, and so
  /// does a capital at its beginning.
  ///
  /// - Parameter synonyms: for words in lower case, what can stand for them.
  public static func synonyms(_ share: Float, from synonyms: [String: [String]]) -> Augmentation {
    Augmentation("synonyms") { words, generator in
      for index in words.indices {
        guard let core = core(of: words[index]), let others = synonyms[core.lowercased()], !others.isEmpty,
          generator.chance(Double(share))
        else {
          continue
        }
        let other = others[generator.index(below: others.count)]
        let isCapital = core.first?.isUppercase == true
        words[index].replaceSubrange(
          core.startIndex..<core.endIndex,
          with: isCapital ? other.prefix(1).uppercased() + other.dropFirst() : other)
      }
    }
  }

  /// A word without the punctuation around it; nil if there is nothing else.
  private static func core(of word: String) -> Substring? {
    guard let first = word.firstIndex(where: isPartOfWord), let last = word.lastIndex(where: isPartOfWord)
    else { return nil }
    return word[first...last]
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// In each word, with a probability, strikes a neighboring key for one of its letters.
  public static func typos(_ share: Float) -> Augmentation {
    Augmentation("typos") { words, generator in
      for index in words.indices where generator.chance(Double(share)) {
        var letters = Array(words[index])
        let places = letters.indices.filter { Keyboard.neighbors[letters[$0]] != nil }
        guard !places.isEmpty else { continue }
        let place = places[generator.index(below: places.count)]
        let keys = Keyboard.neighbors[letters[place]] ?? []
        letters[place] = keys[generator.index(below: keys.count)]
        words[index] = String(letters)
      }
    }
  }

  /// Puts the sentences into random order; a sentence ends with a word that ends with a period, a question mark or an
  /// exclamation mark.
  public static func sentenceShuffle() -> Augmentation {
    Augmentation("sentence shuffle") { words, generator in
      var sentences: [[String]] = [[]]
      for word in words {
        sentences[sentences.count - 1].append(word)
        if let end = word.last, ".?!".contains(end) { sentences.append([]) }
      }
      words = generator.permutation(count: sentences.count).flatMap { sentences[$0] }
    }
  }

  /// A text changed as the seed decides, cut into words at its spaces.
  public func callAsFunction(_ text: String, seed: UInt64) -> String {
    self(text.split(whereSeparator: \.isWhitespace).map(String.init), seed: seed).joined(separator: " ")
  }

  /// Texts, followed by changed copies of them, for more examples than there are labels for.
  ///
  /// - Parameters:
  ///   - copies: how many of each.
  ///   - seed: decides all changes; the copy of a text depends on the seed, its place and the number of the copy.
  public func expanded(_ texts: [LabeledText], copies: Int, seed: UInt64) -> [LabeledText] {
    var generator = SeededGenerator(seed: seed)
    let changed = (0..<copies).flatMap { _ in
      texts.map { LabeledText(text: self($0.text, seed: generator.next()), label: $0.label) }
    }
    return texts + changed
  }
}

/// Which letters lie next to which on a keyboard.
private enum Keyboard {
  /// In rows, each shifted to the right by half a key against the one above it.
  private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)

  static let neighbors: [Character: [Character]] = {
    var neighbors: [Character: [Character]] = [:]
    for (y, row) in rows.enumerated() {
      for (x, key) in row.enumerated() {
        // Left, right, the two above and the two below.
        let places = [(y, x - 1), (y, x + 1), (y - 1, x), (y - 1, x + 1), (y + 1, x - 1), (y + 1, x)]
        let keys = places.filter { rows.indices.contains($0.0) && rows[$0.0].indices.contains($0.1) }
          .map { rows[$0.0][$0.1] }
        neighbors[key] = keys
        neighbors[Character(key.uppercased())] = keys.map { Character($0.uppercased()) }
      }
    }
    return neighbors
  }()
}
