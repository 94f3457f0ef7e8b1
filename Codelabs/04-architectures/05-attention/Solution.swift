import Codelab
import Foundation

/// Compares a word with each word of a text.
///
/// - Parameters:
///   - query: The vector of the word that looks; at least one number.
///   - keys: The vectors of the words that are looked at, each as long as `query`.
/// - Returns: For each key the sum of the products of its numbers with those of the query, divided by the square root
///   of how many numbers a vector has.
func scores(of query: [Float], keys: [[Float]]) -> [Float] {
  let scale = 1 / Float(query.count).squareRoot()
  return keys.map { key in
    var sum: Float = 0
    for (number, other) in zip(query, key) { sum += number * other }
    return sum * scale
  }
}

/// Turns scores into shares.
///
/// - Parameters:
///   - scores: Finite numbers of any size, 1,000 as well as -1,000.
///   - isWord: For each score whether it is that of a word; the others are padding.
/// - Returns: For each score `exp(score)`, divided by the sum of all of them, so that the shares add up to 1. Padding
///   gets exactly 0 and takes no part in the sum. Where nothing is a word, all shares are 0.
func softmax(_ scores: [Float], isWord: [Bool]) -> [Float] {
  let words = zip(scores, isWord).filter { $0.1 }.map { $0.0 }
  // Taking the same from all scores changes no share, and no power is above 1.
  guard let highest = words.max() else { return scores.map { _ in 0 } }
  let powers = zip(scores, isWord).map { score, isWord in isWord ? exp(score - highest) : 0 }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// Makes each word of a text a mixture of all its words.
///
/// - Parameters:
///   - vectors: One vector for each place of the text, all of one length.
///   - isWord: For each place whether a word stands there, or padding.
/// - Returns: For each place the sum of all vectors, each times the share that the place gives to it: the `softmax` of
///   its `scores`.
func selfAttention(_ vectors: [[Float]], isWord: [Bool]) -> [[Float]] {
  vectors.map { query in
    let shares = softmax(scores(of: query, keys: vectors), isWord: isWord)
    var mixture = query.map { _ in Float(0) }
    for (share, vector) in zip(shares, vectors) {
      for feature in mixture.indices { mixture[feature] += share * vector[feature] }
    }
    return mixture
  }
}

/// What a layer costs for one text.
struct Cost {
  /// The multiply-accumulates: one for each product that is added to a sum.
  var multiplyAccumulates: Int
  /// How many numbers the layer keeps while it works, besides what goes in and comes out.
  var numbers: Int
}

/// Counts what self-attention costs.
///
/// - Parameters:
///   - length: The places of the text.
///   - features: The numbers in the vector of a place.
/// - Returns: The products of scores and mixtures; scaling and softmax do not count. It keeps all shares: how much each
///   place gives to each place.
func attentionCost(length: Int, features: Int) -> Cost {
  let shares = length * length
  return Cost(multiplyAccumulates: shares * (features + features), numbers: shares)
}

/// Counts what a gated recurrent unit costs.
///
/// It goes from place to place and carries a state along. At each place it multiplies the word and the state, each with
/// a matrix of its own, for each of three gates; a matrix has a column for each number of the state.
///
/// - Parameters:
///   - length: The places of the text.
///   - features: The numbers in the vector of a place.
///   - units: The numbers in the state.
/// - Returns: The products with the six matrices at all places; what is multiplied number by number does not count. It
///   keeps the state of one place at a time.
func recurrentCost(length: Int, features: Int, units: Int) -> Cost {
  Cost(multiplyAccumulates: length * 3 * units * (features + units), numbers: units)
}
