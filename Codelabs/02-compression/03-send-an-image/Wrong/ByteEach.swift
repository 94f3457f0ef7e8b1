// fails: packed-size
// Gives every level a byte.
import Codelab
import Foundation

func packBits(_ levels: [UInt8], bits: Int) -> [UInt8] {
  if bits > 0 { return levels }
  var bytes = [UInt8](repeating: 0, count: (levels.count * bits + 7) / 8)
  for (index, level) in levels.enumerated() {
    let place = index * bits
    let wide = UInt16(level) << (place % 8)
    bytes[place / 8] |= UInt8(truncatingIfNeeded: wide)
    if wide > 255 { bytes[place / 8 + 1] |= UInt8(wide >> 8) }
  }
  return bytes
}
