import Foundation
import Testing

extension EndToEnd {
  /// `codelab grade` as a pipeline uses it.
  @Suite(.serialized) struct GradeTests {
    private let fixture: GradingFixture
    private var folder: URL { fixture.folder }

    init() throws { fixture = try GradingFixture() }

    private func grade(_ arguments: String...) -> (status: Int32, output: String) {
      run([Package.codelab, "grade"] + arguments, folder: folder)
    }

    private func report(_ name: String) throws -> GradedReport {
      try GradedReport(folder.appendingPathComponent(name))
    }

    @Test func archivesAndSeveralReports() throws {
      try fixture.write(GradingFixture.solution, to: "ada/b/Exercise.swift")
      run(["tar", "-czf", "ada.tgz", "ada"], folder: folder)
      let (status, output) = grade(
        "--submission", "ada.tgz", "--format", "text", "--format", "json=r.json", "--format", "junit=r.xml",
        "--format", "gradescope=r.gs", "--format", "markdown=r.md", "--format", "github=r.gh")
      #expect(status == 0, "\(output)")
      #expect(output.contains("Total: 4 of 4 points, passed"))
      #expect(try report("r.json").submissions.map(\.name) == ["ada.tgz"])
      #expect(fixture.read("r.xml").contains("tests=\"1\" failures=\"0\""))
      #expect(fixture.read("r.gs").contains("\"score\" : 4"))
      #expect(fixture.read("r.md").hasPrefix("# 4 of 4 points, passed"))
      #expect(fixture.read("r.gh").hasPrefix("::stop-commands::"))
      // Nothing is left behind in the learner's folders.
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("Work").path))
    }

    @Test func partsMakeTheWholeAndAReplayRepeatsIt() throws {
      for name in ["ada", "bob", "eve"] {
        let answer = name == "bob" ? "func double(_ x: [Float]) -> [Float] { x }" : GradingFixture.solution
        try fixture.write(answer, to: "all/\(name)/Exercise.swift")
      }
      let all = ["--submissions", "all", "--seed", "5"]
      for part in 1...2 {
        run(
          [Package.codelab, "grade"] + all + ["--shard", "\(part)/2", "--format", "json=\(part).json"],
          folder: folder)
      }
      #expect(try report("1.json").submissions.map(\.name) == ["ada", "eve"])
      #expect(try report("2.json").submissions.map(\.name) == ["bob"])
      let merged = grade("--merge", "1.json", "2.json", "--format", "json=all.json")
      #expect(merged.status == 1, "\(merged.output)")
      let whole = try report("all.json")
      #expect(whole.submissions.map(\.name) == ["ada", "bob", "eve"])
      #expect(whole.submissions.map(\.points) == [4, 0, 4])
      #expect(whole.submissions.flatMap(\.exercises).flatMap(\.steps).allSatisfy { $0.seed == 5 })
      #expect(grade("--merge", "1.json", "1.json").status == 2)

      let again = grade("--submissions", "all", "--replay", "all.json")
      #expect(again.status == 0 && again.output.contains("the same verdicts"), "\(again.output)")
      try fixture.write(GradingFixture.solution + "// changed\n", to: "all/bob/Exercise.swift")
      let changed = grade("--submissions", "all", "--replay", "all.json")
      #expect(changed.status == 1)
      #expect(
        changed.output.contains("bob, b > double > values: failed then, passed now"), "\(changed.output)")
      #expect(changed.output.contains("the graded file has changed"))
    }

    /// Batches are changed on another thread, while the one before trains; the sandbox has to allow that.
    @Test func augmentationTrainsInTheSandbox() throws {
      try fixture.write(
        """
        import Codelab

        func double(_ x: [Float]) -> [Float] {
          do {
            let images = Tensor(shape: [64, 8, 8, 1], repeating: 0.5)
            let data = try Dataset(images: images, labels: (0..<64).map { $0 % 2 }, classes: 2)
            let model = try Model(input: [8, 8, 1], seed: 1) {
              Flatten()
              Dense(2)
            }
            try model.fit(
              data, epochs: 60, batchSize: 8, seed: 1, transform: Augmentation.rotation(upTo: 0.1).onBatches)
            return x.map { 2 * $0 }
          } catch {
            return []
          }
        }
        """, to: "ada/b/Exercise.swift")
      let (status, output) = grade("--submission", "ada", "--format", "text")
      #expect(status == 0, "\(output)")
    }

    @Test func badUsageIsExplained() throws {
      try fixture.write("", to: "empty/readme.txt")
      for (arguments, complaint) in [
        (["--submission", "nowhere"], "nowhere is missing"),
        (["--submission", "empty"], "nothing was handed in"),
        (["--shard", "3/2"], "3/2"), (["--format", "xml"], "xml"),
        (["--format", "json", "--format", "junit"], "only one report can go to standard output"),
        (["--merge", "empty/readme.txt"], "no report of 'codelab grade"), (["--jobs", "0"], "at least 1"),
        (["--replay", "nowhere.json"], "nowhere.json"),
      ] {
        let (status, output) = run([Package.codelab, "grade"] + arguments, folder: folder)
        #expect(status == 2, "\(arguments): \(output)")
        #expect(output.contains(complaint), "\(arguments): \(output)")
      }
    }

    /// Two steps; the second calls what the first asks for, and is judged with code that is in the judge alone.
    private func addStairs() throws {
      let step = """
        ## NAME {#NAME}

        ```task
        id: NAME
        title: Write NAME
        points: 2
        checks: [NAME-right]
        writes: [NAME]
        ```


        """
      let text = ["base", "twice"].map { step.replacingOccurrences(of: "NAME", with: $0) }.joined()
      try fixture.write(
        "---\nformat: 1\nid: stairs\ntitle: Stairs\nlimits: { run: 5 s }\n---\n\n" + text,
        to: "Codelabs/01-a/02-c/lesson.md")
      let code =
        "import Codelab\nfunc base(_ x: Int) -> Int {\n  BASE\n}\nfunc twice(_ x: Int) -> Int {\n  TWICE\n}\n"
      func answer(_ base: String, _ twice: String) -> String {
        code.replacingOccurrences(of: "BASE", with: base).replacingOccurrences(of: "TWICE", with: twice)
      }
      try fixture.write(answer("todo(\"base\")", "todo(\"twice\")"), to: "Codelabs/01-a/02-c/Exercise.swift")
      try fixture.write(
        answer("step(x)", "2 * base(x)") + "private func step(_ x: Int) -> Int { x + 1 }\n",
        to: "Codelabs/01-a/02-c/Solution.swift")
      try fixture.write(
        """
        import Codelab
        let lesson = Lesson {
          Step("base") { lab in try lab.submit("y", base(3)) } judge: { work in
            let y: Int = try work["y"]
            expect("base-right", y == onlyTheJudgeKnows(3), "one more")
          }
          Step("twice") { lab in try lab.submit("y", twice(3)) } judge: { work in
            let y: Int = try work["y"]
            expect("twice-right", y == 2 * onlyTheJudgeKnows(3), "twice as much")
          }
        }

        """, to: "Codelabs/01-a/02-c/Lesson.swift")
      try fixture.write(
        "func onlyTheJudgeKnows(_ x: Int) -> Int { x + 1 }\n", to: "Codelabs/01-a/02-c/Judge.swift")
      for (name, base, twice) in [
        ("all", "x + 1", "2 * base(x)"), ("first-wrong", "x", "2 * base(x)"),
        ("first-open", "todo(\"base\")", "2 * base(x)"), ("peeks", "onlyTheJudgeKnows(x)", "0"),
        ("traps", "[1, 2][x]", "2 * base(x)"), ("overflows", "Int.max + x", "2 * base(x)"),
      ] {
        try fixture.write(answer(base, twice), to: "stairs/\(name)/Exercise.swift")
      }
      try fixture.write(
        answer("x + 1", "2 * bass(x)").replacingOccurrences(of: "func base", with: "func bass"),
        to: "stairs/renamed/Exercise.swift")
      try fixture.write(
        answer("x + 1", "2 * base(x, 1)").replacingOccurrences(
          of: "func base(_ x: Int)", with: "\n/// Mine.\nfunc base(_ x: Int, _ y: Int)"),
        to: "stairs/retyped/Exercise.swift")
    }

    @Test func stepsAreJudgedApartAndMistakesNamed() throws {
      try addStairs()
      let (status, output) = grade("stairs", "--submissions", "stairs", "--format", "json=r.json")
      #expect(status == 1, "\(output)")
      let report = try self.report("r.json")
      let steps = Dictionary(
        uniqueKeysWithValues: report.submissions.map { ($0.name, $0.exercises[0].steps) })
      func statuses(_ name: String) -> [String] { steps[name]?.map(\.status) ?? [] }
      func first(_ name: String) throws -> GradedReport.Step { try #require(steps[name]?.first) }

      #expect(statuses("all") == ["passed", "passed"])
      #expect(steps["all"]?.map(\.supplied) == [[], []])
      // What is right in the second step counts although the first is not.
      #expect(statuses("first-wrong") == ["failed", "passed"])
      #expect(statuses("first-open") == ["notDone", "passed"])
      #expect(steps["first-wrong"]?.map(\.supplied) == [[], ["base"]])
      #expect(statuses("peeks")[0] == "didNotCompile")

      let trap = try first("traps")
      #expect(trap.status == "crashed" && trap.message.contains("Index out of range"), "\(trap)")
      #expect(
        trap.diagnostics.contains { $0.file == "stairs/traps/Exercise.swift" && $0.line == 3 }, "\(trap)")
      let overflow = try first("overflows")
      #expect(overflow.message.contains("a number that its type cannot hold"), "\(overflow)")
      #expect(overflow.message.contains("Exercise.swift:3"), "\(overflow)")

      let renamed = try first("renamed").diagnostics.first
      #expect(renamed?.message.contains("'bass' seems to be 'base' under another name") == true, "\(output)")
      #expect(renamed?.line == 2)
      let retyped = try first("retyped").diagnostics.first
      #expect(retyped?.message.contains("must begin with 'func base(_ x: Int) -> Int'") == true, "\(output)")
      #expect(retyped?.line == 4)
    }

    /// The commands of the grader's guide, in the folders that it names.
    @Test func theGuidesCommandsWork() throws {
      let guide = try String(
        contentsOf: Package.root.appendingPathComponent("Codelabs/GRADING.md"), encoding: .utf8)
      let commands = guide.split(separator: "\n").compactMap { line in
        line.contains("`") ? nil : line.range(of: "swift run codelab grade").map { line[$0.lowerBound...] }
      }
      #expect(commands.count >= 10)
      // The course as a repository, and beside it what learners handed in.
      let course = folder.appendingPathComponent("course")
      for name in ["Codelabs", "Datasets"] {
        try FileManager.default.createDirectory(at: course, withIntermediateDirectories: true)
        try FileManager.default.moveItem(
          at: folder.appendingPathComponent(name), to: course.appendingPathComponent(name))
      }
      for path in ["course/Work/01-a/01-b", "submission/01-a/01-b", "hand-ins/ada", "hand-ins/bob"] {
        try fixture.write(GradingFixture.solution, to: "\(path)/Exercise.swift")
      }
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("results"), withIntermediateDirectories: true)
      for command in commands {
        let line = command.replacingOccurrences(of: "swift run codelab", with: Package.codelab)
          .replacingOccurrences(of: "/autograder", with: folder.path)
        let (status, output) = run(
          ["bash", "-c", line], folder: course,
          environment: [
            "GITHUB_STEP_SUMMARY": folder.path + "/summary.md", "CI_PROJECT_DIR": folder.path + "/submission",
          ])
        #expect(status == 0, "\(line): \(output)")
      }
      for path in [
        "report.json", "summary.md", "submission/report.xml", "results/results.json", "course/report.md",
      ] {
        #expect(!fixture.read(path).isEmpty, "\(path)")
      }
    }
  }
}
