// fails: range
// Moves only to the right, down and counterclockwise.
import Codelab
import Foundation

func draw(_ policy: Policy, using random: inout SeededGenerator) -> Change {
  func number(_ limit: Float) -> Float { random.uniform(count: 1, in: 0...limit)[0] }
  return Change(turns: number(policy.turns), right: number(policy.shift), down: number(policy.shift))
}
