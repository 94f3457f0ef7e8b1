/// A prefix code with short codes for frequent bytes: canonical Huffman coding.
///
/// Of all codes with a whole number of bits for each symbol (and none longer than 15) it needs the fewest bits: with
/// two symbols or more, less than one bit a symbol above the entropy of the symbols (Huffman, "A method for the
/// construction of minimum-redundancy codes", 1952). A canonical code is known from the lengths alone: symbols take
/// codes in the order of (length, symbol), each the number after the one before it, with zeros appended where the
/// length grows (Schwartz and Kallick, 1964; so do DEFLATE and JPEG).
///
/// ```swift
/// let text = Array("abacaba".utf8)
/// let code = try HuffmanCode(of: text)      // a: 0, b: 10, c: 11
/// let bytes = try code.encode(text)         // 0 10 0 11 0 10 0, filled up with zeros: 2 bytes
/// try code.decode(bytes, count: 7).symbols  // abacaba
/// ```
/// A single symbol has a code too, 0. Weights of a few bits, most of which are near 0, are such symbols; Han, Mao and
/// Dally, "Deep compression" (2016), store them so.
public struct HuffmanCode: Sendable, Equatable {
  /// The most bits of a code, so that a length fits 4 bits.
  public static let longest = 15

  /// The bits of each symbol's code, one number for each of the bytes 0, 1, ...; 0 for symbols that do not occur.
  public let lengths: [Int]

  /// The symbols that have a code, in the order of their codes.
  let symbols: [UInt8]

  /// Finds the best code for symbols that occur as often as these.
  ///
  /// - Throws: `HuffmanError.noSymbols` if there are none.
  public init(of symbols: some Sequence<UInt8>) throws(HuffmanError) {
    var counts = [Int](repeating: 0, count: 256)
    for symbol in symbols { counts[Int(symbol)] += 1 }
    try self.init(counts: counts)
  }

  /// Finds the best code for the bytes from 0 up, which occur so often.
  ///
  /// - Throws: `HuffmanError` when no symbol occurs, for more than 256 counts, or for counts that are negative or whose
  ///   sum is 2^58 or more.
  public init(counts: [Int]) throws(HuffmanError) {
    guard counts.count <= 256 else { throw .symbolCount(counts.count) }
    var total = 0
    for count in counts {
      guard (0..<1 << 58).contains(count), total + count < 1 << 58 else { throw .counts }
      total += count
    }
    guard total > 0 else { throw .noSymbols }
    try self.init(lengths: bestLengths(for: counts, longest: Self.longest))
  }

  /// Takes the lengths of the codes of the bytes 0, 1, ...; 0 for symbols without a code.
  ///
  /// - Throws: `HuffmanError` unless each length is in 0...15 and the codes use up all bits, so that every sequence of
  ///   bits means something: `sum of 2^-length = 1` (Kraft, 1949). A single code of length 1 is taken, too.
  public init(lengths: [Int]) throws(HuffmanError) {
    guard lengths.count <= 256 else { throw .symbolCount(lengths.count) }
    if let length = lengths.first(where: { !(0...Self.longest).contains($0) }) { throw .length(length) }
    let symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted {
      (lengths[$0], $0) < (lengths[$1], $1)
    }
    guard !symbols.isEmpty else { throw .noSymbols }
    let used = symbols.reduce(0) { $0 + 1 << (Self.longest - lengths[$1]) }  // of 2^15 codes of full length
    let isSingle = symbols.count == 1 && lengths[symbols[0]] == 1
    guard used <= 1 << Self.longest else { throw .tooManyCodes }
    guard used == 1 << Self.longest || isSingle else { throw .tooFewCodes }
    self.lengths = lengths
    self.symbols = symbols.map { UInt8($0) }
  }

  /// The code of each symbol, as a number whose first bit is the highest of so many; nil where there is none.
  public var codes: [(bits: Int, length: Int)?] {
    var codes = [(bits: Int, length: Int)?](repeating: nil, count: lengths.count)
    var next = 0
    var before = 0
    for symbol in symbols.map(Int.init) {
      next <<= lengths[symbol] - before
      before = lengths[symbol]
      codes[symbol] = (next, before)
      next += 1
    }
    return codes
  }

  /// The bits that symbols take which occur so often.
  ///
  /// - Precondition: there is no count without a code.
  func bitCount(of counts: [Int]) -> Int { zip(counts, lengths).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// The lengths of the codes that take the fewest bits, none longer than `longest`; 0 for what does not occur.
///
/// By the package-merge algorithm (Larmore and Hirschberg, "A fast algorithm for optimal length-limited Huffman codes",
/// 1990). A code of length n costs n coins, of the denominations 1/2, 1/4, ... 2^-n, each worth the symbol's count to
/// the collector; with m symbols the cheapest collection worth m - 1 in money is wanted. From the smallest denomination
/// up, coins are paired to packages, and the packages merged with the coins of the next one.
private func bestLengths(for counts: [Int], longest: Int) -> [Int] {
  var lengths = [Int](repeating: 0, count: counts.count)
  let occurring = counts.indices.filter { counts[$0] > 0 }
  guard occurring.count > 1 else {
    lengths[occurring[0]] = 1
    return lengths
  }
  let coins = occurring.sorted { (counts[$0], $0) < (counts[$1], $1) }.map {
    Package(count: counts[$0], symbols: [$0])
  }
  var merged = coins
  for _ in 1..<longest {
    let packages = stride(from: 0, to: merged.count - 1, by: 2).map { merged[$0].with(merged[$0 + 1]) }
    // Of equals, coins first, so that the code does not depend on how sorting treats them.
    merged = (coins + packages).enumerated().sorted {
      ($0.element.count, $0.offset) < ($1.element.count, $1.offset)
    }
    .map(\.element)
  }
  for package in merged.prefix(2 * coins.count - 2) {
    for symbol in package.symbols { lengths[symbol] += 1 }
  }
  return lengths
}

/// Coins that are spent together.
private struct Package {
  let count: Int
  let symbols: [Int]

  func with(_ other: Package) -> Package {
    Package(count: count + other.count, symbols: symbols + other.symbols)
  }
}
