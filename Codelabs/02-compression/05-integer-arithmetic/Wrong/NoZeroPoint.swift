// fails: zero-point
// Multiplies the levels as if 0 were level 0.
import Codelab

func accumulate(_ x: [Int8], zeroPoint: Int32, weights: [Int8]) -> Int32 {
  zip(x, weights).reduce(0) { sum, pair in
    sum + Int32(pair.0) * Int32(pair.1)
  }
}
