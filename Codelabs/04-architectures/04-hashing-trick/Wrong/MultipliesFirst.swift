// fails: hash
// Multiplies before the byte is mixed in.
import Codelab
import Foundation

func hash(of word: String) -> UInt32 {
  word.utf8.reduce(0x811C_9DC5) { ($0 &* 0x0100_0193) ^ UInt32($1) }
}
