// fails: peak
// Takes the largest result alone.
import Codelab

func peakMemory(_ sizes: [Int]) -> Int {
  sizes.max() ?? 0
}
