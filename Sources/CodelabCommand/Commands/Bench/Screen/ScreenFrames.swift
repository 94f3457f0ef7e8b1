import ArgumentParser
import Codelab
import Foundation
import LessonKit
import TerminalUI

/// Draws frames in the terminal and writes how long each took; the benchmark of the screen starts it.
struct ScreenFrames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen-frames", abstract: "Time frames of the screen; the benchmark starts this itself.",
    shouldDisplay: false)

  @Argument var output: String

  func run() throws {
    let (session, course) = try CourseOptions.parse([]).load()
    var store = session.store
    var times: [Double] = []
    do {
      var screen = try TerminalScreen(isSynchronized: true)
      var state = State(
        size: screen.size, theme: Theme(depth: .colors256), exercises: course.exercises,
        progress: store.load().progress)
      state.resume(at: nil)
      state.begin(state.openKey, judges: false)
      for frame in 1...200 {
        let figure = Self.figure(points: frame)
        _ = update(&state, .run(.event(.figure(figure))))
        state.note("epoch \(frame)")
        let start = monotonicSeconds()
        screen.draw(view(state))
        times.append(monotonicSeconds() - start)
      }
    }
    // The first frames write the whole screen and warm everything up.
    try JSONEncoder().encode(Array(times.dropFirst(20))).write(to: URL(fileURLWithPath: output))
  }

  /// A curve that grows and, with its axis, changes everywhere.
  private static func figure(points: Int) -> Figure {
    let x = (1...points).map(Double.init)
    let series = Curves.Series("train", x: x, y: x.map { 1 - 1 / $0 })
    return Figure("curve", title: "Accuracy", .curves(Curves([series], axis: "epoch", unit: .fraction)))
  }
}
