// fails: differences
// Drops the sign of a difference.
import Codelab
import Foundation

func differences(_ bytes: [UInt8]) -> [UInt8] {
  bytes.indices.map { index in
    index == 0 ? bytes[0] : UInt8(abs(Int(bytes[index]) - Int(bytes[index - 1])))
  }
}
