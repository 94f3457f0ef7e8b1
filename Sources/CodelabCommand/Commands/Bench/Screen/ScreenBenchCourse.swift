import Foundation
import LessonKit

/// Two projects in a folder of their own: one with a step that trains on all processors and steps that print many
/// lines, and one with the exercises that the program comes with.
struct ScreenBenchCourse {
  /// The exercise's identifier.
  static let id = "screen-bench"

  /// The folder with everything, also the learner's files.
  let folder: URL
  /// The folder of a project that has another's exercises, and nobody's work or progress.
  var shipped: URL { folder.appendingPathComponent("shipped") }

  /// Writes the course; it uses the digits of a project and shows the project's exercises.
  init(_ project: Project) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "codelab-bench-\(UUID().uuidString)")
    let exercise = folder.appendingPathComponent("Codelabs/01-bench/01-screen")
    try FileManager.default.createDirectory(at: exercise, withIntermediateDirectories: true)
    try link("Datasets", to: project.datasets)
    try FileManager.default.createDirectory(at: shipped, withIntermediateDirectories: true)
    try link("shipped/Datasets", to: project.datasets)
    try link("shipped/Codelabs", to: project.codelabs)
    for (name, text) in [
      ("lesson.md", Self.text), ("Lesson.swift", Self.code), ("Exercise.swift", ""), ("Solution.swift", ""),
    ] {
      try text.write(to: exercise.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
  }

  private func link(_ name: String, to other: URL) throws {
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent(name), withDestinationURL: other.resolvingSymlinksInPath())
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Forgets what was measured and lets the screen open at a step, by index.
  func begin(atStep step: Int) throws {
    // What is saved is added to what is there.
    try? FileManager.default.removeItem(at: store.file)
    var progress = LearnerProgress()
    progress.lastExercise = Self.id
    progress[Self.id].currentStep = ["train", "lines", "flood"][step]
    var store = store
    if let message = store.save(progress) { throw ScreenBenchError(message) }
  }

  /// What a finished run measured under a name since `begin`.
  func metric(_ name: String) -> Double? {
    var store = store
    return store.load().progress[Self.id].metrics[name]?.value
  }

  private var store: ProgressStore { ProgressStore(folder: folder.appendingPathComponent(".codelab")) }

  private static let text = """
    ---
    format: 1
    id: \(id)
    title: Screen
    limits: { run: 300 s, output: 256 MB }
    ---

    ## Train {#train}

    A network trains on all processors.

    ```figure
    id: curve
    ```

    ```figure
    id: loss
    ```

    ## Lines {#lines}

    A hundred thousand lines.

    ## Flood {#flood}

    Two million lines.
    """

  private static let code = #"""
    import Codelab

    let lesson = Lesson {
      Step("train") { lab in
        let digits = try Digits.load(from: lab.datasets)
        let model = try Model(input: [28, 28, 1], seed: lab.seed) {
          Conv2D(32, kernel: 3)
          ReLU()
          MaxPool2D(2)
          Conv2D(64, kernel: 3)
          ReLU()
          MaxPool2D(2)
          Flatten()
          Dense(10)
        }
        var loss = Curves.Series("loss", x: [], y: [])
        var accuracy = Curves.Series("train", x: [], y: [])
        let clock = ContinuousClock()
        let time = try clock.measure {
          _ = try model.fit(
            digits.train, epochs: 45, batchSize: 128, optimizer: Adam(), seed: lab.seed
          ) { progress in
            // As lessons do: at the end of an epoch.
            guard let share = progress.accuracy else { return }
            loss.x.append(Double(progress.epoch))
            loss.y.append(progress.loss)
            accuracy.x.append(Double(progress.epoch))
            accuracy.y.append(share)
            lab.progress("training", progress.epoch, of: progress.epochs, unit: "epoch")
            lab.show(Figure("curve", title: "Accuracy", .curves(Curves([accuracy], axis: "epoch", unit: .fraction))))
            lab.show(Figure("loss", title: "Loss", .curves(Curves([loss], axis: "epoch", unit: .number))))
          }
        }
        lab.metric("training", Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18, .seconds)
      }
      Step("lines") { lab in
        for index in 0..<100_000 { print("line \(index)") }
        lab.metric("lines", 100_000, .count)
      }
      Step("flood") { lab in
        for index in 0..<2_000_000 { print("line \(index)") }
        lab.metric("lines", 2_000_000, .count)
      }
    }
    """#
}
