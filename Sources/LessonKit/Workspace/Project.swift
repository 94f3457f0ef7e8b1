import Foundation

/// Where everything lies: the folder that holds `Codelabs` and `Datasets`.
public struct Project: Sendable, Equatable {
  /// The folder itself.
  public var root: URL
  /// The exercises.
  public var codelabs: URL
  /// The data sets.
  public var datasets: URL
  /// The learner's files.
  public var work: URL
  /// What the program keeps for itself: compiled exercises, artifacts.
  public var state: URL
  /// What the program remembers of the learner.
  public var progress: URL
  /// Whether the exercises are a pack: another folder than the project's own.
  public let isPack: Bool

  /// A project in a folder; `codelabs` is another folder of exercises, if given.
  ///
  /// A pack has work and progress of its own, so that its exercises may have any names.
  public init(root: URL, codelabs: URL? = nil) {
    self.root = root
    let own = root.appendingPathComponent("Codelabs", isDirectory: true)
    self.codelabs = codelabs ?? own
    datasets = root.appendingPathComponent("Datasets", isDirectory: true)
    work = root.appendingPathComponent("Work", isDirectory: true)
    state = root.appendingPathComponent(".codelab", isDirectory: true)
    progress = state
    let place = self.codelabs.resolvingSymlinksInPath().path
    isPack = place != own.resolvingSymlinksInPath().path
    if isPack {
      var fingerprint = Fingerprint()
      fingerprint.add(place)
      let name = "packs/\(self.codelabs.lastPathComponent)-\(fingerprint.hex.prefix(8))"
      work.appendPathComponent(name, isDirectory: true)
      progress.appendPathComponent(name, isDirectory: true)
    }
  }

  /// Finds the project upward from a folder, or else upward from where the executable lies.
  ///
  /// - Throws: ``WorkspaceError`` if neither lies in a project.
  public static func find(from folder: URL, executable: URL? = nil) throws(WorkspaceError) -> Project {
    for start in [folder, executable?.resolvingSymlinksInPath().deletingLastPathComponent()].compactMap(
      \.self)
    {
      var candidate = start.standardizedFileURL
      while true {
        if isProject(candidate) { return Project(root: candidate) }
        let parent = candidate.deletingLastPathComponent().standardizedFileURL
        if parent.path == candidate.path || candidate.path == "/" { break }
        candidate = parent
      }
    }
    throw WorkspaceError(
      text: "no folder with Codelabs and Datasets is at or above \(folder.path); "
        + "go to the folder of the package and try again")
  }

  /// The name of a file for people: relative to the project where it lies in it.
  public func name(of file: URL) -> String {
    let path = file.standardizedFileURL.path
    let prefix = root.standardizedFileURL.path + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  private static func isProject(_ folder: URL) -> Bool {
    ["Codelabs", "Datasets"].allSatisfy { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(name).path, isDirectory: &isFolder) && isFolder.boolValue
    }
  }
}

/// A folder or file of the learner that cannot be used.
public struct WorkspaceError: Error, Equatable, CustomStringConvertible {
  let text: String
  /// What is wrong, and what to do.
  public var description: String { text }
}
