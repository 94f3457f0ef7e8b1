// fails: labels
// Returns only the copies.
import Codelab
import Foundation

func augmented(
  _ examples: [Example], side: Int, copies: Int, policy: Policy, using random: inout SeededGenerator
) -> [Example] {
  var result: [Example] = []
  for _ in 0..<copies {
    for example in examples {
      let change = draw(policy, using: &random)
      let pixels = warped(example.pixels, side: side) { place in
        let shifted = sourceOfShift(place, right: change.right, down: change.down)
        return sourceOfTurn(shifted, side: side, turns: change.turns)
      }
      result.append(Example(pixels: pixels, label: example.label))
    }
  }
  return result
}
