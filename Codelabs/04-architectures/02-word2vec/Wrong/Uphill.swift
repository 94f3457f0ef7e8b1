// fails: center-moved
// Goes up the slope.
import Codelab
import Foundation

func learned(_ vectors: WordVectors, rate: Float) -> WordVectors {
  var result = vectors
  for (place, candidate) in vectors.candidates.enumerated() {
    let probability = 1 / (1 + exp(-dot(vectors.center, candidate)))
    let error = place == 0 ? probability - 1 : probability
    for feature in candidate.indices {
      result.center[feature] += rate * error * candidate[feature]
      result.candidates[place][feature] += rate * error * vectors.center[feature]
    }
  }
  return result
}
