// fails: correction
// Has the sign of the correction wrong.
import Codelab

func correction(zeroPoint: Int32, weights: [Int8]) -> Int32 {
  zeroPoint * weights.reduce(0) { $0 + Int32($1) }
}
