import Foundation

/// A set of data that others publish, and the files it is made of.
public struct RemoteSet: Sendable, Equatable {
  /// The name on the command line, and that of its folder.
  public let name: String

  /// What it is, in a few words.
  public let summary: String

  /// Who made it.
  public let origin: String

  /// Under which terms it may be used.
  public let license: String

  /// The files, in the order in which they are fetched.
  public let files: [RemoteFile]

  /// The most bytes that it may take unpacked.
  public let unpackedLimit: Int

  /// What is left to do when it has been fetched, if anything.
  public let note: String?

  /// Makes a set.
  public init(
    name: String, summary: String, origin: String, license: String, files: [RemoteFile],
    unpackedLimit: Int = 1 << 30, note: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.license = license
    self.files = files
    self.unpackedLimit = unpackedLimit
    self.note = note
  }
}

/// A file on a server.
public struct RemoteFile: Sendable, Equatable {
  /// What is done with it when it has come.
  public enum Packing: Sendable, Equatable {
    /// It is kept as it is.
    case none

    /// It is unpacked, with this folder at the beginning of its paths left out, if one is named.
    case tar(dropping: String?)
  }

  /// Its address.
  public let url: URL

  /// What is done with it.
  public let packing: Packing

  /// Its length in bytes, where that is published.
  public let size: Int?

  /// Its SHA-256 digest, where that is published; without it, the digest of the first fetch is recorded.
  public let sha256: String?

  /// The most bytes it may have.
  public var limit: Int { size ?? 1 << 30 }

  /// Its name.
  public var name: String { url.lastPathComponent }

  /// Makes a file.
  public init(_ url: String, packing: Packing = .none, size: Int? = nil, sha256: String? = nil) {
    self.url = URL(string: url)!
    self.packing = packing
    self.size = size
    self.sha256 = sha256
  }

  /// The same file at another place: `base` and its name.
  public func moved(to base: URL) -> RemoteFile {
    RemoteFile(
      base.appending(path: name).absoluteString, packing: packing, size: size, sha256: sha256)
  }
}
