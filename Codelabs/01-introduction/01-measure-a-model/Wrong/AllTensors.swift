// fails: peak
// Keeps every result to the end.
import Codelab

func peakMemory(_ sizes: [Int]) -> Int {
  sizes.reduce(0, +)
}
