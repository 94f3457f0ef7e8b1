import Codelab
import Foundation

/// Makes 32 bits of a word, the same ones in every run and on every machine: the hash FNV-1a.
///
/// It begins with 0x811C_9DC5. For each byte of the word in UTF-8, the byte is put into the lowest eight bits by exclusive or
/// (`^`), and the whole is multiplied by 0x0100_0193, of which the lowest 32 bits are kept.
///
/// - Returns: The hash; of an empty word the number that it begins with.
func hash(of word: String) -> UInt32 {
  word.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
}

/// Finds the row of a word in a table that has no list of words.
///
/// - Parameters:
///   - number: The number of the word.
///   - size: How many rows the table has; at least 1.
/// - Returns: The remainder of `stableHash(number)` divided by the number of rows.
func row(of number: UInt32, size: Int) -> Int {
  Int(stableHash(number) % UInt32(size))
}

/// Counts the words that do not have a row for themselves.
///
/// - Parameter rows: The row of each word.
/// - Returns: The share of words whose row is also that of another word; 0 if there are no words.
func sharedShare(_ rows: [Int]) -> Double {
  guard !rows.isEmpty else { return 0 }
  var counts: [Int: Int] = [:]
  for row in rows { counts[row, default: 0] += 1 }
  return Double(rows.count { counts[$0]! > 1 }) / Double(rows.count)
}

/// Computes what share of words share a place, if each goes to any place with the same chance.
///
/// - Parameters:
///   - words: How many words there are; at least 1.
///   - places: How many places there are; at least 1, and a whole number or not.
/// - Returns: The chance of a word that at least one of the other words goes to its place.
func expectedShare(words: Int, places: Double) -> Double {
  1 - pow(1 - 1 / places, Double(words - 1))
}

/// Finds several rows of a word.
///
/// - Parameters:
///   - number: The number of the word.
///   - hashes: How many rows to find.
///   - size: How many rows the table has.
/// - Returns: For the keys 0, 1, 2 and so on the remainder of `stableHash(number, key: key)` divided by the number of rows.
func rows(of number: UInt32, hashes: Int, size: Int) -> [Int] {
  (0..<hashes).map { Int(stableHash(number, key: UInt64($0)) % UInt32(size)) }
}

/// Counts the words whose vectors, the sums of their rows, cannot be told from that of another word.
///
/// - Parameter rows: The rows of each word.
/// - Returns: The share of words for which another word has the same rows, in the same order or not; 0 if there are none.
func confusedShare(_ rows: [[Int]]) -> Double {
  guard !rows.isEmpty else { return 0 }
  let sorted = rows.map { $0.sorted() }
  var counts: [[Int]: Int] = [:]
  for rows in sorted { counts[rows, default: 0] += 1 }
  return Double(sorted.count { counts[$0]! > 1 }) / Double(rows.count)
}

/// Makes features of a word without any table.
///
/// - Parameters:
///   - number: The number of the word.
///   - features: How many features to make.
/// - Returns: For the keys 0, 1, 2 and so on what the lowest two bits of `stableHash(number, key: key)` say: 1 for the bits
///   01, -1 for 10, and 0 for 00 and 11.
func projected(_ number: UInt32, features: Int) -> [Float] {
  (0..<features).map { feature in
    switch stableHash(number, key: UInt64(feature)) & 3 {
    case 1: 1
    case 2: -1
    default: 0
    }
  }
}

/// A way to make vectors of words.
enum Words {
  /// Sums of rows of a hashed table.
  case hashed(rows: Int, hashes: Int)
  /// Projected features through a dense layer.
  case projected(features: Int)
}

/// A small classifier of texts.
struct Design {
  /// How it makes vectors of words.
  var words: Words
  /// The numbers in one vector.
  var width: Int
  /// The bits of a weight in the file, from 2 to 8.
  var bits: Int
}

/// Chooses a classifier that fits into 6 KB and is right on at least 85 % of the test texts.
func design() -> Design {
  Design(words: .projected(features: 256), width: 16, bits: 8)
}
