import ArgumentParser
import Codelab
import Foundation
import TerminalUI

/// Draws examples of a set.
struct DataShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw examples of a set in the terminal.")

  @Argument(help: "The set, as 'codelab data list' names it.")
  var name: String

  @Option(name: .shortAndLong, help: "How many examples.")
  var count = 4

  @Option(help: "The part, such as train or test; the first one without this.")
  var split: String?

  @Option(help: "How many examples to leave out before the first.")
  var skip = 0

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--count is a number from 1 to 1000") }
    guard skip >= 0 else { throw ValidationError("--skip is not negative") }
  }

  func run() throws {
    let catalog = try DataCatalog.current()
    let entry = try catalog.find(name)
    let parts = try entry.parts(in: catalog)
    guard let part = split.map({ wanted in parts.first { $0.name == wanted } }) ?? parts.first else {
      throw ValidationError(
        "\(name) has no part '\(split ?? "")'; it has \(parts.map(\.name).joined(separator: ", "))")
    }
    let reader = try part.open()
    for _ in 0..<skip { guard try reader.next() != nil else { break } }
    let samples = try reader.batch(of: count) ?? []
    let page = Page.standardOutput(environment: ProcessInfo.processInfo.environment)
    Console.line("\(name), \(part.name), \(catalog.standing(of: entry))")
    for line in page.lines(of: samples) { Console.line(line) }
    if samples.isEmpty { throw ValidationError("\(name) has no more than \(skip) examples in \(part.name)") }
  }
}
