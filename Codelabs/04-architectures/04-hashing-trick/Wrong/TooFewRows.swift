// fails: accurate
// Saves rows instead of bits.
import Codelab
import Foundation

func design() -> Design {
  Design(words: .hashed(rows: 64, hashes: 2), width: 16, bits: 8)
}
