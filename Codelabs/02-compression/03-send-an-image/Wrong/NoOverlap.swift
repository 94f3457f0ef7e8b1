// fails: packed-order
// Loses what does not fit into a byte.
import Codelab
import Foundation

func packBits(_ levels: [UInt8], bits: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: (levels.count * bits + 7) / 8)
  for (index, level) in levels.enumerated() {
    let place = index * bits
    let wide = UInt16(level) << (place % 8)
    bytes[place / 8] |= UInt8(truncatingIfNeeded: wide)
  }
  return bytes
}
