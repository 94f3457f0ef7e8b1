// fails: projected
// Reads one bit, and has no zeros.
import Codelab
import Foundation

func projected(_ number: UInt32, features: Int) -> [Float] {
  (0..<features).map { stableHash(number, key: UInt64($0)) & 1 == 1 ? 1 : -1 }
}
