import Foundation

/// What was fetched, from where, with which digests; kept beside a set as `fetched.json`.
public struct Receipt: Codable, Sendable, Equatable {
  /// A file that was fetched.
  public struct File: Codable, Sendable, Equatable {
    /// Where it came from.
    public let url: String
    /// Its length in bytes.
    public let size: Int
    /// Its SHA-256 digest.
    public let sha256: String
    /// Whether the digest was compared with a published one; else it was recorded at the first fetch.
    public let isPublished: Bool
  }

  /// The files.
  public let files: [File]
  /// The bytes of the set as it lies on disk.
  public let size: Int

  static let name = "fetched.json"

  init(files: [File], size: Int) {
    self.files = files
    self.size = size
  }

  /// The receipt in a folder, if there is one that can be read.
  init?(in folder: URL) {
    guard let data = try? Data(contentsOf: folder.appending(path: Self.name)),
      let receipt = try? JSONDecoder().decode(Receipt.self, from: data)
    else { return nil }
    self = receipt
  }
}
