import Foundation

extension DataStore {
  /// How far fetching a set is.
  public enum Progress: Sendable, Equatable {
    /// Bytes of a file are here, of so many if that is known.
    case receiving(file: String, received: Int, total: Int?)
    /// All files are here and are being unpacked.
    case unpacking
  }

  /// Gets a set from its server, going on where an earlier attempt stopped.
  ///
  /// The set appears in its folder only when it is whole: every digest right, everything unpacked.
  /// - Parameters:
  ///   - set: what to get.
  ///   - base: another place that has the same files, instead of their own addresses.
  ///   - patience: when to give up.
  ///   - isCancelled: asked several times a second.
  ///   - onProgress: called with every piece that came.
  /// - Returns: what was fetched.
  /// - Throws: `FetchError`.
  @discardableResult
  public func fetch(
    _ set: RemoteSet, from base: URL? = nil, patience: Download.Patience = .init(),
    isCancelled: @escaping () -> Bool = { false }, onProgress: @escaping (Progress) -> Void = { _ in }
  ) throws -> Receipt {
    let work = workFolder(of: set.name)
    try makeFolder(work)
    let lock = try FetchLock(folder.appending(path: ".fetching/\(set.name).lock"), set: set.name)
    defer { lock.release() }
    // Another process may have finished while this one waited for nothing.
    if case .fetched(let receipt) = state(of: set.name) { return receipt }

    var recorded = try recordedDigests.digests()
    var files: [Receipt.File] = []
    for remote in set.files {
      let source = base.map { remote.moved(to: $0) } ?? remote
      let file = work.appending(path: remote.name)
      let key = "\(set.name)/\(remote.name)"
      let download = Download(
        remote: source, file: file, patience: patience, isCancelled: isCancelled,
        onProgress: { onProgress(.receiving(file: remote.name, received: $0, total: $1)) })
      let digest = try download.run(expected: remote.sha256 ?? recorded[key])
      if remote.sha256 == nil, recorded[key] == nil {
        recorded[key] = digest
        try recordedDigests.write(recorded)
      }
      let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
      files.append(
        .init(
          url: source.url.absoluteString, size: size ?? 0, sha256: digest, isPublished: remote.sha256 != nil))
    }
    onProgress(.unpacking)
    let receipt = try install(set, files: files, from: work, isCancelled: isCancelled)
    try? FileManager.default.removeItem(at: work)
    return receipt
  }

  /// Makes the folder of a set out of what was fetched.
  private func install(
    _ set: RemoteSet, files: [Receipt.File], from work: URL, isCancelled: @escaping () -> Bool
  ) throws -> Receipt {
    let target = folder(of: set.name)
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw FetchError.disk(
        file: target.path, reason: "a folder without fetched.json is in the way; move it away")
    }
    let unpacked = work.appending(path: "unpacked")
    // What is not installed only takes room.
    defer { try? FileManager.default.removeItem(at: unpacked) }
    var unpacking = try Unpacking(into: unpacked, limit: set.unpackedLimit, isCancelled: isCancelled)
    for remote in set.files {
      let file = work.appending(path: remote.name)
      do {
        switch remote.packing {
        case .none: try unpacking.add(file)
        case .tar(let dropped): try unpacking.unpack(file, dropping: dropped)
        }
      } catch let error as FetchError {
        // A damaged archive would be found damaged again.
        if case .archive = error { try? FileManager.default.removeItem(at: file) }
        throw error
      }
    }
    let receipt = Receipt(files: files, size: unpacking.size)
    try DigestList(file: unpacking.folder.appending(path: DigestList.name)).write(unpacking.digests)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(receipt).write(to: unpacking.folder.appending(path: Receipt.name))
    } catch {
      throw FetchError.disk(file: unpacking.folder.path, reason: FetchError.reason(error))
    }
    guard rename(unpacking.folder.path, target.path) == 0 else {
      throw FetchError.disk(file: target.path, reason: FetchError.lastReason())
    }
    return receipt
  }

  private func makeFolder(_ folder: URL) throws(FetchError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .disk(file: folder.path, reason: FetchError.reason(error))
    }
  }
}

/// Keeps others from fetching the same set; the system releases it when the process ends.
private struct FetchLock {
  private let descriptor: Int32

  init(_ file: URL, set: String) throws(FetchError) {
    descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .disk(file: file.path, reason: FetchError.lastReason()) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .busy(set: set)
    }
  }

  func release() { close(descriptor) }
}
