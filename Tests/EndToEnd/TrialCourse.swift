import Foundation

/// A course of one small exercise in a folder of its own, for what a screen must bear: wide characters, a flood
/// of output, a step without end, a knob, and a task.
struct TrialCourse {
  /// The folder with Codelabs, Datasets and the learner's files.
  let folder: URL

  /// The learner's file.
  var work: URL { folder.appendingPathComponent("Work/\(Self.path)/Exercise.swift") }

  private static let path = "01-trial/01-bear"

  /// The course, shared by all tests so that it is compiled once, with nothing begun.
  static func fresh() throws -> TrialCourse {
    let course = try shared.get()
    for name in ["Work", ".codelab/progress.json"] {
      try? FileManager.default.removeItem(at: course.folder.appendingPathComponent(name))
    }
    return course
  }

  private static let shared = Result { try TrialCourse() }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("codelab-\(UUID().uuidString)")
    let exercise = folder.appendingPathComponent("Codelabs/\(Self.path)")
    for place in [exercise, folder.appendingPathComponent("Datasets")] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    for (name, text) in [
      ("lesson.md", Self.lesson), ("Lesson.swift", Self.code), ("Exercise.swift", Self.starter),
      ("Solution.swift", Self.solution),
    ] {
      try text.write(to: exercise.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
  }

  /// Writes the learner's file as editors do: another file, renamed into place.
  func save(_ text: String) throws {
    try FileManager.default.createDirectory(
      at: work.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: work, atomically: true, encoding: .utf8)
  }

  static let starter = "import Codelab\n\nfunc answer() -> Int {\n  todo(\"what is it?\")\n}\n"
  static let solution = "import Codelab\n\nfunc answer() -> Int {\n  42\n}\n"

  private static let lesson = """
    ---
    format: 1
    id: bear
    title: Bear it
    limits: { run: 120 s, output: 1 GB }
    knobs:
      size: { values: [1, 2, 3], default: 2 }
    ---

    ## Wide characters {#wide}

    模型壓縮: 漢字 and cafe\u{301} and naïve and 한국어 in one line.

    | 名 | size |
    |---|---|
    | 量子化 | 1 |
    | e\u{301}te\u{301} | 2 |

    \((1...30).map { "Paragraph \($0) of some words that fill the line until it has to be wrapped somewhere.\n" }
      .joined(separator: "\n"))

    ```figure
    id: sizes
    ```

    ## Answer {#answer}

    Write `answer`.

    ```task
    id: answer
    title: The answer
    points: 2
    checks: [right]
    ```

    ```hint
    check: right
    level: 1
    ---
    It is larger than 41.
    ```

    ```knob
    name: size
    ```

    ```figure
    id: sizes
    ```

    ## Flood {#flood}

    Many lines.

    ## Endless {#endless}

    It never ends.
    """

  private static let code = """
    import Codelab

    let lesson = Lesson {
      Step("wide") { lab in
        lab.log("模型 cafe\\u{301} 한국어")
        lab.show(sizes(lab.knob("size")))
      }
      Step("answer") { lab in
        lab.show(sizes(lab.knob("size")))
        try lab.submit("answer", answer())
      } judge: { work in
        let found: Int = try work["answer"]
        expect("right", found == 42, "the answer is 42", expected: "42", actual: "\\(found)")
      }
      Step("flood") { lab in
        var index = 0
        while true {
          print("line \\(index)")
          index += 1
        }
      }
      Step("endless") { lab in
        var epoch = 0
        while true {
          epoch = (epoch + 1) % 1_000_000
          if epoch == 1 { lab.progress("training", 1, of: 9, unit: "epoch") }
        }
      }
    }

    func sizes(_ knob: Int) -> Figure {
      Figure("sizes", title: "Size at \\(knob)", .bars(Bars([.init("模型", Double(knob * 1_000))], unit: .bytes)))
    }
    """
}
