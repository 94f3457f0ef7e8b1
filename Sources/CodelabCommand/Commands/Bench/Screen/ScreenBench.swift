import Codelab
import Foundation
import LessonKit

/// Measures the screen as its user meets it: the program runs in a terminal that this process plays.
struct ScreenBench {
  private let executable = RunSetup.currentExecutable.path
  private let course: ScreenBenchCourse
  /// Says what is being measured.
  let announce: (String) -> Void

  /// Prepares a course of its own beside the data sets of a project, and a place to open the project's own course
  /// in; no file of the learner is touched.
  init(_ project: Project, announce: @escaping (String) -> Void) throws {
    course = try ScreenBenchCourse(project)
    self.announce = announce
  }

  /// Measures everything; takes about a minute.
  func measure() throws -> ScreenReport {
    defer { course.remove() }
    announce("compiling a step")
    try prepare()
    var rows = try [frames(), starts(), idle()]
    rows += try training()
    rows += try flood("100,000 lines", step: 1, seconds: 20)
    rows += try flood("2,000,000 lines", step: 2, seconds: 120)
    return ScreenReport(machine: .current(), rows: rows)
  }

  /// Compiles the course's code, so that nothing later waits for the compiler.
  private func prepare() throws {
    let terminal = try open(step: 1)
    terminal.press("r")
    guard terminal.drain(seconds: 120, until: { course.metric("lines") != nil }) else {
      throw ScreenBenchError("the step that is measured did not run; is the compiler there? codelab doctor")
    }
    try quit(terminal)
  }

  /// Opens the screen at a step, by index, and waits for its first frame.
  private func open(step: Int) throws -> PseudoTerminal {
    try course.begin(atStep: step)
    let terminal = try PseudoTerminal(executable, [], folder: course.folder)
    _ = try firstFrame(of: terminal)
    return terminal
  }

  /// When the key line, which is drawn last, is there.
  private func firstFrame(of terminal: PseudoTerminal) throws -> Double {
    guard let time = terminal.wait(for: "help", seconds: 20) else {
      throw ScreenBenchError("the screen did not appear")
    }
    return time
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    terminal.press("q")
    guard terminal.waitToEnd(seconds: 20) else { throw ScreenBenchError("the screen did not end") }
  }

  // MARK: - Measurements

  /// Drawing a frame of 200 x 50 in which a curve has grown: making it, comparing it, writing it.
  private func frames() throws -> ScreenReport.Row {
    announce("drawing frames")
    let file = course.folder.appendingPathComponent("frames.json")
    let terminal = try PseudoTerminal(executable, ["screen-frames", file.path], folder: course.folder)
    guard terminal.waitToEnd(seconds: 60), let data = try? Foundation.Data(contentsOf: file) else {
      throw ScreenBenchError("the frames could not be drawn")
    }
    let times = try JSONDecoder().decode([Double].self, from: data)
    return .init("frame of 200 x 50", medianOf: times, target: 1e-3)
  }

  /// Opening the course that the program comes with, all of its exercises.
  private func starts() throws -> ScreenReport.Row {
    announce("starting")
    let times = try (0..<10).map { _ in
      let terminal = try PseudoTerminal(executable, [], folder: course.shipped)
      let time = try firstFrame(of: terminal) - terminal.started
      try quit(terminal)
      return time
    }
    return .init("start to first frame, whole course", medianOf: times, target: 50e-3)
  }

  private func idle() throws -> ScreenReport.Row {
    announce("doing nothing")
    let terminal = try open(step: 0)
    _ = terminal.drain(seconds: 1)
    let seconds = 10.0
    let before = terminal.processorTime
    _ = terminal.drain(seconds: seconds)
    let share = (terminal.processorTime - before) / seconds
    try quit(terminal)
    return .init("processor when idle", share, unit: .fraction, target: 1e-4)
  }

  /// Keys during training, and what the screen costs it: training in the screen and without one in turn.
  private func training() throws -> [ScreenReport.Row] {
    var keys: [Double] = [], shares: [Double] = [], shown: [Double] = [], hidden: [Double] = []
    for round in 1...3 {
      announce("training, round \(round) of 3")
      hidden.append(try trainWithoutScreen())
      let terminal = try open(step: 0)
      terminal.press("r")
      guard terminal.wait(for: "epoch", seconds: 60) != nil else {
        throw ScreenBenchError("the training did not begin")
      }
      let start = (wall: monotonicSeconds(), used: terminal.processorTime)
      var isAnswered = true
      // Keys are pressed in the last round only: answering them is not what training pays for.
      while course.metric("training") == nil, isAnswered {
        if round == 3 {
          isAnswered = press(terminal, &keys)
        } else {
          _ = terminal.drain(seconds: 0.1)
        }
      }
      let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
      if round < 3 {
        shares.append((terminal.processorTime - start.used) / (monotonicSeconds() - start.wall) / cores)
      }
      shown.append(course.metric("training") ?? .nan)
      try quit(terminal)
    }
    // The last round had keys pressed all along.
    let cost = (shown[0] + shown[1]) / (hidden[0] + hidden[1]) - 1
    return [
      .init("key to screen, while training", worstOf: keys, target: 50e-3),
      .init("time that training takes longer", cost, unit: .fraction, count: 2, target: 0.02),
      .init("processor while training", shares.max() ?? .nan, unit: .fraction, count: 2, target: 0.02),
    ]
  }

  /// Trains in the command without a screen and returns the seconds it took.
  private func trainWithoutScreen() throws -> Double {
    try course.begin(atStep: 0)
    let terminal = try PseudoTerminal(
      executable, ["run", ScreenBenchCourse.id, "--step", "train"], folder: course.folder)
    guard terminal.waitToEnd(seconds: 120), let seconds = course.metric("training") else {
      throw ScreenBenchError("the training without a screen failed")
    }
    return seconds
  }

  /// Keys while a step prints lines as fast as it can, and the time from cancelling until nothing is left of it.
  private func flood(_ name: String, step: Int, seconds: Double) throws -> [ScreenReport.Row] {
    announce("a flood of \(name)")
    let terminal = try open(step: step)
    terminal.press("r")
    guard terminal.wait(for: "line", seconds: 60) != nil else {
      throw ScreenBenchError("the flood did not begin")
    }
    var keys: [Double] = []
    let end = monotonicSeconds() + seconds
    while course.metric("lines") == nil, monotonicSeconds() < end, press(terminal, &keys) {}
    try quit(terminal)
    return [.init("key to screen, \(name)", worstOf: keys, target: 50e-3)]
  }

  /// Presses a key and adds the seconds until its answer is drawn; false if none came.
  ///
  /// The answer names the key. The letters are of a script that nothing else on the screen is written in, and
  /// two keys in a row differ, so that the letter is drawn anew.
  private func press(_ terminal: PseudoTerminal, _ times: inout [Double]) -> Bool {
    let letters = Array("абвгдежзийклмнопрстуфхцчшщ")
    let letter = String(letters[times.count % letters.count])
    let pressed = monotonicSeconds()
    terminal.press(letter)
    guard let answered = terminal.wait(for: letter, seconds: 5) else {
      times.append(5)
      return false
    }
    times.append(answered - pressed)
    // Not in step with the frames.
    _ = terminal.drain(seconds: 0.02 + 0.001 * Double(times.count % 17))
    return true
  }
}
