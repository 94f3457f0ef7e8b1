// fails: pairs
// Puts the first level of a pair into the high bits.
import Codelab

func pack(_ levels: [UInt8]) -> [UInt8] {
  stride(from: 0, to: levels.count, by: 2).map { index in
    let second = index + 1 < levels.count ? levels[index + 1] : 0
    return levels[index] << 4 | second
  }
}
