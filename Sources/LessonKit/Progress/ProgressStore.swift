import Foundation

/// Reads and writes the learner's progress in a folder.
///
/// Several programs may use one folder: each adds what it changed to what the others wrote.
public struct ProgressStore: Sendable {
  /// The file.
  public let file: URL
  /// What was read or written last: what differs from it is news.
  private var base = LearnerProgress()
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
  public mutating func load() -> (progress: LearnerProgress, message: String?) {
    let (progress, message) = withLock { read() }
    base = progress ?? LearnerProgress()
    return (base, message)
  }

  /// Writes the progress beside the file and renames it into place.
  ///
  /// What other programs wrote since this one last read or wrote is kept.
  ///
  /// - Returns: A message if another program's file was damaged, and the first time it cannot be written; the
  ///   program goes on without saving.
  public mutating func save(_ progress: LearnerProgress) -> String? {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let message = try withLock {
        let (theirs, message) = read()
        try write(theirs?.merged(with: progress, since: base) ?? progress)
        return message
      }
      base = progress
      hasWarned = false
      return message
    } catch {
      defer { hasWarned = true }
      return hasWarned ? nil : "progress cannot be saved in \(file.path): \(reason(error)); going on without"
    }
  }

  /// What the file says; nil if it is not there or was set aside.
  private func read() -> (progress: LearnerProgress?, message: String?) {
    guard FileManager.default.fileExists(atPath: file.path) else { return (nil, nil) }
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
      return (nil, "\(file.path) cannot be read: \(reason(error)); starting without it")
    }
    let aside = free(file, suffix: "corrupt")
    do {
      try FileManager.default.moveItem(at: file, to: aside)
      return (nil, "\(file.path) \(problem); it is kept as \(aside.lastPathComponent), starting afresh")
    } catch {
      return (nil, "\(file.path) \(problem) and cannot be set aside: \(reason(error))")
    }
  }

  private func write(_ progress: LearnerProgress) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .throw
    try encoder.encode(progress.withoutNonNumbers).write(to: file, options: .atomic)
  }

  /// Does something while no other program reads or writes the file; without a folder there is nothing to guard.
  private func withLock<Result>(_ action: () throws -> Result) rethrows -> Result {
    // The folder itself is what is locked: the file is replaced by every writer.
    let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return try action() }
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0, errno == EINTR {}
    return try action()
  }
}

extension LearnerProgress {
  /// The same without metrics that JSON has no number for.
  fileprivate var withoutNonNumbers: LearnerProgress {
    var copy = self
    copy.exercises = exercises.mapValues { exercise in
      var exercise = exercise
      exercise.metrics = exercise.metrics.filter(\.value.value.isFinite)
      exercise.steps = exercise.steps.mapValues { step in
        var step = step
        step.metrics = step.metrics.filter(\.value.value.isFinite)
        return step
      }
      return exercise
    }
    return copy
  }
}
