// fails: hash
// Mixes in characters instead of bytes.
import Codelab
import Foundation

func hash(of word: String) -> UInt32 {
  word.unicodeScalars.reduce(0x811C_9DC5) { ($0 ^ $1.value) &* 0x0100_0193 }
}
