// fails: softened
// Multiplies the logits by the temperature.
import Codelab
import Foundation

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let largest = logits.max() ?? 0
  // The largest power is 1, so that none overflows.
  let powers = logits.map { exp(($0 - largest) * temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
