// fails: safe-count
// Forgets that the accumulator has a sign.
import Codelab

func safeCount(bits: Int) -> Int {
  ((1 << bits) - 1) / (128 * 127)
}
