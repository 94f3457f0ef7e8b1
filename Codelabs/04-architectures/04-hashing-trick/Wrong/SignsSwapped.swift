// fails: projected
// Turns the signs around.
import Codelab
import Foundation

func projected(_ number: UInt32, features: Int) -> [Float] {
  (0..<features).map { feature in
    switch stableHash(number, key: UInt64(feature)) & 3 {
    case 1: -1
    case 2: 1
    default: 0
    }
  }
}
