// fails: rows
// Uses one key for all rows.
import Codelab
import Foundation

func rows(of number: UInt32, hashes: Int, size: Int) -> [Int] {
  (0..<hashes).map { _ in Int(stableHash(number) % UInt32(size)) }
}
