// fails: softened
// Divides the probabilities, not the logits.
import Codelab
import Foundation

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum / temperature }
}
