import Foundation

/// A small course in a folder of its own, whose one exercise is graded in a second.
final class GradingFixture {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("codelab-\(UUID().uuidString)")
    for (name, text) in Self.course { try write(text, to: "Codelabs/01-a/01-b/\(name)") }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("Datasets"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to path: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ path: String) -> String {
    (try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  static var solution: String { course["Solution.swift"] ?? "" }

  static let course = [
    "lesson.md": """
    ---
    format: 1
    id: b
    title: Double
    seed: 7
    limits: { compile: 60 s, run: 2 s, judge: 20 s, memory: 300 MB, output: 64 KB }
    ---

    ## Double {#double}

    ```task
    id: double
    title: Double every number
    points: 4
    checks: [values]
    ```

    ```hint
    check: values
    level: 1
    ---
    Twice each.
    ```

    """,
    "Exercise.swift": "import Codelab\n\nfunc double(_ x: [Float]) -> [Float] {\n  todo(\"double\")\n}\n",
    "Solution.swift": "import Codelab\n\nfunc double(_ x: [Float]) -> [Float] {\n  x.map { 2 * $0 }\n}\n",
    "Lesson.swift": """
    import Codelab

    let lesson = Lesson {
      Step("double") { lab in
        try lab.submit("y", double(lab.random.uniform(count: 8, in: -1...1)))
      } judge: { work in
        let x = work.random.uniform(count: 8, in: -1...1)
        let y: [Float] = try work["y"]
        expect("values", y == x.map { 2 * $0 }, "twice what came in", actual: "\\(y.prefix(3))")
      }
    }

    """,
  ]
}

/// The parts of a JSON report that tests look at.
struct GradedReport: Decodable {
  struct Submission: Decodable { let name: String, points: Int, passed: Bool, exercises: [Exercise] }
  struct Exercise: Decodable { let id: String, steps: [Step] }
  struct Step: Decodable {
    let id: String, status: String, message: String, points: Int, seed: UInt64, supplied: [String]
    let protections: [String]?, durations: [String: Double], diagnostics: [Problem]
  }
  struct Problem: Decodable { let file: String, line: Int?, message: String }
  let points: Int, maximumPoints: Int, submissions: [Submission]

  init(_ file: URL) throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)) }
}
