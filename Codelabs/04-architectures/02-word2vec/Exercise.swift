import Codelab
import Foundation

/// Finds the words around a place of a sentence.
///
/// - Parameters:
///   - place: A place in the sentence.
///   - sentence: The numbers of its words.
///   - window: How many words to look at on each side; at least 1.
/// - Returns: The words up to `window` places before, then those up to `window` places after, in the order of the
///   sentence. Where the sentence begins or ends there are fewer. The word at the place itself is not among them.
func neighborhood(of place: Int, in sentence: [Int], window: Int) -> [Int] {
  todo("look to both sides")
}

/// A word, and a word from its neighborhood.
struct Pair {
  /// The word in the middle.
  var center: Int
  /// One of its neighbors.
  var neighbor: Int
}

/// Makes the examples of skip-gram.
///
/// - Parameters:
///   - sentence: The numbers of its words.
///   - window: How many words to look at on each side.
/// - Returns: Each word with each of its neighbors, in the order of the sentence.
func pairs(in sentence: [Int], window: Int) -> [Pair] {
  todo("pair each word with its neighborhood")
}

/// Measures how badly a word tells its real neighbor from made-up ones.
///
/// - Parameters:
///   - center: The vector of the word.
///   - candidates: Vectors of the same width: first that of the real neighbor, then those of words drawn at random.
/// - Returns: The sum over all candidates, with the score s = center · candidate, of -log sigmoid(s) for the real neighbor
///   and of -log sigmoid(-s) for each other one. It is finite for scores of any size.
func loss(of center: [Float], candidates: [[Float]]) -> Float {
  todo("add up what each candidate costs")
}

/// The vectors of one example.
struct WordVectors {
  /// The vector of the word.
  var center: [Float]
  /// First the vector of its real neighbor, then those of words drawn at random.
  var candidates: [[Float]]
}

/// Makes one step down the slope of the loss.
///
/// With the error e = sigmoid(s) - 1 of the real neighbor and e = sigmoid(s) of each other candidate, the loss changes by e *
/// candidate with the center, added up over all candidates, and by e * center with each candidate.
///
/// - Parameters:
///   - vectors: What was learned so far.
///   - rate: The learning rate.
/// - Returns: All vectors, moved by the rate against these slopes, which are all taken before anything moves.
func learned(_ vectors: WordVectors, rate: Float) -> WordVectors {
  todo("move the center and each candidate")
}

/// Measures how far two vectors point in the same direction.
///
/// - Returns: Their dot product over the product of their lengths, from -1 to 1; 0 if one of them has only zeros.
func cosine(_ one: [Float], _ other: [Float]) -> Float {
  todo("divide the dot product by both lengths")
}

/// Finds the words that are most like another.
///
/// - Parameters:
///   - place: The place of the word to compare with.
///   - vectors: The vectors of all words.
///   - count: How many to find; fewer than there are vectors.
/// - Returns: The places of the other words with the largest cosines, the largest first.
func nearest(to place: Int, in vectors: [[Float]], count: Int) -> [Int] {
  todo("sort the other words by their cosine")
}
