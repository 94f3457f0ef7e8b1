// fails: file-size
// Forgets the table.
import Codelab
import Foundation

func fileSize(counts: [Int], lengths: [Int]) -> Int {
  let bits = zip(counts, lengths).reduce(0) { $0 + $1.0 * $1.1 }
  return (bits + 7) / 8
}
