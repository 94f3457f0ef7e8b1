// fails: repeatable
// Takes random numbers that nobody can repeat.
import Codelab
import Foundation

func draw(_ policy: Policy, using random: inout SeededGenerator) -> Change {
  func number(_ limit: Float) -> Float { Float.random(in: -limit...limit) }
  return Change(turns: number(policy.turns), right: number(policy.shift), down: number(policy.shift))
}
