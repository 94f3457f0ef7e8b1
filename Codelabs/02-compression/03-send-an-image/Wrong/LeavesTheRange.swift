// fails: range
// Leaves the range from 0 to 1.
import Codelab
import Foundation

func shaken(_ values: [Float], bits: Int, noise: [Float]) -> [Float] {
  let step = 1 / Float((1 << bits) - 1)
  return zip(values, noise).map { $0 + $1 * step }
}
