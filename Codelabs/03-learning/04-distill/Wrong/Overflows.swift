// fails: large
// Takes powers of logits of any size.
import Codelab
import Foundation

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let powers = logits.map { exp($0 / temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
