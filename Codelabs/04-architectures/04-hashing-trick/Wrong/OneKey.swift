// fails: projected
// Uses one key for all features.
import Codelab
import Foundation

func projected(_ number: UInt32, features: Int) -> [Float] {
  (0..<features).map { _ in
    switch stableHash(number) & 3 {
    case 1: 1
    case 2: -1
    default: 0
    }
  }
}
