import ArgumentParser
import Codelab
import Fetching
import Foundation
import LessonKit

/// All sets of data that there are, or could be.
struct DataCatalog {
  /// The folder of the data that come with the package, and of the cards.
  let datasets: URL
  /// Where fetched sets live.
  let store: DataStore
  /// The sets: first those with a card, by name, then those of the network.
  let entries: [DataEntry]

  /// The catalog of the running program.
  ///
  /// - Throws: ``LessonKit/WorkspaceError`` outside of a project.
  static func current() throws -> DataCatalog {
    let session = try Session.current()
    return DataCatalog(
      datasets: session.project.datasets, store: DataStore(environment: session.environment))
  }

  init(datasets: URL, store: DataStore) {
    self.datasets = datasets
    self.store = store
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: datasets.path)) ?? []
    entries =
      folders.sorted().compactMap { DataEntry(card: $0, in: datasets) } + RemoteSet.all.map(DataEntry.init)
  }

  /// The set of that name; of two, the one that was fetched.
  func find(_ name: String) throws -> DataEntry {
    let found = entries.filter { $0.name == name }
    guard !found.isEmpty else { throw unknown(name, among: Set(entries.map(\.name))) }
    guard let here = found.last(where: isHere) else {
      throw ValidationError("\(name) is not here; codelab data fetch \(name) gets it")
    }
    return here
  }

  /// The set of that name on the network.
  func findRemote(_ name: String) throws -> RemoteSet {
    guard let set = RemoteSet.all.first(where: { $0.name == name }) else {
      throw unknown(name, among: Set(RemoteSet.all.map(\.name)))
    }
    return set
  }

  private func unknown(_ name: String, among names: Set<String>) -> ValidationError {
    ValidationError("there is no set '\(name)'; there are \(names.sorted().joined(separator: ", "))")
  }

  /// Whether the files are here, or can be generated.
  func isHere(_ entry: DataEntry) -> Bool {
    guard entry.remote != nil else { return true }
    if case .fetched = store.state(of: entry.name) { return true }
    return false
  }

  /// The folder of a set.
  func folder(of entry: DataEntry) -> URL {
    entry.remote == nil ? datasets.appending(path: entry.name) : store.folder(of: entry.name)
  }

  /// In words, whether a set is here, and how large.
  func standing(of entry: DataEntry) -> String {
    guard entry.remote != nil else {
      let size = folderSize(folder(of: entry))
      return size == 0 ? "generated" : "shipped, \(Self.text(size))"
    }
    return switch store.state(of: entry.name) {
    case .fetched(let receipt): "fetched, \(Self.text(receipt.size))"
    case .partial(let bytes): "begun, \(Self.text(bytes))"
    case .missing: "missing"
    }
  }

  /// A number of bytes in the largest unit that fits, as in `2.3 GB`; a kB is 1,024 bytes.
  static func text(_ bytes: Int) -> String {
    bytes.formatted(.byteCount(style: .memory, spellsOutZero: false).locale(Locale(identifier: "en_US")))
  }

  /// The bytes of the files in a folder, its card left out.
  private func folderSize(_ folder: URL) -> Int {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
    var size = 0
    while let file = files?.nextObject() as? URL {
      guard file.lastPathComponent != DataEntry.cardName else { continue }
      size += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }
    return size
  }
}

/// A set of data, as a card or the list of sources describes it.
struct DataEntry {
  /// The name on the command line.
  let name: String
  let summary: String
  let origin: String
  let license: String
  /// Where it can be fetched; nil for what comes with the package.
  let remote: RemoteSet?

  static let cardName = "README.md"

  /// Reads a card: a table with the rows `Origin`, `License` and `Content`.
  init?(card name: String, in datasets: URL) {
    let file = datasets.appending(path: name).appending(path: Self.cardName)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    var rows: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if cells.count == 2 { rows[cells[0]] = cells[1].filter { $0 != "`" && $0 != "*" } }
    }
    guard let origin = rows["Origin"], let license = rows["License"], let content = rows["Content"] else {
      return nil
    }
    (self.name, self.origin, self.license, summary, remote) = (name, origin, license, content, nil)
  }

  init(_ set: RemoteSet) {
    (name, origin, license, summary, remote) = (set.name, set.origin, set.license, set.summary, set)
  }
}
