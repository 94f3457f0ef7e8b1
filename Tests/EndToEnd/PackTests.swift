import Foundation
import Testing

extension EndToEnd {
  /// Exercises that lie in a folder of their own, away from the package.
  @Suite(.serialized) struct PackTests {
    private let project: URL
    private let pack: URL

    init() throws {
      project = try Package.newCourse("first/mine")
      pack = try Package.newCourse("first/round").appendingPathComponent("Codelabs")
    }

    private func codelab(_ arguments: String...) -> (status: Int32, output: String) {
      run([Package.codelab] + arguments + ["--codelabs", pack.path], folder: project)
    }

    private func cleanUp() {
      for folder in [project, pack.deletingLastPathComponent()] {
        try? FileManager.default.removeItem(at: folder)
      }
    }

    @Test func aPackIsRunOnlyWithConsent() throws {
      defer { cleanUp() }
      #expect(codelab("list").status == 0)
      for command in [["run", "round"], ["check", "round"], ["verify"], ["grade", "--work", "/nowhere"]] {
        let (status, output) = run(
          [Package.codelab] + command + ["--codelabs", pack.path], folder: project)
        #expect(status == 2 && output.contains("--trust"), "\(command): \(output)")
      }
      #expect(
        !FileManager.default.fileExists(atPath: project.appendingPathComponent(".codelab/libraries").path))
      #expect(codelab("verify", "--seeds", "1", "--trust").status == 0)
      let ran = codelab("run", "round", "--trust")
      #expect(ran.status == 1 && ran.output.contains("Not done yet"), "\(ran.output)")
      // It has work and progress of its own, and the next time asks again.
      let work = project.appendingPathComponent("Work")
      #expect(try FileManager.default.contentsOfDirectory(atPath: work.path) == ["packs"])
      #expect(codelab("run", "round").status == 2)
      try FileManager.default.createSymbolicLink(
        at: pack.appendingPathComponent("01-first/link"), withDestinationURL: project)
      #expect(codelab("run", "round").output.contains("is a link"))
    }

    @Test(.enabled("needs tmux", { Tmux.isAvailable }))
    func consentIsRememberedUntilThePackChanges() throws {
      defer { cleanUp() }
      func ask(_ answer: String) -> [String] {
        let terminal = Tmux(
          width: 200, height: 40, folder: project,
          command: "\(Package.codelab) run round --codelabs \(pack.path)")
        terminal.wait(for: "Run them? [y/N]")
        terminal.type(answer)
        terminal.press("Enter")
        return terminal.wait(for: "ended with")
      }
      #expect(ask("n").contains { $0.contains("ended with 2") })
      #expect(ask("y").contains { $0.contains("ended with 1") })
      #expect(codelab("run", "round").output.contains("Not done yet"))
      let lesson = pack.appendingPathComponent("01-first/01-round/lesson.md")
      try (String(contentsOf: lesson, encoding: .utf8) + "\nMore.\n").write(
        to: lesson, atomically: true, encoding: .utf8)
      let (status, output) = codelab("run", "round")
      #expect(status == 2 && output.contains("have changed since you agreed"), "\(output)")
    }
  }
}
