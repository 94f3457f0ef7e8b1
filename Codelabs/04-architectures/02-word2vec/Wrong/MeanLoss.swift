// fails: loss
// Takes the mean of the candidates.
import Codelab
import Foundation

func loss(of center: [Float], candidates: [[Float]]) -> Float {
  let costs = candidates.enumerated().map { place, candidate in
    let score = dot(center, candidate)
    let wrongness = place == 0 ? -score : score
    return max(0, wrongness) + log(1 + exp(-abs(wrongness)))
  }
  return costs.reduce(0, +) / Float(costs.count)
}
