import Foundation

/// A list of digests in the format of `sha256sum`: a digest, two blanks and a path on each line.
struct DigestList {
  static let name = "SHA256SUMS"

  let file: URL

  /// The digests by path; none where there is no list.
  ///
  /// - Throws: `FetchError.digestList` for a line of another form, `FetchError.disk` for a list that cannot be read.
  func digests() throws(FetchError) -> [String: String] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw .disk(file: file.path, reason: "this list of digests cannot be read, or is not UTF-8")
    }
    var digests: [String: String] = [:]
    // Bytes, as a path may begin with what joins the blank before it to one character.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) where !line.isEmpty {
      guard line.count > 66, line.dropFirst(64).starts(with: "  ".utf8),
        let digest = String(line.prefix(64)), digest.allSatisfy(\.isHexDigit),
        let path = String(line.dropFirst(66)), Unpacking.safePath(path, dropping: nil) == path
      else { throw .digestList(file: file.path, line: number) }
      digests[path] = digest
    }
    return digests
  }

  func write(_ digests: [String: String]) throws(FetchError) {
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
    do {
      try Data(lines.joined().utf8).write(to: file, options: .atomic)
    } catch {
      throw .disk(file: file.path, reason: FetchError.reason(error))
    }
  }
}
