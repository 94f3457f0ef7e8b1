/// The files of a new exercise: small, complete, and passing, with one of everything that a step can have.
struct Skeleton {
  let id: String
  let title: String

  /// The files by name.
  var files: [(name: String, text: String)] {
    [
      ("lesson.md", lesson), ("Lesson.swift", Self.code), ("Exercise.swift", Self.starter),
      ("Solution.swift", Self.solution), ("Wrong/RoundsDown.swift", Self.wrong),
    ]
  }

  private var lesson: String {
    """
    ---
    format: 1
    id: \(id)
    title: "\(title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))"
    minutes: 5
    requires: []
    tags: []
    seed: 7
    limits: { compile: 60 s, run: 30 s, judge: 30 s, memory: 2 GB, output: 1 MB }
    knobs:
      step: { values: [0.25, 0.5, 1, 2], default: 0.5 }
    authors: []
    ---

    Say in two or three sentences what the learner wants to reach, and what stands in the way.

    ## Round to a grid {#round}
    Duration: 5

    This step is a small one that works. Change it, piece by piece, into the one you mean.

    A **grid** has a mark at every multiple of its *step*. Storing the mark next to a value instead of the value itself
    takes fewer bits, and costs an error.

    ```predict
    id: error
    metric: largest-error
    question: With a step of 0.5, how far can a value lie from the mark nearest to it?
    unit: number
    tolerance: 0.05
    ```

    Write `roundToGrid` and check. Then turn the knob.

    ```task
    id: round
    title: Round every value to the nearest mark
    points: 2
    checks: [length, nearest]
    ```

    ```knob
    name: step
    ```

    ```figure
    id: errors
    ```

    The errors spread evenly over half a step on either side: no mark nearer to the value exists.

    ```hint
    check: length
    level: 1
    ---
    Return one number for each that came in.
    ```

    ```hint
    check: nearest
    level: 1
    ---
    How many steps is a value away from 0? Round that number, and go back.
    ```

    ```hint
    check: nearest
    level: 2
    ---
    `(value / step).rounded()` is the number of the nearest mark.
    ```

    ```hint
    check: nearest
    when: rounded-down
    level: 1
    ---
    You take the mark below each value. The one above may be nearer.
    ```

    """
  }

  private static let starter = """
    import Codelab

    /// Rounds values to a grid.
    ///
    /// - Parameters:
    ///   - values: Any finite numbers.
    ///   - step: The distance of two marks of the grid, above 0.
    /// - Returns: For each value the nearest multiple of `step`.
    func roundToGrid(_ values: [Float], step: Float) -> [Float] {
      todo("find the nearest mark for each value")
    }

    """

  private static let solution = starter.replacing(
    #"todo("find the nearest mark for each value")"#, with: "values.map { ($0 / step).rounded() * step }")

  private static let wrong =
    "// fails: nearest\n// Takes the mark below each value, though the one above may be nearer.\n"
    + solution.replacing(".rounded()", with: ".rounded(.down)")

  private static let code = """
    import Codelab

    let lesson = Lesson {
      Step("round") { lab in
        let step = Float(lab.knobValue("step"))
        let values = lab.random.uniform(count: 256, in: -10...10)
        let marks = roundToGrid(values, step: step)
        let errors = zip(values, marks).map { $0 - $1 }
        lab.show(
          Figure("errors", title: "Errors", .histogram(Bins(of: errors, bins: 20, axis: "error"))))
        lab.metric("largest-error", Double(errors.map(abs).max() ?? 0), .number)
        try lab.submit("marks", marks)
      } judge: { work in
        // The same seed gives the same values, and roundToGrid is that of Solution.swift here.
        let step = Float(work.knobValue("step"))
        let values = work.random.uniform(count: 256, in: -10...10)
        let marks: [Float] = try work["marks"]
        expect(
          "length", marks.count == values.count, "one mark for each value",
          expected: "\\(values.count)", actual: "\\(marks.count)")
        for (mark, nearest) in zip(marks, roundToGrid(values, step: step)) {
          expect(
            "nearest", mark == nearest, "each value goes to the mark nearest to it",
            expected: "\\(nearest)", actual: "\\(mark)",
            mistake: mark == nearest - step ? "rounded-down" : nil)
        }
      }
    }

    """
}
