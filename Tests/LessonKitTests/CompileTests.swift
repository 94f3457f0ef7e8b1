import Codelab
import Foundation
import Testing

@testable import LessonKit

@Suite struct CompilerOutputTests {
  private func read(_ text: String, sources: [String: [String]] = [:]) -> [Diagnostic] {
    CompilerOutput.diagnostics(
      in: text, name: { $0.hasPrefix("/p/") ? String($0.dropFirst(3)) : $0 }, source: { sources[$0] ?? [] })
  }

  @Test func readsPlacesNotesAndLines() {
    let found = read(
      """
      /p/Work/a:b.swift:3:7: error: cannot find 'foo' in scope
      \tlet é = foo
                ^~~
      /p/Lesson.swift:1:1: note: declared here
      /p/Work/a:b.swift:4:1: warning: unused: error: no
      <unknown>:0: error: unable to load
      error: no such module
      noise: error
      """, sources: ["/p/Work/a:b.swift": ["", "", "\té = foo"]])
    #expect(found.count == 4)
    #expect(found[0].file == "Work/a:b.swift")
    #expect((found[0].line, found[0].column) == (3, 7))
    #expect(found[0].caret == "\t    ^")
    #expect(found[0].notes.map(\.message) == ["declared here"])
    #expect(found[1].severity == .warning)
    #expect(found[1].message == "unused: error: no")
    #expect(found[2...].map(\.file) == ["swiftc", "swiftc"])
  }

  @Test func explainsALostDeclaration() {
    let errors = read("/p/Lesson.swift:5:2: error: cannot find 'quantize' in scope\n")
    let explained = CompilerOutput.explained(errors, lesson: "Lesson.swift", learner: "Exercise.swift")
    #expect(explained.count == 2)
    #expect(explained[0].file == "Exercise.swift")
    #expect(explained[0].message.contains("'quantize'"))
    let own = read("/p/Exercise.swift:5:2: error: x\n") + errors
    #expect(CompilerOutput.explained(own, lesson: "Lesson.swift", learner: "Exercise.swift") == own)
  }

  /// The published 128-bit FNV-1a of these texts, without the lengths that are added to keep texts apart.
  @Test func fingerprintsDiffer() {
    func hex(_ texts: String...) -> String {
      var fingerprint = Fingerprint()
      for text in texts { fingerprint.add(text) }
      return fingerprint.hex
    }
    #expect(hex() == "6c62272e07bb014262b821756295c58d")
    #expect(hex("ab", "c") != hex("a", "bc"))
    #expect(hex("a") == hex("a"))
    #expect(Set((0..<1000).map { hex("\($0)") }).count == 1000)
  }

  @Test func aMissingCompilerIsSaid() {
    let error = #expect(throws: ToolchainError.self) {
      try Toolchain.find(environment: ["PATH": "/nonexistent"])
    }
    #expect(error?.description.contains("swiftc") == true)
  }

  @Test func theCacheIsBounded() throws {
    let folder = try TemporaryFolder()
    let cache = LibraryCache(folder: folder.url, capacity: 3)
    for number in 0..<6 {
      let file = try cache.finish("k\(number)", from: folder.write("made", "x"), messages: "m")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(number))], ofItemAtPath: file.path)
    }
    #expect(folder.names(in: "") == ["k3.so", "k3.txt", "k4.so", "k4.txt", "k5.so", "k5.txt"])
    #expect(cache.find("k0") == nil)
    #expect(cache.find("k3")?.messages == "m")
  }
}

/// Compilations with the real compiler against the modules that this test was built with.
@Suite(
  .serialized,
  .enabled("needs the modules of a SwiftPM build beside the tests", { RealCompiler.setup != nil }))
struct RealCompilerTests {
  private func compile(_ answer: String) throws -> (StepResult, library: URL?) {
    try compile(answer, in: try TemporaryFolder(), changed: nil)
  }

  /// Compiles an answer in a folder that may have seen others; `changed` is what the time of its file is set to.
  private func compile(
    _ answer: String, in folder: TemporaryFolder, changed: Date?
  ) throws -> (StepResult, library: URL?) {
    try folder.addExercise(
      code: """
        import Codelab
        let lesson = Lesson {
          Step("one") { lab in try lab.submit("ends", ends([1, 2, 3])) }
        }
        """)
    let exercise = try folder.exercise()
    let file = try Workspace(folder.project).open(exercise)
    try Foundation.Data(answer.utf8).write(to: file)
    if let changed {
      try FileManager.default.setAttributes([.modificationDate: changed], ofItemAtPath: file.path)
    }
    var setup = try #require(RealCompiler.setup)
    setup.project = folder.project
    // What matters is what was compiled; the worker needs no engine for that.
    setup.worker = "/bin/echo"
    let libraries = folder.url.appendingPathComponent(".codelab/libraries")
    let before = folder.names(in: ".codelab/libraries")
    let result = StepRun.runToEnd(
      RunPlan(exercise, step: exercise.steps[0], answer: file), setup: setup)
    let made = folder.names(in: ".codelab/libraries").filter { $0.hasSuffix(".so") && !before.contains($0) }
    return (result, made.first.map { libraries.appendingPathComponent($0) })
  }

  /// The compiler goes by the times of files, which tell nothing of quick changes and of files that were put back.
  @Test func everyChangeIsCompiled() throws {
    let folder = try TemporaryFolder()
    let words = ["the first answer", "another one by far", "what had been there before", "the last of all"]
    for (word, date) in zip(words, [nil, nil, Date(timeIntervalSince1970: 1e9), nil]) {
      let answer = "func ends(_ x: [Int]) -> [String] { [\"\(word)\"] }"
      let library = try #require(try compile(answer, in: folder, changed: date).library)
      let bytes = try Foundation.Data(contentsOf: library)
      for other in words { #expect((bytes.range(of: Foundation.Data(other.utf8)) != nil) == (other == word)) }
    }
  }

  @Test func compiles() throws {
    let (result, library) = try compile("func ends(_ x: [Int]) -> [Int] { [x[0], x[2]] }")
    #expect(result.diagnostics == [])
    #expect(result.ending == .exitedEarly(status: 0))
    #expect(library != nil)
  }

  @Test func showsTheLearnersMistake() throws {
    let (result, library) = try compile("func ends(_ x: [Int]) -> [Int] {\n  return \"é\" + x\n}")
    #expect(result.ending == .didNotCompile)
    #expect(library == nil)
    let first = try #require(result.diagnostics.first)
    #expect(first.file == "Work/01-intro/01-toy/Exercise.swift")
    #expect(first.line == 2)
    #expect(first.sourceLine == "  return \"é\" + x")
  }

  @Test func saysThatADeclarationIsGone() throws {
    let (result, _) = try compile("func edges(_ x: [Int]) -> [Int] { x }")
    #expect(result.diagnostics.first?.message.hasPrefix("the lesson needs 'ends' from this file") == true)
  }
}

private enum RealCompiler {
  static let setup: RunSetup? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let environment = ProcessInfo.processInfo.environment
    // Tests run in a bundle beside the modules.
    let bundle = RunSetup.currentExecutable
    let places = [bundle, root.appendingPathComponent(".build/debug/codelab")]
    guard let toolchain = try? Toolchain.find(environment: environment),
      let engine = places.lazy.compactMap({ try? EngineBuild.find(executable: $0) }).first
    else { return nil }
    return RunSetup(
      project: Project(root: root), toolchain: toolchain, engine: engine, worker: "", environment: environment
    )
  }()
}
