// fails: correction
// Multiplies by the number of weights instead of their sum.
import Codelab

func correction(zeroPoint: Int32, weights: [Int8]) -> Int32 {
  -zeroPoint * Int32(weights.count)
}
