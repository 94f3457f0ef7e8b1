// fails: copies
// Moves all copies of a round by the same change.
import Codelab
import Foundation

func augmented(
  _ examples: [Example], side: Int, copies: Int, policy: Policy, using random: inout SeededGenerator
) -> [Example] {
  var result = examples
  for _ in 0..<copies {
    let change = draw(policy, using: &random)
    for example in examples {
      let pixels = warped(example.pixels, side: side) { place in
        let shifted = sourceOfShift(place, right: change.right, down: change.down)
        return sourceOfTurn(shifted, side: side, turns: change.turns)
      }
      result.append(Example(pixels: pixels, label: example.label))
    }
  }
  return result
}
