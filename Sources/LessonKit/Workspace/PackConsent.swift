import Foundation

/// The lesson packs that the learner agreed to run.
///
/// A pack is code from somewhere else that runs with the learner's rights. Consent is to a folder as it was: a pack
/// that changed has to be looked at again.
public struct PackConsent: Sendable {
  /// The file: a JSON object with a digest for each path.
  public let file: URL

  /// The record in a project's state folder.
  public init(_ project: Project) {
    file = project.state.appendingPathComponent("trusted-packs.json")
  }

  /// What is known of a pack.
  public enum Standing: Sendable, Equatable {
    /// The learner agreed to it as it is.
    case agreed
    /// The learner agreed to it as it was.
    case changed
    /// Nobody was asked.
    case unknown
  }

  /// What is known of the pack in a folder with some digest.
  public func standing(of folder: URL, digest: String) -> Standing {
    guard let known = read()[folder.resolvingSymlinksInPath().path] else { return .unknown }
    return known == digest ? .agreed : .changed
  }

  /// Remembers that the learner agreed.
  ///
  /// - Throws: If it cannot be written.
  public func agree(to folder: URL, digest: String) throws(WorkspaceError) {
    var packs = read()
    packs[folder.resolvingSymlinksInPath().path] = digest
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(packs).write(to: file, options: .atomic)
    } catch {
      throw WorkspaceError(text: "cannot remember your consent in \(file.path): \(reason(error))")
    }
  }

  /// Whoever cannot read the record asks again.
  private func read() -> [String: String] {
    guard let bytes = try? Data(contentsOf: file) else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: bytes)) ?? [:]
  }
}
