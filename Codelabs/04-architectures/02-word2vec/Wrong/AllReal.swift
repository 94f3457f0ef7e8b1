// fails: loss
// Takes made-up words for real neighbors.
import Codelab
import Foundation

func loss(of center: [Float], candidates: [[Float]]) -> Float {
  candidates.reduce(0) { sum, candidate in
    let score = dot(center, candidate)
    return sum + max(0, -score) + log(1 + exp(-abs(score)))
  }
}
