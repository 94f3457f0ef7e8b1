import Foundation

/// The folder where fetched sets live, one folder a set.
///
/// ```
/// mnist/             the files of the set, with SHA256SUMS and fetched.json
/// .fetching/mnist/   downloads that are not finished
/// DIGESTS            digests recorded at the first fetch of files for which none is published
/// ```
public struct DataStore: Sendable {
  /// How a set stands.
  public enum State: Sendable, Equatable {
    /// All of it is here.
    case fetched(Receipt)
    /// Some bytes are here; fetching goes on with them.
    case partial(bytes: Int)
    /// Nothing is here.
    case missing
  }

  /// The folder itself; it need not exist.
  public let folder: URL

  /// Names the folder.
  public init(folder: URL) { self.folder = folder }

  /// The folder that the environment names: `CODELAB_DATA`, or else `codelab/data` in the user's folder for caches.
  public init(environment: [String: String]) {
    func folder(_ name: String) -> URL? {
      // An empty or relative path is no place for caches (XDG Base Directory Specification).
      environment[name].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil }
    }
    if let path = environment["CODELAB_DATA"], !path.isEmpty {
      self.init(folder: URL(fileURLWithPath: path, isDirectory: true))
      return
    }
    #if os(macOS)
      let usual = "Library/Caches"
    #else
      let usual = ".cache"
    #endif
    let home = folder("HOME") ?? FileManager.default.homeDirectoryForCurrentUser
    let caches = folder("XDG_CACHE_HOME") ?? home.appending(path: usual)
    self.init(folder: caches.appending(path: "codelab/data"))
  }

  /// The folder of a set.
  public func folder(of set: String) -> URL { folder.appending(path: set, directoryHint: .isDirectory) }

  /// How a set stands.
  public func state(of set: String) -> State {
    if let receipt = Receipt(in: folder(of: set)) { return .fetched(receipt) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: workFolder(of: set).path)) ?? []
    let sizes = names.compactMap {
      try? FileManager.default.attributesOfItem(atPath: workFolder(of: set).appending(path: $0).path)[.size]
        as? Int
    }
    return names.isEmpty ? .missing : .partial(bytes: sizes.reduce(0, +))
  }

  func workFolder(of set: String) -> URL { folder.appending(path: ".fetching/\(set)") }

  /// The file of digests recorded at the first fetch.
  var recordedDigests: DigestList { DigestList(file: folder.appending(path: "DIGESTS")) }
}
