import ArgumentParser
import Codelab

/// The inside of a child process that runs or judges a step; started by this program only.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Run one step of an exercise; the program starts this itself.",
    shouldDisplay: false)

  func run() {
    Worker.main()
  }
}
