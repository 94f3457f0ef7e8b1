import Foundation
import Testing

@testable import Data

@Suite struct SoundTests {
  /// A chunk of a RIFF file.
  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let padding: [UInt8] = content.count % 2 == 1 ? [0] : []
    return Array(name.utf8) + littleEndian(content.count, 4) + content + padding
  }

  static func format(_ encoding: Int, bits: Int, channels: Int = 1, rate: Int = 8000) -> [UInt8] {
    let frame = channels * bits / 8
    return littleEndian(encoding, 2) + littleEndian(channels, 2) + littleEndian(rate, 4)
      + littleEndian(rate * frame, 4) + littleEndian(frame, 2) + littleEndian(bits, 2)
  }

  static func file(_ chunks: [UInt8]...) -> [UInt8] {
    let content = Array("WAVE".utf8) + chunks.joined()
    return Array("RIFF".utf8) + littleEndian(content.count, 4) + content
  }

  private func samples(_ format: [UInt8], _ data: [UInt8]) throws -> [Float] {
    try Sound(wav: Self.file(Self.chunk("fmt ", format), Self.chunk("data", data)), file: "f").samples
  }

  @Test func readsLinearSamples() throws {
    #expect(try samples(Self.format(1, bits: 8), [0, 128, 255]) == [-1, 0, 127.0 / 128])
    let words = [-32768, 0, 1, 32767].flatMap { littleEndian($0, 2) }
    #expect(try samples(Self.format(1, bits: 16), words) == [-1, 0, 1.0 / 32768, 32767.0 / 32768])
    let triples = [-8_388_608, -1, 4_194_304].flatMap { littleEndian($0, 3) }
    #expect(try samples(Self.format(1, bits: 24), triples) == [-1, -1.0 / 8_388_608, 0.5])
  }

  /// Values of table 2a of ITU-T G.711, times 4 as 16-bit samples are.
  @Test func readsMuLaw() throws {
    let codes: [UInt8] = [0x80, 0x8F, 0x9F, 0xAF, 0xBF, 0xCF, 0xDF, 0xEF, 0xFE, 0xFF, 0x00, 0x7E, 0x7F]
    let values: [Float] = [8031, 4191, 2079, 1023, 495, 231, 99, 33, 2, 0, -8031, -2, 0]
    #expect(try samples(Self.format(7, bits: 8), codes) == values.map { $0 * 4 / 32768 })
  }

  @Test func averagesChannels() throws {
    let words = [16384, -16384, 8192, 0].flatMap { littleEndian($0, 2) }
    #expect(try samples(Self.format(1, bits: 16, channels: 2), words) == [0, 0.125])
  }

  @Test func skipsOtherChunks() throws {
    let other = Self.chunk("LIST", [1, 2, 3])
    let format = Self.chunk("fmt ", Self.format(1, bits: 8))
    let data = Self.chunk("data", [192])
    let bytes = Self.file(other, format, other, data, [1, 2])
    #expect(try Sound(wav: bytes, file: "f") == Sound(samples: [0.5], rate: 8000))
  }

  @Test func readsTheExtensibleForm() throws {
    let identifier = littleEndian(7, 2) + [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]
    let format = Self.format(0xFFFE, bits: 8) + littleEndian(22, 2) + littleEndian(8, 2) + littleEndian(0, 4)
    #expect(try samples(format + identifier, [0x80]) == [8031 * 4 / 32768])
  }

  @Test func rejectsWhatItCannotRead() throws {
    func error(_ bytes: [UInt8]) throws -> DataError {
      try DataTests.error { _ = try Sound(wav: bytes, file: "f") }
    }
    let format = Self.chunk("fmt ", Self.format(1, bits: 16))
    let whole = Self.file(format, Self.chunk("data", [1, 2, 3, 4]))
    #expect(
      try error(Array("RIFX".utf8) + whole.dropFirst(4))
        == .byteOrder(file: "f", expected: "a RIFF file, lowest byte first"))
    #expect(try error(Array("OggS".utf8) + whole.dropFirst(4)) == .magic(file: "f", expected: "a WAV file"))
    #expect(try error(Self.file(format)) == .missingChunk(file: "f", name: "data"))
    #expect(
      try error(Self.file(Self.chunk("data", [1, 2]), format)) == .missingChunk(file: "f", name: "fmt "))
    #expect(
      try error(Array(whole.dropLast()))
        == .chunk(file: "f", offset: 36, name: "data", length: 4, left: 3))
    #expect(
      try error(Self.file(format, Array("data".utf8) + littleEndian(0xFFFF_FFFF, 4)))
        == .chunk(file: "f", offset: 36, name: "data", length: 0xFFFF_FFFF, left: 0))
    #expect(
      try error(Self.file(format, Self.chunk("data", [1, 2, 3])))
        == .truncated(file: "f", expected: 48, actual: 47))
    #expect(
      try error(Self.file(Self.chunk("fmt ", [1, 0]))) == .truncated(file: "f", expected: 36, actual: 22))
    for other in [
      Self.format(3, bits: 32), Self.format(17, bits: 4), Self.format(1, bits: 16, channels: 0),
      Self.format(1, bits: 8, rate: 1),
    ] {
      guard case .encoding = try error(Self.file(Self.chunk("fmt ", other))) else {
        Issue.record("an encoding that is not known was read")
        continue
      }
    }
    for count in 0..<whole.count { _ = try error(Array(whole.prefix(count))) }
  }

  /// A tone below half of both rates keeps its frequency, phase and size; one above half of the new rate is gone.
  @Test(arguments: [(44_100, 8000), (8000, 16_000), (16_000, 8000), (11_025, 8000), (8000, 11_025)])
  func resamplesTones(from: Int, to rate: Int) {
    func tone(_ frequency: Double, at rate: Int) -> [Float] {
      (0..<rate / 4).map { Float(sin(2 * .pi * frequency * Double($0) / Double(rate))) }
    }
    let resampled = Sound(samples: tone(1000, at: from), rate: from).resampled(to: rate)
    #expect(resampled.rate == rate)
    #expect(abs(resampled.samples.count - rate / 4) <= 1)
    // Away from the ends, where the tone meets the silence around it.
    let inner = rate / 40..<rate * 9 / 40
    for (value, expected) in zip(resampled.samples[inner], tone(1000, at: rate)[inner]) {
      #expect(abs(value - expected) < 1e-3)
    }
    let high = Double(min(from, rate)) * 0.6
    if high < Double(from) / 2 {
      let gone = Sound(samples: tone(high, at: from), rate: from).resampled(to: rate)
      #expect(gone.samples[inner].allSatisfy { abs($0) < 2e-3 })
    }
  }

  @Test func fitsTheLength() {
    let sound = Sound(samples: [1, 2, 3], rate: 8000)
    #expect(sound.fitted(to: 2).samples == [1, 2])
    #expect(sound.fitted(to: 5).samples == [1, 2, 3, 0, 0])
    #expect(sound.resampled(to: 8000) == sound)
    #expect(Sound(samples: [], rate: 8000).resampled(to: 4000).samples.isEmpty)
    let long = Sound(samples: [Float](repeating: 1, count: 1000), rate: 8000)
    #expect(
      long.resampled(to: 16_000, limit: 300).samples == Array(long.resampled(to: 16_000).samples.prefix(300)))
    #expect(long.resampled(to: 8000, limit: 10).samples.count == 10)
  }
}
