// fails: large-scores
// Takes the logarithm of a probability that has become 0.
import Codelab
import Foundation

func loss(of center: [Float], candidates: [[Float]]) -> Float {
  candidates.enumerated().reduce(0) { sum, candidate in
    let score = dot(center, candidate.element)
    return sum - log(1 / (1 + exp(candidate.offset == 0 ? -score : score)))
  }
}
