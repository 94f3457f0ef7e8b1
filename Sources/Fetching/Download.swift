import Foundation

/// Gets one file, going on where an earlier attempt stopped.
///
/// What comes is written to `<file>.part`, beside it what tells the file's versions apart (`<file>.version`); when all has
/// come and the digest is right, the part gets the file's name.
public struct Download {
  /// How patient a download is.
  public struct Patience: Sendable {
    /// Seconds without a byte after which an attempt fails.
    public var stall: Double
    /// How many attempts may fail in a row without a single new byte.
    public var attempts: Int
    /// Seconds before the second attempt; each further one waits twice as long.
    public var pause: Double

    /// Makes a patience.
    public init(stall: Double = 30, attempts: Int = 4, pause: Double = 1) {
      self.stall = stall
      self.attempts = attempts
      self.pause = pause
    }
  }

  let remote: RemoteFile
  let file: URL
  let patience: Patience
  let isCancelled: () -> Bool
  /// Called with the bytes that are there and how many there will be, if that is known.
  let onProgress: (_ received: Int, _ total: Int?) -> Void

  private var part: URL { file.appendingPathExtension("part") }
  private var version: URL { file.appendingPathExtension("version") }
  private var address: String { remote.url.absoluteString }

  /// Gets the file; nothing happens when it is there already.
  ///
  /// - Parameter expected: the SHA-256 digest it must have; nil accepts any.
  /// - Returns: its digest.
  /// - Throws: `FetchError`; the part stays for the next time unless its content is wrong.
  func run(expected: String?) throws(FetchError) -> String {
    if !FileManager.default.fileExists(atPath: file.path) { try receiveAll() }
    let whole = FileManager.default.fileExists(atPath: part.path) ? part : file
    let actual = try SHA256.hex(ofFile: whole)
    guard expected == nil || actual == expected else {
      try? FileManager.default.removeItem(at: whole)
      try? FileManager.default.removeItem(at: version)
      throw .digest(url: address, expected: expected!, actual: actual)
    }
    if whole == part {
      guard rename(part.path, file.path) == 0 else {
        throw .disk(file: file.path, reason: FetchError.lastReason())
      }
      try? FileManager.default.removeItem(at: version)
    }
    return actual
  }

  /// Tries until all has come or patience ends.
  private func receiveAll() throws(FetchError) {
    var failures = 0
    while true {
      let before = partSize
      do {
        return try receive()
      } catch  where error.isPassing {
        failures = partSize > before ? 1 : failures + 1
        guard failures < patience.attempts else { throw error }
        try pause(patience.pause * Double(1 << (failures - 1)))
      }
    }
  }

  private func pause(_ seconds: Double) throws(FetchError) {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if isCancelled() { throw .cancelled }
      usleep(50_000)
    }
  }

  private var partSize: Int {
    (try? FileManager.default.attributesOfItem(atPath: part.path)[.size] as? Int) ?? 0
  }

  /// One attempt, from where the part ends.
  private func receive() throws(FetchError) {
    let known = try? String(contentsOf: version, encoding: .utf8)
    // Without a way to tell versions apart, only a digest tells whether two halves belong together.
    let isResumable = known != nil || remote.sha256 != nil
    let output = try PartFile(part, keeping: isResumable ? partSize : 0)
    defer { output.close() }
    // The bytes as they are on the server; a server may otherwise compress them on the way.
    var fields = ["User-Agent: codelab", "Accept-Encoding: identity"]
    if output.size > 0 {
      fields.append("Range: bytes=\(output.size)-")
      if let known { fields.append("If-Range: \(known)") }
    }
    var total = remote.size
    var isComplete = false
    try Transfer.run(remote.url, fields: fields, timeout: patience.stall, isCancelled: isCancelled) {
      response throws(FetchError) in
      let answer = try Answer(response, offset: output.size, url: address)
      switch answer {
      case .nothingLeft(let length) where length == output.size: isComplete = true
      case .nothingLeft: try output.truncate()
      case .rest(let length): total = try checked(length)
      case .whole(let length):
        try output.truncate()
        total = try checked(length)
      }
      if case .nothingLeft = answer { return false }
      if let validator = response.validator { try write(validator) }
      return true
    } onBytes: { bytes throws(FetchError) in
      guard output.size + bytes.count <= total ?? remote.limit else {
        throw .tooLarge(url: address, limit: total ?? remote.limit)
      }
      try output.append(bytes)
      onProgress(output.size, total)
    }
    if isComplete { return }
    guard let total else { return }
    guard output.size == total else {
      throw .cutShort(url: address, received: output.size, expected: total)
    }
  }

  /// The whole length that the server announces, if it can be true.
  private func checked(_ length: Int?) throws(FetchError) -> Int? {
    guard let length else { return remote.size }
    if let size = remote.size, length != size {
      throw .answer(url: address, problem: "the server has \(length) bytes where \(size) are published")
    }
    guard length <= remote.limit else { throw .tooLarge(url: address, limit: remote.limit) }
    return length
  }

  private func write(_ validator: String) throws(FetchError) {
    do {
      try Data(validator.utf8).write(to: version, options: .atomic)
    } catch {
      throw .disk(file: version.path, reason: FetchError.reason(error))
    }
  }
}

/// What a server's answer means for a part that ends at some offset.
private enum Answer {
  /// The body is the file from its beginning, of that length if it is announced.
  case whole(length: Int?)
  /// The body is what is missing of a file of that length.
  case rest(length: Int?)
  /// Nothing lies behind the offset in a file of that length.
  case nothingLeft(length: Int)

  init(_ response: Transfer.Response, offset: Int, url: String) throws(FetchError) {
    let range = response.contentRange ?? ""
    let total = range.split(separator: "/").last.flatMap { Int($0) }
    switch response.status {
    case 200: self = .whole(length: response.length)
    case 206 where offset > 0:
      guard range.hasPrefix("bytes \(offset)-") else {
        throw .answer(url: url, problem: "the server sends '\(range)' where byte \(offset) comes next")
      }
      self = .rest(length: total ?? response.length.map { offset + $0 })
    case 416 where offset > 0: self = .nothingLeft(length: total ?? -1)
    default: throw .status(url: url, code: response.status)
    }
  }
}

extension FetchError {
  /// Whether another attempt may succeed.
  var isPassing: Bool {
    switch self {
    case .network, .stalled, .cutShort: true
    case .status(_, let code): code >= 500 || code == 408 || code == 429
    default: false
    }
  }
}

/// The file that takes what comes; one process at a time writes it.
private final class PartFile {
  private let path: String
  private let descriptor: Int32
  /// Its length.
  private(set) var size: Int

  /// Opens or makes the file and keeps its first bytes.
  init(_ url: URL, keeping size: Int) throws(FetchError) {
    path = url.path
    self.size = size
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .disk(file: path, reason: FetchError.lastReason()) }
    try cut(to: size)
  }

  func truncate() throws(FetchError) { try cut(to: 0) }

  private func cut(to size: Int) throws(FetchError) {
    guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
      throw .disk(file: path, reason: FetchError.lastReason())
    }
    self.size = size
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FetchError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard count >= 0 || errno == EINTR else { throw .disk(file: path, reason: FetchError.lastReason()) }
      rest = rest.dropFirst(max(0, count))
      size += max(0, count)
    }
  }

  func close() { _ = Foundation.close(descriptor) }
}
