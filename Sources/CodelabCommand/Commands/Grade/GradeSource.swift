import ArgumentParser
import Foundation
import LessonKit

/// Where submissions come from.
struct GradeSource: ParsableArguments {
  @Option(help: ArgumentHelp("The folder with the work, instead of Work.", valueName: "folder"))
  var work: String?

  @Option(
    name: [.customLong("submission")],
    help: ArgumentHelp("A folder or archive to grade; can be given several times.", valueName: "path"))
  var submissions: [String] = []

  @Option(
    name: .customLong("submissions"),
    help: ArgumentHelp("A folder of folders and archives, each a submission.", valueName: "folder"))
  var folder: String?

  /// Whether nothing was given.
  var isEmpty: Bool { work == nil && submissions.isEmpty && folder == nil }
  /// Whether one submission without work is a result like others.
  var isSeveral: Bool { submissions.count > 1 || folder != nil }

  /// The folders and archives to grade; the learner's own folder if none was given.
  ///
  /// - Throws: If one does not exist.
  func places(in session: Session) throws -> [String] {
    var places = submissions + (work.map { [$0] } ?? [])
    if let folder {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
      guard let names else { throw ValidationError("\(folder) is not a folder of submissions") }
      places += names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
      if places.isEmpty { throw ValidationError("\(folder) holds no submission") }
    }
    if isEmpty { places = [session.project.name(of: session.project.work)] }
    for place in places where !FileManager.default.fileExists(atPath: place) && !isLink(place) {
      throw ValidationError("there is nothing to grade: \(place) is missing")
    }
    return places
  }

  private func isLink(_ place: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: place)) != nil
  }
}
