import Codelab
import Foundation

/// One compilation: a lesson together with the learner's file or the reference solution.
struct Compilation: Sendable {
  /// What the library is for: the learner's process gets the lesson without its judges.
  var role = WorkerRequest.Role.judge
  /// The lesson's code.
  var lesson: URL
  /// The learner's file or the solution.
  var answer: URL
  /// What the compiler names the answer by, if it is not its path.
  var alias: URL?
  var toolchain: Toolchain
  var engine: EngineBuild
  /// Declarations of the learner's file that come from the reference instead.
  var supplied: [String] = []

  /// The name of the finished library in the cache.
  ///
  /// - Throws: If a source cannot be read.
  func key() throws -> String {
    var fingerprint = Fingerprint()
    for text in [role.rawValue] + supplied { fingerprint.add(text) }
    if !supplied.isEmpty { fingerprint.add([UInt8](try Foundation.Data(contentsOf: reference))) }
    for file in [lesson, answer] + judgeOnly {
      fingerprint.add(file == answer ? (alias ?? answer).path : file.path)
      fingerprint.add([UInt8](try Foundation.Data(contentsOf: file)))
    }
    fingerprint.add(Worker.entryPoint)
    for text in [engine.fingerprint, toolchain.fingerprint] + Self.options { fingerprint.add(text) }
    return fingerprint.hex
  }

  /// The name of the folders in which the parts of the library are kept between compilations.
  ///
  /// Answers to one exercise share them: from one to the next, the lesson stays as it is.
  var buildName: String {
    var fingerprint = Fingerprint()
    for text in [role.rawValue, lesson.path, engine.fingerprint, toolchain.fingerprint] + Self.options {
      fingerprint.add(text)
    }
    return fingerprint.hex
  }

  /// The reference solution.
  private var reference: URL { lesson.deletingLastPathComponent().appendingPathComponent("Solution.swift") }

  /// `Judge.swift`, if the lesson has one: code for judging alone.
  private var judgeOnly: [URL] {
    let file = lesson.deletingLastPathComponent().appendingPathComponent("Judge.swift")
    return role == .judge && FileManager.default.fileExists(atPath: file.path) ? [file] : []
  }

  /// The compiler's arguments.
  ///
  /// Names of the engine stay undefined in the library: the worker's executable has them.
  func arguments(build: BuildFolder, moduleCache: URL) throws -> [String] {
    var sources = [
      try build.file("Exercise.swift", try answerText()),
      try build.file("Lesson.swift", try lessonText()),
      try build.file("EntryPoint.swift", Foundation.Data(Worker.entryPoint.utf8)),
    ]
    for file in judgeOnly { sources.append(try build.file(file.lastPathComponent, try located(file))) }
    var arguments = Self.options + imports + ["-module-cache-path", moduleCache.path]
    arguments += ["-incremental", "-output-file-map", try build.outputFileMap(of: sources).path]
    return arguments + ["-o", build.output.path] + sources.map(\.path)
  }

  private func answerText() throws -> Foundation.Data {
    guard !supplied.isEmpty else { return try located(answer, as: alias) }
    let files = try [(answer, alias ?? answer), (reference, reference)].map { file, place in
      SuppliedSource.File(path: place.path, text: try String(contentsOf: file, encoding: .utf8))
    }
    return Foundation.Data(SuppliedSource.make(files[0], reference: files[1], names: supplied).utf8)
  }

  private func lessonText() throws -> Foundation.Data {
    guard role == .subject else { return try located(lesson) }
    let text = try String(contentsOf: lesson, encoding: .utf8)
    return Foundation.Data(SubjectSource.make(text, path: lesson.path).utf8)
  }

  /// The contents of a file, whose lines the compiler names by where they come from.
  private func located(_ file: URL, as alias: URL? = nil) throws -> Foundation.Data {
    let place = SubjectSource.sourceLocation((alias ?? file).path, line: 1)
    return Foundation.Data(place.utf8) + (try Foundation.Data(contentsOf: file))
  }

  /// The arguments by which an editor understands the answer: no output, and the compiler in front.
  var editorArguments: [String] {
    [toolchain.compiler] + Self.language + imports + [answer.path, lesson.path]
  }

  /// Where the modules are that an exercise imports.
  private var imports: [String] {
    ["-I", engine.modules] + engine.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  private static let language = ["-module-name", "Exercise", "-swift-version", "6", "-parse-as-library"]

  /// Not optimized: a lesson of some hundred lines then compiles in a second instead of five, its changed
  /// file in a third of one, and the standard library's preconditions keep their messages.
  private static let options: [String] = {
    // A crash is shown with its line.
    var options =
      Compilation.language
      + ["-emit-library", "-no-color-diagnostics", "-diagnostic-style", "llvm", "-gline-tables-only"]
    #if os(Linux)
      options += ["-use-ld=lld"]
    #else
      options += ["-Xlinker", "-undefined", "-Xlinker", "dynamic_lookup"]
    #endif
    return options
  }()
}
