import ArgumentParser
import Fetching
import Foundation
import LessonKit

/// Asks before the code of a lesson pack runs for the first time.
struct PackTrust: ParsableArguments {
  @Flag(help: "Run the code of a lesson pack (--codelabs) without asking.")
  var trust = false

  /// Returns if the code may run: it is the project's own, or the learner agreed to it, now or earlier.
  ///
  /// - Throws: What to do, if nobody agreed.
  func confirm(_ session: Session) throws {
    let pack = session.project.codelabs
    guard session.project.isPack, !trust else { return }
    let digest = try Self.digest(of: pack)
    let consent = PackConsent(session.project)
    let standing = consent.standing(of: pack, digest: digest)
    guard standing != .agreed else { return }
    let reason =
      standing == .changed
      ? "The exercises in \(pack.path) have changed since you agreed to run them."
      : "The exercises in \(pack.path) are code that would run on this computer with your rights."
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      throw ValidationError(
        "\(reason) Nobody agreed to that; look at them, and run this in a terminal to be asked, or with --trust"
      )
    }
    FileHandle.standardError.write(Data("\(reason) Run them? [y/N] ".utf8))
    guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw ExitCode.unusable }
    try consent.agree(to: pack, digest: digest)
  }

  /// The digest of the names and contents of all files of a folder.
  ///
  /// - Throws: If one cannot be read or is a link, which could lead anywhere.
  private static func digest(of folder: URL) throws -> String {
    let manager = FileManager.default
    var all = SHA256()
    for name in (manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).sorted() {
      let file = folder.appendingPathComponent(name)
      let type = try manager.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType
      if type == .typeDirectory { continue }
      guard type == .typeRegular else {
        throw ValidationError("\(file.path) is a link; a lesson pack holds its files itself")
      }
      all.update([UInt8]("\(name.utf8.count) \(name) \(try SHA256.hex(ofFile: file))\n".utf8))
    }
    return all.hex
  }
}
