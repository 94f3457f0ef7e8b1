import Foundation

/// Reads and writes the learner's progress in a folder.
public struct ProgressStore: Sendable {
  /// The file.
  public let file: URL
  private var hasWarned = false

  /// A store in a state folder.
  public init(folder: URL) {
    file = folder.appendingPathComponent("progress.json")
  }

  /// Reads the progress.
  ///
  /// A file that cannot be understood is set aside as `progress.json.corrupt-N`, never thrown away.
  ///
  /// - Returns: The progress, and a message if the file was set aside.
  public func load() -> (progress: LearnerProgress, message: String?) {
    guard FileManager.default.fileExists(atPath: file.path) else { return (LearnerProgress(), nil) }
    struct Version: Decodable { let version: Int }
    let problem: String
    do {
      let bytes = try Data(contentsOf: file)
      let version = try JSONDecoder().decode(Version.self, from: bytes).version
      if version == LearnerProgress.currentVersion {
        return (try JSONDecoder().decode(LearnerProgress.self, from: bytes), nil)
      }
      problem = "was written by another version of this program (format \(version))"
    } catch is DecodingError {
      problem = "is damaged"
    } catch {
      return (LearnerProgress(), "\(file.path) cannot be read: \(reason(error)); starting without it")
    }
    let aside = free(file, suffix: "corrupt")
    do {
      try FileManager.default.moveItem(at: file, to: aside)
      return (
        LearnerProgress(),
        "\(file.path) \(problem); it is kept as \(aside.lastPathComponent), starting afresh"
      )
    } catch {
      return (LearnerProgress(), "\(file.path) \(problem) and cannot be set aside: \(reason(error))")
    }
  }

  /// Writes the progress beside the file and renames it into place.
  ///
  /// - Returns: A message the first time it fails; the program goes on without saving.
  public mutating func save(_ progress: LearnerProgress) -> String? {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .throw
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try encoder.encode(progress.withoutNonNumbers).write(to: file, options: .atomic)
      hasWarned = false
      return nil
    } catch {
      defer { hasWarned = true }
      return hasWarned ? nil : "progress cannot be saved in \(file.path): \(reason(error)); going on without"
    }
  }
}

extension LearnerProgress {
  /// The same without metrics that JSON has no number for.
  fileprivate var withoutNonNumbers: LearnerProgress {
    var copy = self
    copy.exercises = exercises.mapValues { exercise in
      var exercise = exercise
      exercise.metrics = exercise.metrics.filter(\.value.value.isFinite)
      return exercise
    }
    return copy
  }
}
