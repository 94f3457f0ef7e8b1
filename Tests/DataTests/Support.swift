import CDeflate
import Foundation
import Testing

@testable import Data

/// The folder of the data that come with the package.
let shippedDatasets = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../Datasets").standardizedFileURL

/// A reference run stored in the folder Golden; the script of the same name made it.
func storedRun<Run: Decodable>(_ type: Run.Type, _ name: String) throws -> Run {
  let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
  return try JSONDecoder().decode(
    type, from: Foundation.Data(contentsOf: folder.appendingPathComponent("\(name).json")))
}

/// Calls `body` with a new folder that holds these files, and removes it afterwards.
func withFolder<Result>(_ files: [String: [UInt8]], _ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "codelab-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, bytes) in files {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Foundation.Data(bytes).write(to: file)
  }
  return try body(folder)
}

/// The error that `body` throws.
func error(_ body: () throws -> Void) throws -> DataError {
  try #require(throws: DataError.self, performing: body)
}

/// The bytes as a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  var packed = [UInt8](repeating: 0, count: bytes.count + 1024)
  let size = Int32(MemoryLayout<z_stream>.size)
  deflateInit2_(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
  bytes.withUnsafeBufferPointer { input in
    packed.withUnsafeMutableBufferPointer { output in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
    }
  }
  deflateEnd(&stream)
  return Array(packed.prefix(Int(stream.total_out)))
}

/// The bytes of a number, lowest first.
func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// The bytes that base64 text stands for; none if it is not base64.
func decoded(base64 text: String) -> [UInt8] { Array(Foundation.Data(base64Encoded: text) ?? .init()) }

/// A chunk of a PNG file.
private func pngChunk(_ name: [UInt8], _ content: [UInt8]) -> [UInt8] {
  bigEndian(content.count) + name + content + bigEndian(Int(crc32((name + content)[...])))
}

/// A PNG file of filtered `rows`.
func pngFile(width: Int, height: Int, color: UInt8, rows: [UInt8]) -> [UInt8] {
  let header = bigEndian(width) + bigEndian(height) + [8, color, 0, 0, 0]
  var (packed, count) = ([UInt8](repeating: 0, count: rows.count + 64), UInt(rows.count + 64))
  compress(&packed, &count, rows, UInt(rows.count))
  return PNGRaster.signature + pngChunk(Array("IHDR".utf8), header)
    + pngChunk(Array("IDAT".utf8), Array(packed.prefix(Int(count)))) + pngChunk(Array("IEND".utf8), [])
}

/// The same file with each chunk's checksum computed anew, as far as there are whole chunks.
func withRightChecksums(_ file: [UInt8]) -> [UInt8] {
  var (rest, result) = (file.dropFirst(8), Array(file.prefix(8)))
  while rest.count >= 12 {
    let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard length <= rest.count - 12 else { break }
    let name = Array(rest.dropFirst(4).prefix(4))
    result += pngChunk(name, Array(rest.dropFirst(8).prefix(length)))
    rest = rest.dropFirst(12 + length)
  }
  return result + rest
}

/// The four bytes of a number, highest first.
private func bigEndian(_ value: Int) -> [UInt8] { littleEndian(value, 4).reversed() }
