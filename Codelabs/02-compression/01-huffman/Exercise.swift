import Codelab
import Foundation

/// Computes how many bits a symbol takes on average if the code is perfect: Shannon's entropy.
///
/// - Parameter counts: How often each symbol occurs; 0 for a symbol that does not.
/// - Returns: The sum of `p * log2(1 / p)` over all symbols that occur, where `p` is a symbol's share of all
///   occurrences. Where nothing occurs, 0.
func entropy(_ counts: [Int]) -> Double {
  todo("add up share * log2(1 / share)")
}

/// Finds the length of each symbol's code word by Huffman's procedure.
///
/// - Parameter counts: How often each symbol occurs; 0 for a symbol that does not.
/// - Returns: The number of bits of each symbol's word, in the order of `counts`; 0 for a symbol that does not
///   occur. Where only one symbol occurs, its word has 1 bit.
func codeLengths(_ counts: [Int]) -> [Int] {
  todo("join the two rarest groups until one is left")
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
  todo("give out words in the order of their lengths")
}

/// Reads symbols back out of a row of bits.
///
/// - Parameters:
///   - bits: Code words one behind the other, without anything between them.
///   - words: The word of each symbol, none of which is the beginning of another; empty for a symbol without one.
/// - Returns: The symbols, in order.
func decode(_ bits: String, words: [String]) -> [Int] {
  todo("collect bits until they are a word")
}

/// Computes how many bytes a compressed file takes.
///
/// - Parameters:
///   - counts: How often each symbol occurs.
///   - lengths: The number of bits of each symbol's word.
/// - Returns: One byte for each symbol, occurring or not, which stores the length of its word; and the words of
///   all occurrences, one behind the other, rounded up to whole bytes.
func fileSize(counts: [Int], lengths: [Int]) -> Int {
  todo("count the table and the words")
}

/// Replaces each byte by how much it differs from the one before.
///
/// - Parameter bytes: Any bytes.
/// - Returns: As many bytes. The first is unchanged. Each other one is the difference to the byte before it, where
///   256 is added to a negative difference.
func differences(_ bytes: [UInt8]) -> [UInt8] {
  todo("subtract each byte from the next")
}

/// Undoes `differences`.
func restored(_ differences: [UInt8]) -> [UInt8] {
  todo("add the differences up again")
}
