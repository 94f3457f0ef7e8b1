import Foundation
import LessonKit

/// Where the program runs: the project, the learner's files, the environment.
struct Session {
  let project: Project
  let environment: [String: String]
  /// The folders of sets that stand in for the lessons' own data, by name.
  var data: [String: URL] = [:]

  /// The session of the running program.
  ///
  /// - Throws: ``LessonKit/WorkspaceError`` outside of a project.
  static func current(codelabs: String? = nil) throws -> Session {
    let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    var project = try Project.find(from: folder, executable: RunSetup.currentExecutable)
    if let codelabs {
      project = Project(root: project.root, codelabs: URL(fileURLWithPath: codelabs, isDirectory: true))
    }
    return Session(project: project, environment: ProcessInfo.processInfo.environment)
  }

  /// The learner's files.
  var workspace: Workspace { Workspace(project) }

  /// What the learner did so far.
  var store: ProgressStore { ProgressStore(folder: project.progress) }

  /// All exercises.
  var course: Course { Course.load(project.codelabs, name: project.name(of: project.codelabs)) }

  /// The compiler, the engine and this program as a worker.
  func setup() throws -> RunSetup {
    try RunSetup.current(project: project, environment: environment, data: data)
  }

  /// The file that the learner edits, with what editors need beside it.
  func open(_ exercise: Exercise) throws -> URL {
    let file = try workspace.open(exercise)
    // Without a compiler, or without the file for editors, the learner can edit all the same.
    if let setup = try? setup() { try? EditorSettings.write(for: exercise, file: file, setup: setup) }
    return file
  }

  /// The line of the first `todo` in a file; 1 if there is none.
  func firstTodo(of file: URL) -> Int {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.firstIndex { $0.contains("todo(") } ?? 0) + 1
  }
}
