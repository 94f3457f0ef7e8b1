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
  let before = sentence[max(0, place - window)..<place]
  let after = sentence[(place + 1)..<min(sentence.count, place + window + 1)]
  return Array(before + after)
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
  sentence.indices.flatMap { place in
    neighborhood(of: place, in: sentence, window: window).map { Pair(center: sentence[place], neighbor: $0) }
  }
}

/// Measures how badly a word tells its real neighbor from made-up ones.
///
/// - Parameters:
///   - center: The vector of the word.
///   - candidates: Vectors of the same width: first that of the real neighbor, then those of words drawn at random.
/// - Returns: The sum over all candidates, with the score s = center · candidate, of -log sigmoid(s) for the real neighbor
///   and of -log sigmoid(-s) for each other one. It is finite for scores of any size.
func loss(of center: [Float], candidates: [[Float]]) -> Float {
  candidates.enumerated().reduce(0) { sum, candidate in
    let score = dot(center, candidate.element)
    // -log sigmoid(s) = log(1 + exp(-s)); with the larger exponent taken out, nothing overflows.
    let wrongness = candidate.offset == 0 ? -score : score
    return sum + max(0, wrongness) + log(1 + exp(-abs(wrongness)))
  }
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
  var result = vectors
  for (place, candidate) in vectors.candidates.enumerated() {
    let probability = 1 / (1 + exp(-dot(vectors.center, candidate)))
    let error = place == 0 ? probability - 1 : probability
    for feature in candidate.indices {
      result.center[feature] -= rate * error * candidate[feature]
      result.candidates[place][feature] -= rate * error * vectors.center[feature]
    }
  }
  return result
}

/// Measures how far two vectors point in the same direction.
///
/// - Returns: Their dot product over the product of their lengths, from -1 to 1; 0 if one of them has only zeros.
func cosine(_ one: [Float], _ other: [Float]) -> Float {
  let lengths = dot(one, one).squareRoot() * dot(other, other).squareRoot()
  return lengths > 0 ? dot(one, other) / lengths : 0
}

/// Finds the words that are most like another.
///
/// - Parameters:
///   - place: The place of the word to compare with.
///   - vectors: The vectors of all words.
///   - count: How many to find; fewer than there are vectors.
/// - Returns: The places of the other words with the largest cosines, the largest first.
func nearest(to place: Int, in vectors: [[Float]], count: Int) -> [Int] {
  let cosines = vectors.map { cosine($0, vectors[place]) }
  let others = vectors.indices.filter { $0 != place }
  return Array(others.sorted { cosines[$0] > cosines[$1] }.prefix(count))
}

/// The sum of the products, feature by feature.
func dot(_ one: [Float], _ other: [Float]) -> Float {
  var sum: Float = 0
  for feature in one.indices { sum += one[feature] * other[feature] }
  return sum
}
