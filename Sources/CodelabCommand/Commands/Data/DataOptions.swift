import ArgumentParser
import Fetching
import Foundation
import LessonKit

/// The data that lessons run on instead of their own.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Run on a whole set instead of the lesson's own data, as in mnist=/data/mnist; the name alone takes what "
        + "'codelab data fetch' got. Repeatable. Without this, sets in the folder CODELAB_DATA are taken, if it is set.",
      valueName: "name=folder"))
  var settings: [String] = []

  /// The folders of the sets, by name.
  ///
  /// - Throws: `ValidationError` for a set that none of the exercises takes, and for a folder that is not there.
  func folders(for exercises: [Exercise], environment: [String: String]) throws -> [String: URL] {
    let store = DataStore(environment: environment)
    let taken = Set(exercises.flatMap(\.frontMatter.data))
    var folders: [String: URL] = [:]
    // What is named is meant, and nothing besides.
    if settings.isEmpty, environment["CODELAB_DATA"]?.isEmpty == false {
      for name in taken where isFolder(store.folder(of: name)) { folders[name] = store.folder(of: name) }
    }
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      let name = parts[0]
      guard taken.contains(name) else {
        let names = taken.sorted().joined(separator: ", ")
        throw ValidationError(
          "'\(setting)': no exercise here takes the set '\(name)'"
            + (names.isEmpty ? "; none takes any" : "; they take \(names)"))
      }
      let folder =
        parts.count == 2 ? URL(filePath: parts[1], directoryHint: .isDirectory) : store.folder(of: name)
      guard parts.last != "", isFolder(folder) else {
        throw ValidationError(
          "'\(setting)': \(folder.path) is not a folder; name the one with the files, as in \(name)=/data/\(name), "
            + "or get them: codelab data fetch \(name)")
      }
      folders[name] = folder
    }
    return folders
  }

  private func isFolder(_ folder: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
