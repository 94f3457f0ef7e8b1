// fails: restored
// Adds each difference to the first byte.
import Codelab
import Foundation

func restored(_ differences: [UInt8]) -> [UInt8] {
  var last: UInt8 = 0
  return differences.map { difference in
    if last == 0 { last = difference }
    return last &+ difference
  }
}
