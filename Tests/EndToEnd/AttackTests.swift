import Foundation
import Testing

extension EndToEnd {
  /// Hostile submissions: each must end with a named reason, earn nothing, change nothing and stop no other.
  @Suite(.serialized) struct AttackTests {
    private let fixture: GradingFixture
    private var folder: URL { fixture.folder }
    private var submissions: URL { folder.appendingPathComponent("submissions") }

    init() throws {
      fixture = try GradingFixture()
      try fixture.write("hidden", to: "hidden.txt")
    }

    /// Whether this system can isolate at all: without that, some of the attacks would succeed here.
    private static let isIsolated: Bool = {
      #if os(Linux)
        // Version 3 of Landlock; the number of the call is the same on every architecture.
        typealias Call = @convention(c) (Int, Int, Int, Int) -> Int
        guard let address = dlsym(dlopen(nil, RTLD_NOW), "syscall") else { return false }
        return unsafeBitCast(address, to: Call.self)(444, 0, 0, 1) >= 3
      #else
        return false
      #endif
    }()

    /// What attacks have in common.
    private static let preamble = """
      import Codelab
      import Foundation

      func send(_ line: String, to descriptor: Int32) {
        let bytes = Array((line + "\\n").utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      }


      """

    /// Grades every submission at once.
    private func grade(_ options: String...) throws -> (status: Int32, output: String, report: GradedReport) {
      let report = folder.appendingPathComponent("report.json")
      let (status, output) = run(
        [
          Package.codelab, "grade", "--submissions", submissions.path, "--jobs", "2", "--format",
          "json=\(report.path)", "--format", "text",
        ] + options, folder: folder, environment: ["CODELAB_SECRET": "secret"])
      return (status, output, try #require(try? GradedReport(report), "no report: \(output)"))
    }

    private func contents() -> [String: String] {
      let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
      let own = files.filter { $0.hasPrefix("Codelabs") || $0 == "hidden.txt" }
      return Dictionary(
        uniqueKeysWithValues: own.map { file in
          (file, (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? "")
        })
    }

    @Test(.enabled(if: Self.isIsolated, "this system has no Landlock, or forbids seccomp"))
    func attacksEarnNothing() throws {
      for attack in Attack.all {
        let code = attack.code.replacingOccurrences(of: "FOLDER", with: folder.path)
        try fixture.write(Self.preamble + code, to: "submissions/\(attack.name)/Exercise.swift")
      }
      try fixture.write(GradingFixture.solution, to: "submissions/honest/Exercise.swift")
      let before = contents()
      let (status, output, report) = try grade("--format", "github=\(folder.path)/github.txt")

      #expect(status == 1, "\(output)")
      #expect(contents() == before)
      #expect(!output.contains("LEAKED"), "\(output)")
      #expect(!output.contains("\u{1B}"))
      #expect(report.submissions.count == Attack.all.count + 1)
      for submission in report.submissions {
        let step = try #require(submission.exercises.first?.steps.first)
        guard let attack = Attack.all.first(where: { $0.name == submission.name }) else {
          #expect(submission.name == "honest")
          #expect(submission.points == 4 && submission.passed, "\(step)")
          #expect(step.protections == ["files", "network", "processes"])
          continue
        }
        #expect(submission.points == 0 && !submission.passed, "\(attack.name)")
        #expect(step.status == attack.status, "\(attack.name): \(step)")
        #expect(step.message.contains(attack.reason), "\(attack.name): \(step)")
      }
      // Between the two tokens nothing is a command to GitHub.
      let log = try String(contentsOf: folder.appendingPathComponent("github.txt"), encoding: .utf8)
      let commands = log.components(separatedBy: "::stop-commands::")[0].split(separator: "\n")
      #expect(commands.allSatisfy { $0.hasPrefix("::error file=") || $0.hasPrefix("::notice::") })
      #expect(!commands.contains { $0.hasPrefix("::error::forged") })
    }

    @Test func hostileArchivesAndNamesAreRefused() throws {
      let manager = FileManager.default
      // A file that the link leads to, outside of the submission.
      try fixture.write("", to: "submissions/link/readme.txt")
      try manager.createSymbolicLink(
        at: submissions.appendingPathComponent("link/Exercise.swift"),
        withDestinationURL: folder.appendingPathComponent("Codelabs/01-a/01-b/Solution.swift"))
      try manager.createSymbolicLink(
        at: submissions.appendingPathComponent("linked"),
        withDestinationURL: folder.appendingPathComponent("Codelabs/01-a/01-b"))
      try fixture.write("", to: "submissions/newline/a\nb/Exercise.swift")
      try fixture.write("", to: "submissions/escape/\u{1B}[2Ja/Exercise.swift")
      try fixture.write("", to: "submissions/nothing/readme.txt")
      try fixture.write("not an archive", to: "submissions/text.zip")
      let slip =
        "UEsDBBQAAAAAACY2el2DFtyMAQAAAAEAAAAcAAAALi4vLi4vZXNjYXBlZC9FeGVyY2lzZS5zd2lmdHhQSwECFAMUAAAAAAAmNnpdgxbc"
        + "jAEAAAABAAAAHAAAAAAAAAAAAAAAgAEAAAAALi4vLi4vZXNjYXBlZC9FeGVyY2lzZS5zd2lmdFBLBQYAAAAAAQABAEoAAAA7AAAAAAA="
      try #require(Data(base64Encoded: slip)).write(to: submissions.appendingPathComponent("slip.zip"))
      let (status, output, report) = try grade()
      #expect(status == 1)
      #expect(!output.contains("\u{1B}") && !output.contains("a\nb"))
      #expect(report.points == 0)
      let reasons = Dictionary(
        uniqueKeysWithValues: report.submissions.map { ($0.name, $0.exercises[0].steps[0].message) })
      for (name, reason) in [
        ("link", "'Exercise.swift' is a link"), ("linked", "'linked' is a link"),
        ("newline", "'a\\u{a}b' holds control characters"),
        ("escape", "'\\u{1b}[2Ja' holds control characters"),
        ("nothing", "nothing was handed in"), ("text.zip", "neither a folder nor a tar, tar.gz or zip"),
        ("slip.zip", "'../../escaped/Exercise.swift' leads out of the submission"),
      ] {
        #expect(reasons[name]?.contains(reason) == true, "\(name): \(reasons[name] ?? "")")
      }
    }
  }
}
