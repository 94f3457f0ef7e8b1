import Foundation
import Synchronization

/// All exercises below a Codelabs folder, and what is wrong with those that cannot be used.
public struct Course: Sendable, Equatable {
  /// An exercise that cannot be used until its files are mended.
  public struct Broken: Sendable, Equatable {
    /// The path below the Codelabs folder.
    public var path: String
    /// What is wrong.
    public var diagnostics: [Diagnostic]
  }

  /// The exercises without errors, sorted by path.
  public var exercises: [Exercise]
  /// The exercises with errors, sorted by path.
  public var broken: [Broken]

  /// The chapters that have exercises or a page, sorted by path.
  public var chapters: [Chapter] = []

  /// Everything that is wrong.
  public var diagnostics: [Diagnostic] { broken.flatMap(\.diagnostics) + chapters.flatMap(\.diagnostics) }

  /// Reads every exercise below a folder: `NN-chapter/NN-name`.
  ///
  /// A broken exercise hides no other. Messages begin with `name`, or else the name of `folder`.
  public static func load(_ folder: URL, name: String? = nil) -> Course {
    let prefix = name ?? folder.lastPathComponent
    let found = concurrentMap(subfolders(of: folder)) { chapter in
      let place = folder.appendingPathComponent(chapter)
      let names = subfolders(of: place).filter { isExercise(place.appendingPathComponent($0)) }
      let page = Chapter.read(place, path: chapter, prefix: "\(prefix)/\(chapter)")
      return (page: page, paths: names.map { "\(chapter)/\($0)" })
    }
    let paths = found.flatMap(\.paths)
    var chapters = found.filter { page, paths in
      !page.blocks.isEmpty || !page.diagnostics.isEmpty || !paths.isEmpty
    }.map(\.page)
    var read = concurrentMap(paths) { path in
      let place = folder.appendingPathComponent(path, isDirectory: true)
      let (exercise, problems) = Exercise.read(place, path: path, prefix: "\(prefix)/\(path)")
      return (path: path, exercise: exercise, problems: problems)
    }
    let exercises = read.compactMap(\.exercise)
    // An exercise that cannot be read may be the one that another requires.
    let isComplete = exercises.count == read.count
    for index in read.indices {
      guard let exercise = read[index].exercise else { continue }
      read[index].problems += relationProblems(
        of: exercise, among: exercises, isComplete: isComplete,
        file: "\(prefix)/\(exercise.path)/lesson.md")
    }
    for index in chapters.indices where isComplete {
      chapters[index].diagnostics += chapters[index].relationProblems(
        among: exercises, file: "\(prefix)/\(chapters[index].path)/README.md")
    }
    return Course(
      exercises: read.filter(\.problems.isEmpty).compactMap(\.exercise),
      broken: read.filter { !$0.problems.isEmpty }.map { Broken(path: $0.path, diagnostics: $0.problems) },
      chapters: chapters)
  }

  /// Why an exercise is not found by what was typed.
  public struct LookupError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
  }

  /// The exercise that a person means: by identifier, by path, or by a part that only one has.
  public func find(_ text: String) throws(LookupError) -> Exercise {
    let wanted = text.trimming { $0 == "/" || $0.isWhitespace }.lowercased()
    if let exact = exercises.first(where: { $0.id == wanted || $0.path.lowercased() == wanted }) {
      return exact
    }
    let matches =
      wanted.isEmpty
      ? [] : exercises.filter { $0.id.contains(wanted) || $0.path.lowercased().contains(wanted) }
    if matches.count == 1 { return matches[0] }
    if matches.count > 1 {
      throw LookupError(
        description:
          "'\(text)' could be any of: \(matches.map(\.id).joined(separator: ", ")); write more of the name")
    }
    if let broken = broken.first(where: { !wanted.isEmpty && $0.path.lowercased().contains(wanted) }) {
      throw LookupError(
        description: "the exercise \(broken.path) has errors:\n"
          + broken.diagnostics.map(\.description).joined(separator: "\n"))
    }
    if exercises.isEmpty { throw LookupError(description: "there is no exercise") }
    let near = Suggestion.nearest(to: wanted, in: exercises.map(\.id)).map { "; did you mean '\($0)'?" }
    throw LookupError(description: "no exercise is called '\(text)'" + (near ?? "; 'codelab list' shows all"))
  }

  /// The chapter that a person means: by folder, by number, or by a part that only one has.
  public func findChapter(_ text: String) throws(LookupError) -> Chapter {
    let wanted = text.trimming { $0 == "/" || $0.isWhitespace }.lowercased()
    let exact = chapters.filter { chapter in
      let number = chapter.path.split(separator: "-").first.flatMap { Int($0) }
      return chapter.path.lowercased() == wanted || (number != nil && number == Int(wanted))
    }
    let near = chapters.filter {
      !wanted.isEmpty && ($0.path.lowercased().contains(wanted) || $0.title.lowercased().contains(wanted))
    }
    let matches = exact.isEmpty ? near : exact
    if matches.count == 1 { return matches[0] }
    let names = matches.isEmpty ? chapters.map(\.path) : matches.map(\.path)
    throw LookupError(
      description: matches.isEmpty
        ? "no chapter is called '\(text)'; " + Suggestion.sentence(for: wanted, among: names)
        : "'\(text)' could be any of: \(names.joined(separator: ", ")); write more of the name")
  }

  // MARK: Folders

  private static func subfolders(of folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return !name.hasPrefix(".") && !name.contains(where: \.isNewline)
        && FileManager.default.fileExists(
          atPath: folder.appendingPathComponent(name).path, isDirectory: &isFolder)
        && isFolder.boolValue
    }.sorted()
  }

  /// Whether a folder has any of the files of an exercise.
  static func isExercise(_ folder: URL) -> Bool {
    Exercise.files.contains { FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) }
  }

  // MARK: What only shows when all are read

  private static func relationProblems(
    of exercise: Exercise, among all: [Exercise], isComplete: Bool, file: String
  ) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func report(_ message: String, at key: String) {
      let line = SourceText(of: exercise.lessonText).line(of: "\(key):") ?? 1
      problems.append(Diagnostic(file: file, line: line, message: message))
    }
    if let first = all.first(where: { $0.id == exercise.id }), first.path != exercise.path {
      report("the id '\(exercise.id)' belongs to \(first.path) already; choose another", at: "id")
    }
    for required in exercise.frontMatter.requires
    where isComplete && !all.contains(where: { $0.id == required }) {
      report(
        "'requires' names an unknown exercise '\(required)'; "
          + Suggestion.sentence(for: required, among: all.map(\.id)), at: "requires")
    }
    if let cycle = cycle(from: exercise.id, among: all) {
      report(
        "'requires' goes around in a circle: \(cycle.joined(separator: " > ")); remove one", at: "requires")
    }
    return problems
  }

  /// The way from an exercise through what it requires back to itself, if there is one.
  private static func cycle(from id: String, among all: [Exercise]) -> [String]? {
    let requires = Dictionary(
      all.map { ($0.id, $0.frontMatter.requires) }, uniquingKeysWith: { first, _ in first })
    var paths = [[id]]
    var seen: Set<String> = []
    while let path = paths.popLast() {
      for next in requires[path[path.count - 1]] ?? [] {
        if next == id { return path + [next] }
        if seen.insert(next).inserted { paths.append(path + [next]) }
      }
    }
    return nil
  }
}

extension Exercise {
  /// The files that every exercise has.
  static let files = ["lesson.md", "Exercise.swift", "Lesson.swift", "Solution.swift"]

  /// Reads one exercise; `prefix` is the folder's name in messages.
  static func read(_ folder: URL, path: String, prefix: String) -> (Exercise?, [Diagnostic]) {
    var problems: [Diagnostic] = []
    for name in files {
      let file = folder.appendingPathComponent(name).path
      if !FileManager.default.isReadableFile(atPath: file) {
        problems.append(
          Diagnostic(file: "\(prefix)/\(name)", message: "the file is missing or cannot be read; add it"))
      }
    }
    guard let bytes = try? Data(contentsOf: folder.appendingPathComponent("lesson.md")) else {
      return (nil, problems)
    }
    let name = "\(prefix)/lesson.md"
    guard let text = String(data: bytes, encoding: .utf8) else {
      return (nil, problems + [Diagnostic(file: name, message: "the file is not UTF-8; save it as UTF-8")])
    }
    let lesson = LessonReader(text, file: name)
    problems += lesson.problems
    guard let frontMatter = lesson.frontMatter else { return (nil, problems) }
    let exercise = Exercise(
      path: path, folder: folder, frontMatter: frontMatter, intro: lesson.intro.text,
      introLine: lesson.intro.line, steps: lesson.steps)
    return (exercise, problems)
  }
}

/// The elements transformed, on all processors at a time, in their order.
///
/// The screen opens with the course: what is read one after the other is waited for at every start.
private func concurrentMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: elements.count))
  DispatchQueue.concurrentPerform(iterations: elements.count) { index in
    let result = transform(elements[index])
    results.withLock { $0[index] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
