// fails: independent
// Uses one random number for all three.
import Codelab
import Foundation

func draw(_ policy: Policy, using random: inout SeededGenerator) -> Change {
  let share = random.uniform(count: 1, in: -1...1)[0]
  return Change(turns: share * policy.turns, right: share * policy.shift, down: share * policy.shift)
}
