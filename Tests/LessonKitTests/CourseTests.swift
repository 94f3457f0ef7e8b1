import Foundation
import Testing

@testable import LessonKit

@Suite struct CourseTests {
  @Test func findsExercisesByPathAndKeepsBrokenOnesApart() throws {
    let folder = try TemporaryFolder()
    func lesson(_ id: String, _ more: String = "") -> String {
      "---\nformat: 1\nid: \(id)\ntitle: T\n\(more)\n---\n## One\n"
    }
    try folder.addExercise("02-b/01-second", lesson: lesson("second", "requires: [first]"))
    try folder.addExercise("01-a/02-broken", lesson: lesson("broken", "seed: no"))
    try folder.addExercise("01-a/01-first", lesson: lesson("first"))
    try folder.addExercise("03-c/01-again", lesson: lesson("first"))
    try folder.addExercise("03-c/02-lost", lesson: lesson("lost", "requires: [frist]"))
    try folder.addExercise("04-d/01-x", lesson: lesson("x", "requires: [y]"))
    try folder.addExercise("04-d/02-y", lesson: lesson("y", "requires: [x]"))
    try folder.write("Codelabs/README.md", "for authors")
    try folder.write("Codelabs/05-e/01-half/lesson.md", lesson("half"))

    let course = Course.load(folder.project.codelabs)
    #expect(course.exercises.map(\.path) == ["01-a/01-first", "02-b/01-second"])
    #expect(
      course.broken.map(\.path) == [
        "01-a/02-broken", "03-c/01-again", "03-c/02-lost", "04-d/01-x", "04-d/02-y", "05-e/01-half",
      ])
    let messages = course.diagnostics.map(\.description)
    #expect(
      messages.contains {
        $0.hasPrefix("Codelabs/03-c/01-again/lesson.md:3: error: the id 'first' belongs to 01-a")
      })
    #expect(
      messages.contains {
        $0.hasPrefix("Codelabs/03-c/02-lost/lesson.md:5: error: ")
          && $0.contains("unknown exercise 'frist'; did you mean 'first'?")
      })
    #expect(messages.contains { $0.contains("x > y > x") })
    #expect(
      messages.contains { $0.hasPrefix("Codelabs/05-e/01-half/Solution.swift: error: the file is missing") })
    #expect(course.exercises[0].chapterTitle == "1 A")

    #expect(try course.find("second").path == "02-b/01-second")
    #expect(try course.find("02-b/01-second/").id == "second")
    #expect(try course.find("SEC").id == "second")
    #expect(
      throws: Course.LookupError(description: "'s' could be any of: first, second; write more of the name")
    ) {
      try course.find("s")
    }
    #expect(throws: Course.LookupError(description: "no exercise is called 'secnod'; did you mean 'second'?"))
    {
      try course.find("secnod")
    }
    #expect(throws: Course.LookupError.self) { try course.find("") }
    #expect(throws: Course.LookupError.self) { try course.find("broken") }
  }

  @Test func aBrokenExerciseDoesNotBreakThoseThatRequireIt() throws {
    let folder = try TemporaryFolder()
    try folder.addExercise("01-a/01-broken", lesson: "nothing")
    try folder.addExercise(
      "01-a/02-toy",
      lesson: header.replacing("title: Toy", with: "title: Toy\nrequires: [broken]") + "## One\n")
    #expect(Course.load(folder.project.codelabs).exercises.map(\.id) == ["toy"])
  }

  @Test func anAbsentFolderIsAnEmptyCourse() {
    let course = Course.load(URL(fileURLWithPath: "/nonexistent/Codelabs"))
    #expect(course.exercises.isEmpty && course.broken.isEmpty)
  }
}

@Suite struct WorkspaceTests {
  @Test func neverOverwritesWhatTheLearnerWrote() throws {
    let folder = try TemporaryFolder()
    try folder.addExercise()
    let exercise = try folder.exercise()
    let workspace = Workspace(folder.project)
    let file = try workspace.open(exercise)
    #expect(folder.project.name(of: file) == "Work/01-intro/01-toy/Exercise.swift")
    #expect(try String(contentsOf: file, encoding: .utf8) == "// starter")

    try Data("mine".utf8).write(to: file)
    try folder.write("Codelabs/01-intro/01-toy/Exercise.swift", "// newer starter")
    try workspace.open(exercise)
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")

    let backup = try #require(try workspace.reset(exercise))
    #expect(backup.lastPathComponent == "Exercise.swift.backup-1")
    #expect(try String(contentsOf: backup, encoding: .utf8) == "mine")
    #expect(try String(contentsOf: file, encoding: .utf8) == "// newer starter")
    #expect(try workspace.reset(exercise)?.lastPathComponent == "Exercise.swift.backup-2")
  }

  @Test func noticesThatTheStarterChanged() throws {
    let folder = try TemporaryFolder()
    try folder.addExercise(starter: "one\ntwo\nthree\n")
    let exercise = try folder.exercise(), workspace = Workspace(folder.project)
    #expect(workspace.starterChange(of: exercise) == nil)
    let file = try workspace.open(exercise)
    try Data("mine".utf8).write(to: file)
    #expect(workspace.starterChange(of: exercise) == nil)
    try folder.write("Codelabs/01-intro/01-toy/Exercise.swift", "one\n2\nthree\nfour\n")
    let change = try #require(workspace.starterChange(of: exercise))
    #expect(change.lines == ["2 - two", "2 + 2", "4 + four"])
    #expect(change.summary == "2 lines added, 1 removed")
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    try workspace.reset(exercise)
    #expect(workspace.starterChange(of: exercise) == nil)
  }

  @Test func aPackHasWorkAndProgressOfItsOwn() throws {
    let folder = try TemporaryFolder(), pack = try TemporaryFolder()
    let project = Project(root: folder.url, codelabs: pack.url)
    #expect(project.isPack && !Project(root: folder.url).isPack)
    #expect(!Project(root: folder.url, codelabs: folder.project.codelabs).isPack)
    #expect(project.work.path.hasPrefix(folder.url.path + "/Work/packs/codelab-test-"))
    #expect(project.progress.path.hasPrefix(folder.url.path + "/.codelab/packs/codelab-test-"))
    #expect(project.state == Project(root: folder.url).state)
  }

  @Test func saysWhyAFileCannotBeMade() throws {
    let folder = try TemporaryFolder()
    try folder.addExercise()
    try folder.write("Work", "a file where a folder should be")
    let exercise = try folder.exercise()
    let error = #expect(throws: WorkspaceError.self) { try Workspace(folder.project).open(exercise) }
    #expect("\(try #require(error))".hasPrefix("cannot make Work/01-intro/01-toy/Exercise.swift: "))
  }

  @Test func findsTheProjectFromBelowAndFromTheExecutable() throws {
    let folder = try TemporaryFolder(), elsewhere = try TemporaryFolder()
    try folder.addExercise()
    let program = try folder.write(".build/debug/codelab", "")
    let below = folder.url.appendingPathComponent("Codelabs/01-intro")
    #expect(try Project.find(from: below).root.path == folder.url.path)
    #expect(try Project.find(from: elsewhere.url, executable: program).root.path == folder.url.path)
    #expect(throws: WorkspaceError.self) { try Project.find(from: elsewhere.url) }
  }
}
