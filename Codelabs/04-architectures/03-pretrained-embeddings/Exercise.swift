import Codelab

/// Counts how much of some texts consists of known words.
///
/// - Parameters:
///   - texts: Each the words of a text.
///   - known: Words that are known.
/// - Returns: The share of all words of the texts, each counted as often as it stands there, that are known; 1 if there
///   are no words.
func coverage(of texts: [[String]], by known: Set<String>) -> Double {
  todo("count the words that are known")
}

/// Makes the table of an embedding layer.
///
/// - Parameters:
///   - words: The words by row. Row 0 is padding, which is no word.
///   - vectors: For some words the vector that was learned elsewhere, `width` numbers each.
///   - width: How many numbers a row has.
///   - random: Where all chance comes from, as in `random.uniform(count: width, in: -0.05...0.05)`.
/// - Returns: One row for each of `words`: zeros for padding, its vector for a word that has one, and for every other
///   word random numbers of its own from -0.05 to 0.05.
func embeddingTable(
  of words: [String], from vectors: [String: [Float]], width: Int, using random: inout SeededGenerator
) -> [[Float]] {
  todo("give each word its row")
}

/// Makes one vector of a text: its bag of words.
///
/// - Parameters:
///   - ids: The rows of the words in order, filled up with 0, which is padding.
///   - table: The vectors by row; at least one row.
/// - Returns: The mean of the words' vectors, without padding; zeros for a text without words.
func bag(of ids: [Int], in table: [[Float]]) -> [Float] {
  todo("take the mean, without padding")
}

/// Slides a filter over a text and keeps the strongest answer: a convolution of one dimension and its maximum.
///
/// - Parameters:
///   - filter: As many rows as the filter is long, each as wide as a vector.
///   - rows: The vectors of the words of a text, in order.
/// - Returns: The largest answer over all places where the filter lies within the text. The answer at a place is the
///   sum of all products of the filter's numbers with those of the vectors below them. 0 if the text is shorter than
///   the filter.
func strongest(_ filter: [[Float]], in rows: [[Float]]) -> Float {
  todo("answer at each place, and keep the largest")
}
