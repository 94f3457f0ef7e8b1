import Foundation

extension DataStore {
  /// Compares the files of a fetched set with the digests noted when it was unpacked.
  ///
  /// - Parameter isCancelled: asked after each file.
  /// - Returns: the number of files that were compared, and the paths of those that are missing or differ.
  /// - Throws: `FetchError.disk` when there is no list of digests, `FetchError.digestList` when it is damaged,
  ///   `FetchError.cancelled`.
  public func verify(_ set: String, isCancelled: () -> Bool = { false }) throws(FetchError) -> (
    count: Int, wrong: [String]
  ) {
    let list = DigestList(file: folder(of: set).appending(path: DigestList.name))
    let digests = try list.digests()
    guard !digests.isEmpty else { throw .disk(file: list.file.path, reason: "there are no digests in it") }
    var wrong: [String] = []
    for (path, digest) in digests.sorted(by: { $0.key < $1.key }) {
      if isCancelled() { throw .cancelled }
      if (try? SHA256.hex(ofFile: folder(of: set).appending(path: path))) != digest { wrong.append(path) }
    }
    return (digests.count, wrong)
  }
}
