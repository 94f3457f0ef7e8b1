import Engine

/// Numbers for all words without a list of them: the hashing trick.
///
/// Words may share a number; the more there are, the less often (Weinberger et al., "Feature hashing for large scale
/// multitask learning", 2009).
public struct HashedVocabulary: TextEncoding, Equatable {
  /// How many numbers there are, 0 for padding included.
  public let size: Int

  /// Makes numbers in `1..<size`.
  ///
  /// - Precondition: `size` is from 2 to 2^24, above which the elements of a tensor do not tell all whole numbers apart.
  public init(size: Int) {
    precondition((2...1 << 24).contains(size), "hashing into \(size) numbers")
    self.size = size
  }

  /// The number of a word: `1 + stableHash(fingerprint) mod (size - 1)`.
  public func id(of word: String) -> Int { 1 + Int(stableHash(fingerprint(of: word)) % UInt32(size - 1)) }
}

/// 32 bits that belong to a word, the same on every machine: the hash FNV-1a of its UTF-8 bytes (Fowler, Noll and Vo,
/// RFC 9923).
///
/// It is the id under which a hash (``stableHash(_:key:)``) with several keys finds several places for the word.
public func fingerprint(of word: String) -> UInt32 {
  word.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
}
