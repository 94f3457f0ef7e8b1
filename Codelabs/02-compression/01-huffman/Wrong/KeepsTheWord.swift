// fails: decoded
// Does not begin a new word after a symbol.
import Codelab
import Foundation

/// Computes how many bits a symbol takes on average if the code is perfect: Shannon's entropy.
///
/// - Parameter counts: How often each symbol occurs; 0 for a symbol that does not.
/// - Returns: The sum of `p * log2(1 / p)` over all symbols that occur, where `p` is a symbol's share of all
///   occurrences. Where nothing occurs, 0.
func entropy(_ counts: [Int]) -> Double {
  let total = Double(counts.reduce(0, +))
  return counts.filter { $0 > 0 }.reduce(0) { sum, count in
    let share = Double(count) / total
    return sum + share * log2(1 / share)
  }
}

/// Finds the length of each symbol's code word by Huffman's procedure.
///
/// - Parameter counts: How often each symbol occurs; 0 for a symbol that does not.
/// - Returns: The number of bits of each symbol's word, in the order of `counts`; 0 for a symbol that does not
///   occur. Where only one symbol occurs, its word has 1 bit.
func codeLengths(_ counts: [Int]) -> [Int] {
  var lengths = [Int](repeating: 0, count: counts.count)
  var groups = counts.indices.filter { counts[$0] > 0 }.map { (count: counts[$0], symbols: [$0]) }
  if groups.count == 1 { lengths[groups[0].symbols[0]] = 1 }
  while groups.count > 1 {
    groups.sort { $0.count > $1.count }
    let rarest = groups.removeLast()
    let second = groups.removeLast()
    let joined = rarest.symbols + second.symbols
    for symbol in joined { lengths[symbol] += 1 }
    groups.append((count: rarest.count + second.count, symbols: joined))
  }
  return lengths
}

/// Writes down the code words that belong to lengths: the canonical code.
///
/// Words are given out in the order of their lengths, and among equal lengths in the order of the symbols. The
/// first word is all zeros. Each next word is the one before plus 1, read as a binary number; where its length is
/// greater, zeros are appended.
///
/// - Parameter lengths: The number of bits of each symbol's word; 0 for a symbol without one.
/// - Returns: The word of each symbol as zeros and ones, such as `"110"`; empty for a symbol without one.
func codeWords(_ lengths: [Int]) -> [String] {
  var words = [String](repeating: "", count: lengths.count)
  var next = 0
  var length = 0
  let order = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  for symbol in order {
    next <<= lengths[symbol] - length
    length = lengths[symbol]
    let digits = String(next, radix: 2)
    words[symbol] = String(repeating: "0", count: length - digits.count) + digits
    next += 1
  }
  return words
}

/// Reads symbols back out of a row of bits.
///
/// - Parameters:
///   - bits: Code words one behind the other, without anything between them.
///   - words: The word of each symbol, none of which is the beginning of another; empty for a symbol without one.
/// - Returns: The symbols, in order.
func decode(_ bits: String, words: [String]) -> [Int] {
  let symbols = Dictionary(
    words.enumerated().filter { !$0.element.isEmpty }.map { ($0.element, $0.offset) },
    uniquingKeysWith: { first, _ in first })
  var decoded: [Int] = []
  var word = ""
  for bit in bits {
    word.append(bit)
    guard let symbol = symbols[word] else { continue }
    decoded.append(symbol)
    word.removeFirst()
  }
  return decoded
}

/// Computes how many bytes a compressed file takes.
///
/// - Parameters:
///   - counts: How often each symbol occurs.
///   - lengths: The number of bits of each symbol's word.
/// - Returns: One byte for each symbol, occurring or not, which stores the length of its word; and the words of
///   all occurrences, one behind the other, rounded up to whole bytes.
func fileSize(counts: [Int], lengths: [Int]) -> Int {
  let bits = zip(counts, lengths).reduce(0) { $0 + $1.0 * $1.1 }
  return lengths.count + (bits + 7) / 8
}

/// Replaces each byte by how much it differs from the one before.
///
/// - Parameter bytes: Any bytes.
/// - Returns: As many bytes. The first is unchanged. Each other one is the difference to the byte before it, where
///   256 is added to a negative difference.
func differences(_ bytes: [UInt8]) -> [UInt8] {
  bytes.indices.map { index in
    index == 0 ? bytes[0] : bytes[index] &- bytes[index - 1]
  }
}

/// Undoes `differences`.
func restored(_ differences: [UInt8]) -> [UInt8] {
  var last: UInt8 = 0
  return differences.map { difference in
    last = last &+ difference
    return last
  }
}
