import Foundation

/// A short name for bytes: FNV-1a with 128 bits, in hexadecimal.
///
/// Names files of a cache that only this machine writes, so that it has to be even, not secret.
struct Fingerprint {
  private var high: UInt64 = 0x6C62_272E_07BB_0142
  private var low: UInt64 = 0x62B8_2175_6295_C58D

  /// Takes in bytes, and their number, so that what follows cannot be taken for a part of them.
  mutating func add(_ bytes: some Collection<UInt8>) {
    for byte in bytes { add(byte) }
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
  }

  /// Takes in which files lie in a folder of data, without reading them: their names, lengths and dates.
  mutating func add(_ folder: URL, of set: String) {
    add(set)
    add(folder.standardizedFileURL.path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() {
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
      let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      add("\(name) \(attributes?[.size] as? Int ?? 0) \(date)")
    }
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  var hex: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// One step: exclusive or with the byte, times the prime 2^88 + 0x13B, modulo 2^128.
  private mutating func add(_ byte: UInt8) {
    low ^= UInt64(byte)
    let product = low.multipliedFullWidth(by: 0x13B)
    high = high &* 0x13B &+ product.high &+ low << 24
    low = product.low
  }
}
