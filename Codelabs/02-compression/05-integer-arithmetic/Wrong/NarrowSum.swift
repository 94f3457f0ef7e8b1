// fails: sums
// Adds up in 16 bits and loses what does not fit.
import Codelab

func accumulate(_ x: [Int8], zeroPoint: Int32, weights: [Int8]) -> Int32 {
  zip(x, weights).reduce(0) { sum, pair in
    Int32(Int16(truncatingIfNeeded: sum + (Int32(pair.0) - zeroPoint) * Int32(pair.1)))
  }
}
