import Foundation
import Testing

extension EndToEnd {
  /// The lesson of `Codelabs/FIGURES.md`, which has one figure of every kind.
  @Suite struct FigureExamplesTests {
    @Test func theExamplesOfFiguresWork() throws {
      let guide = try String(
        contentsOf: Package.root.appendingPathComponent("Codelabs/FIGURES.md"), encoding: .utf8)
      let lesson = try #require(guide.firstMatch(of: /```swift\n(?<text>(.|\n)*?)\n```\n/)).output.text
      let ids = lesson.matches(of: /Figure\(\s*"(?<id>\w+)", title: "(?<title>[^"]+)"/).map {
        (id: String($0.output.id), title: String($0.output.title))
      }
      let course = FileManager.default.temporaryDirectory.appendingPathComponent(
        "codelab-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: course) }
      let folder = course.appendingPathComponent("Codelabs/01-examples/01-figures")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: course.appendingPathComponent("Datasets"),
        withDestinationURL: Package.root.appendingPathComponent("Datasets"))
      let figures = ids.map { "```figure\nid: \($0.id)\n```\n" }.joined(separator: "\n")
      let text = """
        ---
        format: 1
        id: figures
        title: Figures
        budget: { size: 50 KB, latency: 1 ms }
        ---

        ## Look {#figures}

        \(figures)
        """
      let files = [
        "lesson.md": text, "Lesson.swift": String(lesson), "Exercise.swift": "", "Solution.swift": "",
      ]
      for (name, text) in files {
        try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
      }

      let (status, output) = run([Package.codelab, "run", "figures"], folder: course)
      #expect(status == 0, "\(output)")
      #expect(!output.contains("the figure '"), "\(output)")
      for (_, title) in ids { #expect(output.contains("  \(title)\n"), "\(title) is missing in \(output)") }
      // Every kind has an example.
      let kinds = Set(lesson.matches(of: /[ \n]\.(?<kind>[a-z]+)\(/).map { String($0.output.kind) })
      let documented = guide.matches(of: /\n\| `\.(?<kind>[a-z]+)` \|/).map { String($0.output.kind) }
      #expect(documented.count == 13 && kinds.isSuperset(of: documented), "\(kinds)")
    }
  }
}
