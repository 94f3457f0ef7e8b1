// fails: levels
// Cuts off instead of rounding.
import Codelab
import Foundation

func levels(_ values: [Float], bits: Int) -> [UInt8] {
  let last = Float((1 << bits) - 1)
  return values.map { UInt8($0 * last) }
}
