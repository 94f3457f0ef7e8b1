import Foundation
import Testing

@testable import Engine

@Suite struct HuffmanTests {
  /// The symbols from 0 up, each as often as its count says.
  private func symbols(_ counts: [Int]) -> [UInt8] {
    counts.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1) }
  }

  private func entropy(_ counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    return counts.filter { $0 > 0 }.reduce(0) { $0 - Double($1) / total * log2(Double($1) / total) }
  }

  /// Cormen et al., "Introduction to Algorithms", chapter on greedy algorithms: 224,000 bits, not 300,000.
  @Test func textbookExample() throws {
    let counts = [45, 13, 12, 16, 9, 5]
    let code = try HuffmanCode(counts: counts)
    #expect(code.lengths == [1, 3, 3, 3, 4, 4])
    #expect(code.codes.map { $0?.bits } == [0b0, 0b100, 0b101, 0b110, 0b1110, 0b1111])
    #expect(code.bitCount(of: counts) == 224)
  }

  @Test func exampleOfTheDocumentation() throws {
    let text = Array("abacaba".utf8)
    let code = try HuffmanCode(of: text)
    #expect(["a", "b", "c"].map { code.codes[Int(Array($0.utf8)[0])]?.bits } == [0b0, 0b10, 0b11])
    let bytes = try code.encode(text)
    #expect(bytes == [0b0100_1101, 0])
    let decoded = try code.decode(bytes + [255], count: 7)
    #expect(decoded.symbols == text && decoded.byteCount == 2)
  }

  @Test func aSingleSymbolTakesABitEach() throws {
    let code = try HuffmanCode(of: [7, 7, 7])
    #expect(code.lengths[7] == 1 && code.lengths.reduce(0, +) == 1)
    #expect(try code.encode([7, 7, 7]) == [0])
    #expect(try code.decode([0], count: 3).symbols == [7, 7, 7])
    #expect(throws: HuffmanError.bits(symbol: 1)) { try code.decode([0b0100_0000], count: 3) }
    #expect(try code.encode([]) == [])
    #expect(try code.decode([1], count: 0).byteCount == 0)
  }

  /// Kraft's sum is 1, the mean length lies between the entropy and one bit more, it is that of Huffman's own method,
  /// and symbols come back.
  @Test func codesAreTheBest() throws {
    var generator = SeededGenerator(seed: 1)
    for round in 0..<60 {
      let alphabet = 2 + round * 254 / 59
      let counts =
        (0..<alphabet).map { _ in Int(generator.next() % 40) * Int(generator.next() % 3) } + [1, 2]
      let total = counts.reduce(0, +)
      guard counts.count <= 256 else { continue }
      let code = try HuffmanCode(counts: counts)
      #expect(code.lengths.filter { $0 > 0 }.reduce(0.0) { $0 + exp2(-Double($1)) } == 1)
      #expect(zip(code.lengths, counts).allSatisfy { ($0 > 0) == ($1 > 0) })
      let mean = Double(code.bitCount(of: counts)) / Double(total)
      #expect(mean >= entropy(counts) - 1e-9 && mean < entropy(counts) + 1)
      #expect(code.bitCount(of: counts) == leastBits(counts))

      let symbols = symbols(counts)
      let shuffled = generator.permutation(count: symbols.count).map { symbols[$0] }
      let bytes = try code.encode(shuffled)
      #expect(bytes.count == (code.bitCount(of: counts) + 7) / 8)
      let decoded = try HuffmanCode(lengths: code.lengths).decode(bytes, count: shuffled.count)
      #expect(decoded.symbols == shuffled && decoded.byteCount == bytes.count)
    }
  }

  /// The bits of the best code, by the method of Huffman's paper: the two rarest trees become one, which adds a bit to
  /// each symbol in them.
  private func leastBits(_ counts: [Int]) -> Int {
    var trees = counts.filter { $0 > 0 }.sorted()
    var bits = 0
    while trees.count > 1 {
      let joined = trees[0] + trees[1]
      bits += joined
      trees = (trees.dropFirst(2) + [joined]).sorted()
    }
    return bits
  }

  /// Counts that grow as Fibonacci's numbers would make codes as long as there are symbols.
  @Test func lengthsAreLimited() throws {
    var counts = [1, 1]
    while counts.count < 24 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
    let code = try HuffmanCode(counts: counts)
    #expect(code.lengths.max() == HuffmanCode.longest)
    #expect(code.bitCount(of: counts) == leastBits(counts, within: HuffmanCode.longest))
    #expect(code.bitCount(of: counts) > leastBits(counts))
    #expect(try HuffmanCode(counts: [1, 1 << 57]).lengths == [1, 1])
    let even = try HuffmanCode(counts: [Int](repeating: 3, count: 256))
    #expect(even.lengths.allSatisfy { $0 == 8 })
  }

  /// The bits of the best code of limited length, level by level: of the nodes at a depth some become leaves, for the
  /// most frequent symbols that are left, and the others have two children.
  private func leastBits(_ counts: [Int], within limit: Int) -> Int {
    let sorted = counts.sorted(by: >)
    var known: [[Int]: Int] = [:]
    func least(depth: Int, open: Int, placed: Int) -> Int {
      if let bits = known[[depth, open, placed]] { return bits }
      let left = sorted.count - placed
      var best = open >= left ? 0 : Int.max
      if depth < limit, open < left {
        for leaves in 0..<open {
          let rest = sorted[(placed + leaves)...].reduce(0, +)
          let below = least(
            depth: depth + 1, open: min(2 * (open - leaves), sorted.count), placed: placed + leaves)
          if below < .max { best = min(best, rest + below) }
        }
      }
      known[[depth, open, placed]] = best
      return best
    }
    return least(depth: 0, open: 1, placed: 0)
  }

  @Test func whatMakesNoCodeIsAnError() {
    #expect(throws: HuffmanError.noSymbols) { try HuffmanCode(of: []) }
    #expect(throws: HuffmanError.noSymbols) { try HuffmanCode(counts: []) }
    #expect(throws: HuffmanError.noSymbols) { try HuffmanCode(lengths: [0, 0]) }
    for counts in [[-1, 2], [.max, .max], [1 << 58], [.min]] {
      #expect(throws: HuffmanError.counts) { try HuffmanCode(counts: counts) }
    }
    #expect(throws: HuffmanError.symbolCount(257)) {
      try HuffmanCode(counts: [Int](repeating: 1, count: 257))
    }
    #expect(throws: HuffmanError.symbolCount(257)) {
      try HuffmanCode(lengths: [Int](repeating: 9, count: 257))
    }
    for length in [-1, 16, .max, .min] {
      #expect(throws: HuffmanError.length(length)) { try HuffmanCode(lengths: [1, length]) }
    }
    #expect(throws: HuffmanError.tooManyCodes) { try HuffmanCode(lengths: [1, 1, 15]) }
    #expect(throws: HuffmanError.tooFewCodes) { try HuffmanCode(lengths: [1, 2]) }
    #expect(throws: HuffmanError.tooFewCodes) { try HuffmanCode(lengths: [0, 2]) }
  }

  @Test func whatCannotBeCodedIsAnError() throws {
    let code = try HuffmanCode(lengths: [1, 2, 2])
    #expect(throws: HuffmanError.noCode(3)) { try code.encode([0, 3]) }
    for count in [-1, 9, 1 << 60, .max, .min] {
      #expect(throws: HuffmanError.count(count)) { try code.decode([0], count: count) }
    }
    #expect(throws: HuffmanError.bits(symbol: 4)) { try code.decode([0b1111_1111], count: 5) }
    #expect(throws: HuffmanError.bits(symbol: 7)) { try code.decode([0b0000_0001], count: 8) }
    #expect(throws: HuffmanError.padding) { try code.decode([0b0000_0001], count: 7) }
    #expect(HuffmanError.count(9).description.contains("9"))
  }

  /// Any bytes are decoded or refused, whatever the code.
  @Test func randomBitsNeverTrap() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let lengths = (0..<generator.next() % 12).map { _ in Int(generator.next() % 5) }
      guard let code = try? HuffmanCode(lengths: lengths) else { continue }
      let bytes = (0..<generator.next() % 6).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      guard let decoded = try? code.decode(bytes, count: Int(generator.next() % 40)) else { continue }
      #expect(try code.encode(decoded.symbols) == Array(bytes[..<decoded.byteCount]))
    }
  }
}
