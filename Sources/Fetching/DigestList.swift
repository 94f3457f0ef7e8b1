import Foundation

/// A list of digests in the format of `sha256sum`: a digest, two blanks and a path on each line.
struct DigestList {
  static let name = "SHA256SUMS"

  let file: URL

  /// The digests by path; lines of another form are left out.
  var digests: [String: String] {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
    let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
      let digest = line.prefix(64)
      guard digest.count == 64, digest.allSatisfy(\.isHexDigit), line.dropFirst(64).hasPrefix("  ") else {
        return nil
      }
      return (String(line.dropFirst(66)), String(digest))
    }
    return Dictionary(pairs) { _, last in last }
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
