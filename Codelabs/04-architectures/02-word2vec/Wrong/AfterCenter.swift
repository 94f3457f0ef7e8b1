// fails: candidates-moved
// Moves the center, and then the candidates along the moved one.
import Codelab
import Foundation

func learned(_ vectors: WordVectors, rate: Float) -> WordVectors {
  var result = vectors
  let errors = vectors.candidates.enumerated().map { place, candidate in
    1 / (1 + exp(-dot(vectors.center, candidate))) - (place == 0 ? 1 : 0)
  }
  for (error, candidate) in zip(errors, vectors.candidates) {
    for feature in candidate.indices { result.center[feature] -= rate * error * candidate[feature] }
  }
  for (place, error) in errors.enumerated() {
    for feature in result.center.indices {
      result.candidates[place][feature] -= rate * error * result.center[feature]
    }
  }
  return result
}
