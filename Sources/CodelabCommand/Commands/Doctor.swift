import ArgumentParser
import CTerminal
import Codelab
import Foundation
import LessonKit

/// Looks whether everything that is needed is there.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look whether everything that is needed is there, and say what to do where it is not.")

  @OptionGroup var options: CourseOptions

  func run() throws {
    var isHealthy = true
    func report(_ name: String, _ examine: () throws -> String) {
      do {
        Console.line("ok       \(name): \(try examine())")
      } catch {
        isHealthy = false
        Console.line("PROBLEM  \(name): \(error)")
      }
    }

    report("project") { try Session.current(codelabs: options.codelabs).project.root.path }
    report("compiler") { try Session.current().setup().toolchain.compiler }
    report("exercises") {
      let course = try options.load().course
      if let first = course.diagnostics.first { throw Ailment(description: "\(first)") }
      guard !course.exercises.isEmpty else { throw Ailment(description: "there is none") }
      return "\(course.exercises.count), all readable"
    }
    report("digits") {
      let digits = try Digits.load(from: Session.current().project.datasets)
      return "\(digits.train.count) to train with, \(digits.test.count) to test with"
    }
    report("work folder") { try writable(Session.current().project.work) }
    report("state folder") { try writable(Session.current().project.state) }
    report("processor") {
      "\(ProcessInfo.processInfo.activeProcessorCount) cores, kernels \(InstructionSet.current)"
    }
    report("terminal") {
      guard isatty(STDOUT_FILENO) == 1 else { return "none here; commands print plain text" }
      return ProcessInfo.processInfo.environment["TERM"] ?? "TERM is not set; the screen needs it"
    }
    if !isHealthy { throw ExitCode.unusable }
  }

  /// The path of a folder that can be written, or would be if it were made.
  private func writable(_ folder: URL) throws -> String {
    var place = folder
    while !FileManager.default.fileExists(atPath: place.path) { place.deleteLastPathComponent() }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw Ailment(description: "\(place.path) is a file where a folder should be; move it away")
    }
    guard FileManager.default.isWritableFile(atPath: place.path) else {
      throw Ailment(description: "\(place.path) cannot be written; your files and progress go there")
    }
    return folder.path
  }
}

/// What is wrong, and what to do.
private struct Ailment: Error, CustomStringConvertible {
  let description: String
}
