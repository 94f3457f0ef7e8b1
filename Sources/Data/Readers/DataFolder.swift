import Foundation

/// A folder of data from which no path and no link leads out.
///
/// Lists inside a downloaded set name files; a name such as `../../.ssh/id_rsa` must not be followed.
struct DataFolder {
  private let root: URL

  init(_ url: URL) { root = url }

  /// The path to use in errors.
  var path: String { root.path }

  /// The file or folder of that name.
  ///
  /// - Parameter name: a path below the folder, its parts separated by `/`.
  /// - Throws: `DataError.outsideFolder` when the path, links followed, leads elsewhere.
  func url(_ name: String) throws(DataError) -> URL {
    let url = root.appending(path: name)
    let inside = root.resolvingSymlinksInPath().standardizedFileURL.path
    let resolved = url.resolvingSymlinksInPath().standardizedFileURL.path
    let isBelow = resolved == inside || resolved.hasPrefix(inside.hasSuffix("/") ? inside : inside + "/")
    guard isBelow, !name.split(separator: "/").contains("..") else {
      throw .outsideFolder(file: url.path, folder: root.path)
    }
    return url
  }

  /// The first of the files that exists; of several ways to name a file, the one that was used.
  func first(of names: [String]) throws(DataError) -> URL {
    for name in names {
      let url = try url(name)
      if FileManager.default.fileExists(atPath: url.path) { return url }
    }
    throw .unreadable(file: root.appending(path: names[0]).path)
  }

  /// The names in the folder `name` with that ending, hidden ones left out, sorted so that every machine sees one order.
  ///
  /// - Throws: `DataError.unreadable`; `DataError.noExamples` when there is none.
  func names(in name: String, ending: String) throws(DataError) -> [String] {
    let folder = try url(name)
    let names = try contents(of: folder).filter { $0.hasSuffix(ending) }
    guard !names.isEmpty else { throw .noExamples(folder: folder.path, expected: "\(ending) file") }
    return names
  }

  /// The names of the folders in this one, sorted.
  ///
  /// - Throws: `DataError.unreadable`; `DataError.noExamples` when there is none.
  func folders() throws(DataError) -> [String] {
    var folders: [String] = []
    for name in try contents(of: root) {
      var isFolder: ObjCBool = false
      let url = try url(name)
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
        folders.append(name)
      }
    }
    guard !folders.isEmpty else { throw .noExamples(folder: path, expected: "folder") }
    return folders
  }

  private func contents(of folder: URL) throws(DataError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw .unreadable(file: folder.path)
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The lines of a text file, blank ones left out, each with its number.
  func lines(of name: String) throws(DataError) -> [(number: Int, text: Substring)] {
    let lines = try text(of: name).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return zip(1..., lines).filter { !$0.1.allSatisfy(\.isWhitespace) }.map { ($0, $1) }
  }

  /// The text of a file of at most 16 MiB.
  func text(of name: String) throws(DataError) -> String {
    let url = try url(name)
    let bytes = try ByteStream(contentsOf: url).rest(limit: 1 << 24)
    return try utf8Text(bytes, at: 0, file: url.path)
  }
}
