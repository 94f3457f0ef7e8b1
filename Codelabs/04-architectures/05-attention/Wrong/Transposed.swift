// fails: mixtures
// Mixes by what a place gets instead of what it gives.
import Codelab
import Foundation

func selfAttention(_ vectors: [[Float]], isWord: [Bool]) -> [[Float]] {
  let shares = vectors.map { softmax(scores(of: $0, keys: vectors), isWord: isWord) }
  return vectors.indices.map { place in
    var mixture = vectors[place].map { _ in Float(0) }
    for (row, vector) in zip(shares, vectors) {
      for feature in mixture.indices { mixture[feature] += row[place] * vector[feature] }
    }
    return mixture
  }
}
