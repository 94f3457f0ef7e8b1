import Foundation

/// An exercise that is about to be made: where it will lie and what it is called.
public struct NewExercise: Sendable, Equatable {
  /// The path below the Codelabs folder, as in `02-compression/07-prune-a-model`.
  public let path: String
  /// The identifier, as in `prune-a-model`.
  public let id: String
  /// The title, as in `Prune a model`.
  public let title: String

  /// Finds the place for an exercise.
  ///
  /// Chapter and exercise may be written with their number or without; what has none gets the next free one, and a
  /// chapter that is there already keeps its own.
  ///
  /// - Parameters:
  ///   - text: Chapter and name, as in `02-compression/prune-a-model`.
  ///   - title: The title; made from the name if nil.
  ///   - codelabs: The folder of exercises.
  /// - Throws: If the text names no place, or one that is taken.
  public init(_ text: String, title: String? = nil, in codelabs: URL) throws(NewExerciseError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    guard parts.count == 2 else {
      throw NewExerciseError(
        "'\(text)' is not chapter and name; write them like '02-compression/prune-a-model'")
    }
    let chapter = try NumberedName(parts[0]), exercise = try NumberedName(parts[1])
    let chapters = NumberedName.all(in: codelabs)
    let folder: String
    if let existing = chapters.first(where: { $0.name == chapter.name }) {
      guard chapter.number == nil || chapter.number == existing.number else {
        throw NewExerciseError("the chapter '\(chapter.name)' is \(existing.folder); write that")
      }
      folder = existing.folder
    } else {
      folder = try chapter.numbered(among: chapters, as: "chapter").folder
    }

    let exercises = NumberedName.all(in: codelabs.appendingPathComponent(folder))
    if let existing = exercises.first(where: { $0.name == exercise.name }) {
      throw NewExerciseError("there is \(folder)/\(existing.folder) already; choose another name")
    }
    let course = Course.load(codelabs)
    if let existing = course.exercises.first(where: { $0.id == exercise.name }) {
      throw NewExerciseError(
        "the id '\(exercise.name)' belongs to \(existing.path) already; choose another name")
    }
    path = "\(folder)/\(try exercise.numbered(among: exercises, as: "exercise").folder)"
    id = exercise.name
    let words = exercise.name.split(separator: "-").joined(separator: " ")
    self.title = title ?? words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Writes a complete exercise that passes, ready to be changed into the one that is meant.
  ///
  /// All files are there at once, or none.
  ///
  /// - Returns: The folder.
  /// - Throws: If it cannot be written, or is there already.
  @discardableResult
  public func write(in codelabs: URL) throws(NewExerciseError) -> URL {
    let folder = codelabs.appendingPathComponent(path, isDirectory: true)
    let chapter = folder.deletingLastPathComponent()
    let unfinished = chapter.appendingPathComponent(".\(folder.lastPathComponent).\(getpid())")
    let manager = FileManager.default
    do {
      defer { try? manager.removeItem(at: unfinished) }
      for (name, text) in Skeleton(id: id, title: title).files {
        let file = unfinished.appendingPathComponent(name)
        try manager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      try manager.moveItem(at: unfinished, to: folder)
    } catch {
      throw NewExerciseError("cannot make \(folder.path): \(reason(error))")
    }
    return folder
  }
}

/// An exercise that cannot be made.
public struct NewExerciseError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, and what to do.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// The name of a folder that a number orders, as in `02-compression`.
private struct NumberedName {
  var number: Int?
  var name: String

  var folder: String {
    guard let number else { return name }
    return (number < 10 ? "0" : "") + "\(number)-\(name)"
  }

  init(_ text: String) throws(NewExerciseError) {
    let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0].utf8.count <= 2, let number = Int(parts[0]), number >= 0 {
      (self.number, name) = (number, parts[1])
    } else {
      name = text
    }
    guard Identifier.isValid(name), name.contains(where: \.isLetter) else {
      throw NewExerciseError(
        "'\(name)' is not a name; use small letters, digits and hyphens"
          + (Identifier.slug(name).isEmpty ? "" : ", as in '\(Identifier.slug(name))'"))
    }
  }

  /// The numbered folders of a folder.
  static func all(in folder: URL) -> [NumberedName] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap { try? NumberedName($0) }.filter { $0.number != nil }
  }

  /// The same with its number, or else the one after the highest.
  func numbered(among others: [NumberedName], as kind: String) throws(NewExerciseError) -> NumberedName {
    var copy = self
    if let number, let other = others.first(where: { $0.number == number }) {
      throw NewExerciseError(
        "the number \(number) belongs to the \(kind) \(other.folder); leave the number out for the next free one"
      )
    }
    copy.number = number ?? (others.compactMap(\.number).max() ?? 0) + 1
    guard let number = copy.number, number < 100 else {
      throw NewExerciseError("there is no free number for another \(kind); numbers go up to 99")
    }
    return copy
  }
}
