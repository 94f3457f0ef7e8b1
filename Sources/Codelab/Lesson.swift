/// The code of an exercise: what each step runs, shows and submits, and how it is judged.
///
/// `Lesson.swift` declares one global constant named `lesson`:
///
/// ```swift
/// let lesson = Lesson {
///   Step("round-trip") { lab in
///     try lab.submit("bins", quantize([0, 1], bits: 3))
///   } judge: { work in
///     let bins: [Int] = try work["bins"]
///     expect("bins", bins == [0, 7], "the ends of the range are the first and the last bin")
///   }
/// }
/// ```
public struct Lesson: Sendable {
  /// The steps, in the order of the lesson's text.
  public let steps: [Step]

  /// Makes a lesson of its steps.
  public init(@StepsBuilder _ steps: () -> [Step]) {
    self.steps = steps()
  }

  /// The step with an identifier, if there is one.
  public func step(_ id: String) -> Step? {
    steps.first { $0.id == id }
  }
}

/// One step of a lesson.
///
/// `run` executes in the subject process beside the learner's code; `judge` executes in a process that was
/// built with the reference solution and never saw the learner's code.
public struct Step: Sendable {
  /// The identifier that the step's heading in `lesson.md` carries.
  public let id: String

  let run: @Sendable (Lab) throws -> Void
  let judge: (@Sendable (Work) throws -> Void)?

  /// Makes a step that is judged by what it submitted.
  public init(
    _ id: String, run: @escaping @Sendable (Lab) throws -> Void,
    judge: @escaping @Sendable (Work) throws -> Void
  ) {
    self.id = id
    self.run = run
    self.judge = judge
  }

  /// Makes a step that has nothing to judge: it is done when it has run.
  public init(_ id: String, run: @escaping @Sendable (Lab) throws -> Void) {
    self.id = id
    self.run = run
    judge = nil
  }
}

/// Collects the steps written in a `Lesson`.
@resultBuilder
public enum StepsBuilder {
  /// Joins the steps, in order.
  public static func buildBlock(_ steps: Step...) -> [Step] { steps }
}
