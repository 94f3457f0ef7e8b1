// fails: last-byte
// Drops the level that has no partner.
import Codelab

func pack(_ levels: [UInt8]) -> [UInt8] {
  stride(from: 0, to: levels.count / 2 * 2, by: 2).map { index in
    let second = levels[index + 1]
    return levels[index] | second << 4
  }
}
