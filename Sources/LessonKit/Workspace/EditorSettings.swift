import Foundation

/// What an editor with SourceKit-LSP needs to understand a learner's file: a compilation database beside it.
///
/// Whatever folder the editor has open, SourceKit-LSP looks for `compile_commands.json` from the file upward.
public enum EditorSettings {
  /// Writes the database for a file of the learner, unless it is there already.
  ///
  /// - Throws: If it cannot be written.
  public static func write(for exercise: Exercise, file: URL, setup: RunSetup) throws {
    let compilation = Compilation(
      role: .subject, lesson: exercise.lessonCode, answer: file, toolchain: setup.toolchain,
      engine: setup.engine)
    let folder = file.deletingLastPathComponent()
    let entry = Entry(directory: folder.path, file: file.path, arguments: compilation.editorArguments)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = try encoder.encode([entry])
    let database = folder.appendingPathComponent("compile_commands.json")
    // Unchanged, it stays: a change makes language servers begin anew.
    if (try? Data(contentsOf: database)) != bytes { try bytes.write(to: database, options: .atomic) }
  }

  private struct Entry: Encodable {
    let directory: String, file: String, arguments: [String]
  }
}
