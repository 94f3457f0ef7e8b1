import Foundation
import Testing

extension EndToEnd {
  /// The program without a screen.
  @Suite(.serialized) struct CommandTests {
    private let course: URL
    private let exercise = "02-compression/06-quantize-a-model"

    init() throws { course = try Package.freshCourse() }

    private func codelab(_ arguments: String..., in folder: URL? = nil) -> (status: Int32, output: String) {
      run([Package.codelab] + arguments, folder: folder ?? course)
    }

    /// Another copy of the course with a changed lesson text, gone when the test ends.
    private func withChangedCourse(replacing old: String, with new: String, _ body: (URL) throws -> Void)
      throws
    {
      let course = try Package.course()
      defer { try? FileManager.default.removeItem(at: course) }
      let lesson = course.appendingPathComponent("Codelabs/\(exercise)/lesson.md")
      let text = try String(contentsOf: lesson, encoding: .utf8)
      #expect(text.contains(old))
      try text.replacingOccurrences(of: old, with: new).write(to: lesson, atomically: true, encoding: .utf8)
      try body(course)
    }

    @Test func withoutATerminalThereIsAnOverviewAndNoEscapes() {
      for arguments in [[], ["list"], ["open", "--plain"]] {
        let (status, output) = run([Package.codelab] + arguments, folder: course)
        #expect(status == 0)
        #expect(output.contains("quantize-a-model") && output.contains("Next:"))
        #expect(!output.contains("\u{1B}"))
      }
    }

    #if os(Linux)
      /// What speaks HTTP comes with thirty libraries; only fetching may wait for them.
      @Test func startsWithoutTheNetworkLibraries() {
        // The loader of programs then lists what it loads and runs nothing.
        let (status, output) = run(["LD_TRACE_LOADED_OBJECTS=1", Package.codelab], folder: course)
        #expect(status == 0 && output.contains("libFoundation.so"), "\(output)")
        for library in ["libFoundationNetworking", "libcurl", "libssl"] {
          #expect(!output.contains(library), "\(output)")
        }
      }
    #endif

    @Test func badUsageIsExplainedAndEndsWithTwo() {
      for (arguments, complaint) in [
        (["run", "quantise-a-model"], "did you mean 'quantize-a-model'?"),
        (["run", "quantize-a-model", "--step", "seven"], "its steps are digits, baseline"),
        (["run", "quantize-a-model", "--knob", "bits=9"], "one of 2, 3, 4, 5, 6, 7, 8"),
        (["run", "quantize-a-model", "--knob", "gain=9"], "it has bits"),
        (["--colour"], "Unknown option '--colour'"),
        (["grade", "--format", "xml"], "xml"), (["grade"], "is missing"),
        (["list", "--codelabs", "/nowhere"], "not a folder"),
      ] {
        let (status, output) = run([Package.codelab] + arguments, folder: course)
        #expect(status == 2, "\(arguments): \(output)")
        #expect(output.contains(complaint), "\(arguments): \(output)")
      }
      #expect(codelab("--help").status == 0)
      #expect(codelab("grade", "--help").output.contains("--format"))
    }

    @Test func aBrokenLessonIsNamedWithFileAndLine() throws {
      try withChangedCourse(replacing: "budget: {", with: "bugdet: {") { course in
        let (status, output) = codelab("list", in: course)
        #expect(status == 2)
        #expect(output.contains("Codelabs/\(exercise)/lesson.md:10: error:"), "\(output)")
        #expect(output.contains("did you mean 'budget'?"), "\(output)")
      }
    }

    @Test func aMissingDatasetIsNamed() throws {
      let labels = course.appendingPathComponent("Datasets/digits/test-labels-idx1-ubyte")
      let aside = labels.appendingPathExtension("aside")
      try FileManager.default.moveItem(at: labels, to: aside)
      defer { try? FileManager.default.moveItem(at: aside, to: labels) }
      let (status, output) = codelab("run", "quantize-a-model", "--step", "digits")
      #expect(status == 1)
      #expect(output.contains("test-labels-idx1-ubyte"), "\(output)")
      #expect(codelab("doctor").status == 2)
    }

    @Test func damagedProgressIsSetAside() throws {
      let state = course.appendingPathComponent(".codelab")
      try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
      try "{ not json".write(
        to: state.appendingPathComponent("progress.json"), atomically: true, encoding: .utf8)
      let (status, output) = codelab("run", "quantize-a-model", "--step", "digits")
      #expect(status == 0)
      #expect(output.contains("progress.json.corrupt-1"), "\(output)")
      let aside = state.appendingPathComponent("progress.json.corrupt-1")
      #expect(try String(contentsOf: aside, encoding: .utf8) == "{ not json")
      try FileManager.default.removeItem(at: aside)
    }

    @Test func withoutACompilerThereIsAWayOut() {
      let (status, output) = run(
        ["PATH=/nowhere", Package.codelab, "run", "quantize-a-model"], folder: course)
      #expect(status == 2 && output.contains("'swiftc' is not in the search path"), "\(output)")
    }

    @Test func learnersMishapsAreNamedAndOthersGoOn() throws {
      // Limits that do not keep the test waiting.
      try withChangedCourse(replacing: "run: 60 s, memory: 2 GB", with: "run: 4 s, memory: 1 GB") { course in
        let file = course.appendingPathComponent("Work/\(exercise)/Exercise.swift")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let starter = try String(
          contentsOf: course.appendingPathComponent("Codelabs/\(exercise)/Exercise.swift"), encoding: .utf8)
        let todo = "todo(\"find the scale, then the levels\")"
        #expect(starter.contains(todo))
        for (body, ending) in [
          ("fatalError(\"boom\")", "Crashed: "), ("while true {}", "took longer than 4 s"),
          ("exit(0)", "exit status 0 before the step was over"),
          ("while true { print(\"flood\") }", "wrote more than 1 MB"),
          (
            "var hoard: [[UInt8]] = []\n  while true { hoard.append([UInt8](repeating: 1, count: 1 << 24)) }",
            "more than 1 GB of memory"
          ),
          ("_ = [1][weights.count + 1]", "Index out of range"), ("return weights", "does not compile"),
          (todo, "Not done yet, at Exercise.swift:21: find the scale"),
        ] {
          try ("import Foundation\n" + starter.replacingOccurrences(of: todo, with: body + "\n  todo(\"\")"))
            .write(to: file, atomically: true, encoding: .utf8)
          let (status, output) = codelab("check", "quantize-a-model", "--step", "round-trip", in: course)
          #expect(status == 1 && output.contains(ending), "\(body): \(output)")
        }
      }
    }

    @Test func theBenchmarkMeasuresEveryKernel() throws {
      struct Report: Decodable {
        struct Times: Decodable { let median: Double, low: Double, high: Double, count: Int }
        struct Row: Decodable { let name: String, kernels: String, times: Times }
        struct File: Decodable {
          let total: Int, weights: Int, scales: Int, biases: Int, codeTables: Int, structure: Int

          var sum: Int { weights + scales + biases + codeTables + structure }
        }
        let schema: String, rows: [Row], files: [File]
      }
      let (status, output) = codelab("bench", "--samples", "20", "--filter", "digits", "--json")
      #expect(status == 0, "\(output)")
      let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
      #expect(report.schema == "codelab.bench/3")
      #expect(Set(report.rows.map(\.kernels)).isSuperset(of: ["reference", "portable"]))
      #expect(Set(report.rows.map(\.name)).count == report.rows.count)
      #expect(
        report.rows.map(\.times).allSatisfy { 0 < $0.low && $0.low <= $0.median && $0.median <= $0.high })
      #expect(report.files[1].total < 37 * 1_024 && report.files[0].total > 34_826 * 4)
      #expect(report.files.allSatisfy { $0.total == $0.sum })

      let filtered = codelab("bench", "--samples", "5", "--filter", "int8, 1 thread")
      #expect(filtered.status == 0 && filtered.output.contains("digits int8, 1 thread"), "\(filtered.output)")
      #expect(!filtered.output.contains("training"))
      #expect(codelab("bench", "--samples", "0").status == 2)
      #expect(codelab("bench", "--filter", "no such case").status == 2)
      #expect(codelab("bench", "--peers", "--python", "/nowhere/python").status == 2)
    }

    @Test func theAuthorsExampleWorks() throws {
      let guide = try String(
        contentsOf: Package.root.appendingPathComponent("Codelabs/README.md"), encoding: .utf8)
      let course = try Package.newCourse()
      defer { try? FileManager.default.removeItem(at: course) }
      // A line with a path in backticks, then the fenced text of that file.
      let example =
        /`(?<path>Codelabs\/01-examples\/[^`]+)`\n\n(?<fence>`{3,4})\w+\n(?<text>(.|\n)*?)\n\k<fence>\n/
      let files = guide.matches(of: example)
      #expect(files.count == 6)
      for file in files {
        let url = course.appendingPathComponent(String(file.output.path))
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (String(file.output.text) + "\n").write(to: url, atomically: true, encoding: .utf8)
      }
      let verified = codelab("verify", in: course)
      #expect(verified.status == 0, "\(verified.output)")

      let starter = codelab("check", "clip", in: course)
      #expect(starter.status == 1 && starter.output.contains("Not done yet"), "\(starter.output)")
      try Package.hand("Wrong/Absolute.swift", of: "01-examples/01-clip", in: course)
      let failed = codelab("check", "clip", in: course)
      #expect(failed.status == 1 && failed.output.contains("failed  values"), "\(failed.output)")
      #expect(codelab("hint", "clip", in: course).output.contains("You made negative values positive"))
      try Package.hand("Solution.swift", of: "01-examples/01-clip", in: course)
      let passed = codelab("check", "clip", in: course)
      #expect(passed.status == 0 && passed.output.contains("2 of 2 points"), "\(passed.output)")
      let page = codelab("list", "--chapter", "examples", in: course).output
      #expect(page.contains(/Share of zeros after relu \| +\d+/), "\(page)")
    }

    @Test func theReadmesCommandsRun() throws {
      let readme = try String(contentsOf: Package.root.appendingPathComponent("README.md"), encoding: .utf8)
      let commands = readme.split(separator: "\n").filter { $0.hasPrefix("swift run codelab ") }.map(
        String.init)
      #expect(commands.count >= 4)
      let folder = course.appendingPathComponent("Work/\(exercise)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Package.root.appendingPathComponent("Codelabs/\(exercise)/Solution.swift"),
        to: folder.appendingPathComponent("Exercise.swift"))
      try FileManager.default.createSymbolicLink(
        at: course.appendingPathComponent("Benchmarks"),
        withDestinationURL: Package.root.appendingPathComponent("Benchmarks"))
      for command in commands {
        var words = command.split(separator: " ").dropFirst(3).prefix { $0 != "#" }.map(String.init)
        // All cases take minutes; one kind of them shows that the command runs.
        if words == ["bench"] { words += ["--filter", "int8"] }
        let (status, output) = run([Package.codelab] + words, folder: course)
        if let python = words.last, words.contains("--python") {
          // The environment is the reader's to make; without it the command must say what it missed.
          #expect(status == 2 && output.contains(python), "\(command): \(output)")
        } else {
          #expect(status == 0, "\(command): \(output)")
        }
      }
    }
  }
}
