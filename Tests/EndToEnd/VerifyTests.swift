import Foundation
import Testing

extension EndToEnd {
  /// The commands for authors; the shipped exercises are verified by `.ci/run`.
  @Suite(.serialized) struct VerifyTests {
    private struct Report: Decodable {
      struct Problem: Decodable { let file: String, line: Int?, message: String }
      struct Trial: Decodable { let file: String, failedChecks: [String] }
      struct Exercise: Decodable {
        let id: String, passed: Bool, diagnostics: [Problem], trials: [Trial]
      }
      let passed: Bool, exercises: [Exercise], diagnostics: [Problem]
    }

    /// The first commands of the author's guide: make an exercise, verify it, open it.
    @Test func aNewExerciseVerifiesAtOnce() throws {
      let guide = try String(
        contentsOf: Package.root.appendingPathComponent("Codelabs/README.md"), encoding: .utf8)
      let commands = guide.split(separator: "\n").filter { $0.hasPrefix("swift run codelab ") }
      #expect(commands.count == 3)
      let course = try Package.newCourse()
      defer { try? FileManager.default.removeItem(at: course) }
      for command in commands {
        let words = command.split(separator: " ").dropFirst(3).map(String.init)
        let (status, output) = run([Package.codelab] + words, folder: course)
        #expect(status == 0, "\(command): \(output)")
        #expect(words[0] != "verify" || output.contains(/prune-a-model +2 +1 +3 .* ok/), "\(output)")
      }
      let again = run([Package.codelab, "new", "compression/prune-a-model"], folder: course)
      #expect(again.status == 2 && again.output.contains("already"), "\(again.output)")
    }

    /// Each exercise has one defect, and one message about it; the others are not touched by it.
    @Test func everyDefectIsNamedWithFileAndLine() throws {
      let defects: [(name: String, file: String, old: String, new: String, message: String)] = [
        ("sound", "lesson.md", "", "", ""),
        (
          "no-todo", "Exercise.swift", "todo(\"find the nearest mark for each value\")",
          "values.map { ($0 / step).rounded() * step }", "passes as it is"
        ),
        ("no-compile", "Solution.swift", "values.map", "valeus.map", "cannot find 'valeus' in scope"),
        (
          "lost-check", "lesson.md", "checks: [length, nearest]", "checks: [length, nearest, other]",
          "'other'"
        ),
        ("too-right", "Wrong/RoundsDown.swift", ".rounded(.down)", ".rounded()", "it passes"),
        ("unformatted", "Lesson.swift", "    let step = Float(lab", "  let step = Float(lab", "Indentation"),
        ("broken", "lesson.md", "seed: 7", "seeed: 7", "did you mean 'seed'?"),
      ]
      let course = try Package.newCourse()
      defer { try? FileManager.default.removeItem(at: course) }
      for defect in defects {
        let (status, output) = run([Package.codelab, "new", "01-defects/\(defect.name)"], folder: course)
        #expect(status == 0, "\(output)")
        let folder = try #require(
          FileManager.default.contentsOfDirectory(
            atPath: course.appendingPathComponent("Codelabs/01-defects").path
          ).first { $0.hasSuffix(defect.name) })
        let file = course.appendingPathComponent("Codelabs/01-defects/\(folder)/\(defect.file)")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(defect.old.isEmpty || text.contains(defect.old), "\(defect.name)")
        try text.replacingOccurrences(of: defect.old, with: defect.new).write(
          to: file, atomically: true, encoding: .utf8)
      }
      let page = "# Defects\n```measured\nexercise: sound\nmetric: largest-eror\nlabel: Largest error\n```\n"
      try page.write(
        to: course.appendingPathComponent("Codelabs/01-defects/README.md"), atomically: true, encoding: .utf8)
      try "".write(
        to: course.appendingPathComponent("Codelabs/stray"), atomically: true, encoding: .utf8)

      let json = course.appendingPathComponent("report.json")
      let (status, output) = run(
        ["sh", "-c", "exec '\(Package.codelab)' verify --seeds 1 --format json > '\(json.path)'"],
        folder: course)
      #expect(status == 1, "\(output)")
      let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: json))
      #expect(!report.passed)
      #expect(report.diagnostics.map(\.file) == ["Codelabs/01-defects/README.md", "Codelabs/stray"])
      #expect(report.diagnostics.first?.line == 2)
      #expect(report.diagnostics.first?.message.contains("did you mean 'largest-error'?") == true)
      #expect(report.exercises.count == defects.count)
      for (exercise, defect) in zip(report.exercises, defects) {
        let isSound = defect.message.isEmpty
        #expect(exercise.passed == isSound, "\(exercise)")
        #expect(
          isSound
            || exercise.diagnostics.contains {
              $0.message.contains(defect.message) && $0.line != nil
                && $0.file.hasPrefix("Codelabs/01-defects/")
            }, "\(exercise)")
      }
    }

    @Test func anInterruptionLeavesNothingBehind() throws {
      let course = try Package.newCourse("01-a/slow")
      defer { try? FileManager.default.removeItem(at: course) }
      let code = course.appendingPathComponent("Codelabs/01-a/01-slow/Lesson.swift")
      let text = try String(contentsOf: code, encoding: .utf8)
      try text.replacingOccurrences(
        of: "    try lab.submit", with: "    lab.log(\"asleep\")\n    while true { }\n    try lab.submit"
      ).write(to: code, atomically: true, encoding: .utf8)
      let script = """
        TMPDIR="$PWD/scratch"; export TMPDIR; mkdir -p scratch
        '\(Package.codelab)' verify & verifier=$!
        for turn in $(seq 300); do
          worker=$(pgrep -P $verifier -f 'codelab worker') && break
          sleep 0.1
        done
        [ -n "$worker" ] || { kill $verifier; echo 'no worker'; exit 1; }
        kill -INT $verifier; wait $verifier; echo "ended with $?"
        kill -0 $worker 2>/dev/null && echo 'the worker is still there'
        ls scratch | grep codelab
        """
      let (_, output) = run(["bash", "-c", "set -m\n" + script], folder: course)
      #expect(output.contains("ended with 130"), "\(output)")
      #expect(!output.contains("still there") && !output.contains("codelab-verify"), "\(output)")
    }

    @Test func badUsageEndsWithTwo() throws {
      let course = try Package.freshCourse()
      for (arguments, complaint) in [
        (["verify", "quantise-a-model"], "did you mean 'quantize-a-model'?"),
        (["verify", "--seeds", "0"], "--seeds"),
        (["verify", "--codelabs", "/nowhere"], "not a folder"),
        (["new", "prune"], "is not chapter and name"),
      ] {
        let (status, output) = run([Package.codelab] + arguments, folder: course)
        #expect(status == 2 && output.contains(complaint), "\(arguments): \(output)")
      }
    }
  }
}
