import Codelab
import Foundation

// Where the files of a run lie, and what people call them.

extension StepRun {
  /// The folders of the sets that stand in for the lesson's own data.
  var data: [String: URL] {
    setup.data.filter { plan.exercise.frontMatter.data.contains($0.key) }
  }
  var limits: Limits { plan.exercise.frontMatter.limits }
  var cache: LibraryCache { LibraryCache(folder: state.appendingPathComponent("libraries")) }

  func report(_ found: [Diagnostic], _ stage: RunStage, _ updates: inout [RunUpdate]) {
    // Warnings about the solution and the lesson are the author's business.
    let learners = name(of: plan.answer)
    let relevant = found.filter { $0.severity == .error || $0.file == learners }
    guard stage == .compileExercise, !relevant.isEmpty else { return }
    diagnostics = relevant
    updates.append(.diagnostics(relevant))
  }

  /// A file as people know it.
  func name(of file: URL) -> String {
    guard [plan.answer.path, plan.alias?.path].contains(file.path) else {
      return setup.project.name(of: file)
    }
    return plan.answerName ?? setup.project.name(of: plan.answer)
  }

  /// The learner's file for `Exercise/Exercise.swift`, which is what the compiler knows it by.
  func name(ofFileID id: String) -> String {
    let last = id.split(separator: "/").last.map(String.init) ?? id
    let files = [plan.alias ?? plan.answer, plan.exercise.lessonCode]
    return files.first { $0.lastPathComponent == last }.map(name(of:)) ?? id
  }

  /// A judge and a subject keep their artifacts apart, so that a learner's code cannot change a judge's.
  func artifactFolder(_ role: WorkerRequest.Role) throws -> URL {
    var fingerprint = Fingerprint()
    fingerprint.add([UInt8](try Foundation.Data(contentsOf: plan.exercise.lessonCode)))
    fingerprint.add(setup.engine.fingerprint)
    for (name, folder) in data.sorted(by: { $0.key < $1.key }) { fingerprint.add(folder, of: name) }
    if role == .subject, let enclosure = plan.enclosure {
      // What one submission keeps must not reach another.
      let folder = enclosure.appendingPathComponent("artifacts", isDirectory: true)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }
    let folder = state.appendingPathComponent(
      "artifacts/\(fingerprint.hex)/\(role.rawValue)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removeOldest(in: state.appendingPathComponent("artifacts"), keeping: 64)
    return folder
  }
}

extension Compilation {
  /// What the compiler said, with files named for people, explained where the lesson meets the learner's file.
  func diagnostics(in text: String, name: (URL) -> String) -> [Diagnostic] {
    let found = CompilerOutput.diagnostics(
      in: text, name: { name(URL(fileURLWithPath: $0)) },
      source: { path in
        // A compiler can be told that lines come from any file; these are the only ones to show.
        guard let file = [lesson, alias ?? answer].first(where: { $0.path == path }) else { return [] }
        let text = (try? String(contentsOf: file == alias ? answer : file, encoding: .utf8)) ?? ""
        return text.lines
      })
    return CompilerOutput.explained(found, lesson: name(lesson), learner: name(answer)) {
      let starter = lesson.deletingLastPathComponent().appendingPathComponent("Exercise.swift")
      guard let starter = try? String(contentsOf: starter, encoding: .utf8),
        let learner = try? String(contentsOf: answer, encoding: .utf8)
      else { return [] }
      return DeclarationChange.all(from: starter, to: learner)
    }
  }
}

extension Project {
  /// The state folder, or one for temporary files if that cannot be written.
  func writableState() -> URL {
    try? FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    if FileManager.default.isWritableFile(atPath: state.path) { return state }
    return FileManager.default.temporaryDirectory.appendingPathComponent(
      "codelab-\(getuid())", isDirectory: true)
  }
}
