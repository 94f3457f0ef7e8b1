import Foundation

/// What lies below a Codelabs folder and belongs to no exercise.
enum FolderAudit {
  /// Files beside the exercises, and folders whose names do not order them.
  static func problems(of codelabs: URL, name prefix: String) -> [Diagnostic] {
    return entries(of: codelabs).flatMap { name -> [Diagnostic] in
      let chapter = codelabs.appendingPathComponent(name)
      guard isFolder(chapter) else {
        // Guides for authors and graders lie beside the chapters.
        return name.hasSuffix(".md") ? [] : [stray("\(prefix)/\(name)")]
      }
      let exercises = entries(of: chapter).flatMap { entry -> [Diagnostic] in
        let folder = chapter.appendingPathComponent(entry)
        let place = "\(prefix)/\(name)/\(entry)"
        guard isFolder(folder) else { return entry == "README.md" ? [] : [stray(place)] }
        guard Course.isExercise(folder) else { return [stray(place)] }
        return unordered(entry, place)
      }
      return unordered(name, "\(prefix)/\(name)") + exercises
    }
  }

  /// The paths of all files below a folder, sorted; hidden ones too.
  static func files(below folder: URL) -> [String] {
    (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
      .filter { !isFolder(folder.appendingPathComponent($0)) }.sorted()
  }

  private static func entries(of folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private static func isFolder(_ place: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func stray(_ place: String) -> Diagnostic {
    Diagnostic(file: place, message: "this belongs to no chapter and no exercise; remove it")
  }

  private static func unordered(_ name: String, _ place: String) -> [Diagnostic] {
    let parts = name.split(separator: "-", maxSplits: 1)
    let isOrdered =
      parts.count == 2 && parts[0].count == 2 && parts[0].allSatisfy(\.isWholeNumber)
      && Identifier.isValid(String(parts[1]))
    return isOrdered
      ? []
      : [Diagnostic(file: place, message: "the folder's name should be like '02-compression'; rename it")]
  }
}
