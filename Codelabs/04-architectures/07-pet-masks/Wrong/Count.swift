// fails: accuracy
// Counts the pixels that are right, and forgets how many there are.
import Codelab

func pixelAccuracy(_ predicted: [Int], _ actual: [Int]) -> Double {
  Double(zip(predicted, actual).count { $0 == $1 })
}
