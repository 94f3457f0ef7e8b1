import Foundation

/// The bytes of a file in order, unpacked on the way if it is a gzip file, never all of them in memory at once.
package final class ByteStream {
  /// The name to use in errors.
  package let file: String

  private let source: (Int) throws(DataError) -> [UInt8]
  private let inflater: Inflater?
  /// Bytes that the source gave and nobody has had yet.
  private var pending: ArraySlice<UInt8>
  /// How many bytes the source gave so far.
  private var sourceOffset: Int

  package static let pieceSize = 1 << 16

  /// Opens a file.
  ///
  /// - Throws: `DataError.unreadable`; also for folders, devices and pipes, which have no end that could be waited for.
  package convenience init(contentsOf url: URL) throws(DataError) {
    let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
    guard values?.isRegularFile == true, let handle = try? FileHandle(forReadingFrom: url) else {
      throw .unreadable(file: url.path)
    }
    try self.init(file: url.path) { count throws(DataError) in
      do {
        return Array(try handle.read(upToCount: count) ?? Data())
      } catch {
        throw .unreadable(file: url.path)
      }
    }
  }

  /// Reads bytes that are in memory already.
  package convenience init(_ bytes: [UInt8], file: String) throws(DataError) {
    var rest = bytes[...]
    try self.init(file: file) { count throws(DataError) in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  private init(file: String, source: @escaping (Int) throws(DataError) -> [UInt8]) throws(DataError) {
    self.file = file
    self.source = source
    pending = try source(Self.pieceSize)[...]
    sourceOffset = pending.count
    inflater = pending.starts(with: [0x1F, 0x8B]) ? Inflater(.gzip) : nil
  }

  /// The next bytes, at least one and at most `count`; none at the end.
  package func next(upTo count: Int = pieceSize) throws(DataError) -> [UInt8] {
    let count = min(count, Self.pieceSize)
    if let inflater { return try unpacked(upTo: count, by: inflater) }
    if pending.isEmpty { try refill() }
    defer { pending = pending.dropFirst(count) }
    return Array(pending.prefix(count))
  }

  /// The next `count` bytes; fewer only where the file ends.
  package func collect(_ count: Int) throws(DataError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try next(upTo: count - bytes.count)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// All bytes that are left.
  ///
  /// - Throws: `DataError.tooLarge` for more than `limit`.
  func rest(limit: Int) throws(DataError) -> [UInt8] {
    let bytes = try collect(limit)
    guard try next(upTo: 1).isEmpty else { throw .tooLarge(file: file, limit: limit) }
    return bytes
  }

  private func refill() throws(DataError) {
    pending = try source(Self.pieceSize)[...]
    sourceOffset += pending.count
  }

  /// A gzip file is a row of compressed members, their contents joined (RFC 1952).
  private func unpacked(upTo count: Int, by inflater: Inflater) throws(DataError) -> [UInt8] {
    while true {
      if !inflater.isOver {
        guard let bytes = inflater.unpack(&pending, upTo: count) else { throw damage }
        if !bytes.isEmpty { return bytes }
      }
      if pending.isEmpty {
        try refill()
        if pending.isEmpty {
          guard inflater.isOver else { throw damage }
          return []
        }
      }
      if inflater.isOver { inflater.restart() }
    }
  }

  private var damage: DataError { .compression(file: file, offset: sourceOffset - pending.count) }
}
