// fails: fewest
// Takes a bit more, to be safe.
import Codelab

func bitsNeeded(minimum: Float, maximum: Float, largestError: Float) -> Int {
  var bits = 1
  while bits < 16, (maximum - minimum) / Float((1 << bits) - 1) / 2 > largestError { bits += 1 }
  return min(bits + 1, 16)
}
