import Foundation

/// The learner's own files: one copy of each exercise's starter, never overwritten by an update.
public struct Workspace: Sendable, Equatable {
  /// Where the files lie.
  public let project: Project

  /// The workspace of a project.
  public init(_ project: Project) {
    self.project = project
  }

  /// The folder of an exercise; runs of it begin there.
  public func folder(of exercise: Exercise) -> URL {
    project.work.appendingPathComponent(exercise.path, isDirectory: true)
  }

  /// The file that the learner edits.
  public func file(of exercise: Exercise) -> URL {
    folder(of: exercise).appendingPathComponent("Exercise.swift")
  }

  /// Whether the learner has opened the exercise before.
  public func isStarted(_ exercise: Exercise) -> Bool {
    FileManager.default.fileExists(atPath: file(of: exercise).path)
  }

  /// The file that the learner edits, made from the starter the first time.
  @discardableResult
  public func open(_ exercise: Exercise) throws(WorkspaceError) -> URL {
    let file = file(of: exercise)
    if isStarted(exercise) { return file }
    try attempt("make \(project.name(of: file))") {
      try FileManager.default.createDirectory(at: folder(of: exercise), withIntermediateDirectories: true)
      try Data(contentsOf: exercise.starter).write(to: file, options: .atomic)
    }
    keepStarter(of: exercise)
    return file
  }

  /// Puts the starter back, and keeps what was there as `Exercise.swift.backup-N`.
  ///
  /// - Returns: The backup; nil if there was nothing to keep.
  @discardableResult
  public func reset(_ exercise: Exercise) throws(WorkspaceError) -> URL? {
    guard isStarted(exercise) else {
      try open(exercise)
      return nil
    }
    let file = file(of: exercise)
    let backup = free(file, suffix: "backup")
    try attempt("reset \(project.name(of: file))") {
      // A copy, so that at no moment there is no file.
      try FileManager.default.copyItem(at: file, to: backup)
      try Data(contentsOf: exercise.starter).write(to: file, options: .atomic)
    }
    keepStarter(of: exercise)
    return backup
  }

  /// How the shipped starter differs from the one that the learner began with.
  ///
  /// - Returns: The change; nil if there is none, or if it is not known what the learner began with.
  public func starterChange(of exercise: Exercise) -> StarterChange? {
    guard isStarted(exercise), let old = try? String(contentsOf: keptStarter(of: exercise), encoding: .utf8),
      let new = try? String(contentsOf: exercise.starter, encoding: .utf8)
    else { return nil }
    return StarterChange(from: old, to: new)
  }

  private func keptStarter(of exercise: Exercise) -> URL {
    project.progress.appendingPathComponent("starters/\(exercise.path)/Exercise.swift")
  }

  /// Keeps a copy of the starter, to compare with later ones.
  private func keepStarter(of exercise: Exercise) {
    let copy = keptStarter(of: exercise)
    // Without it, nothing is lost but the notice of a change.
    try? FileManager.default.createDirectory(
      at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(contentsOf: exercise.starter).write(to: copy, options: .atomic)
  }

  private func attempt(_ what: String, _ action: () throws -> Void) throws(WorkspaceError) {
    do {
      try action()
    } catch {
      throw WorkspaceError(
        text: "cannot \(what): \(reason(error)); check that the folder \(project.work.path) may be written")
    }
  }
}

/// The first name `file.suffix-N` that is not taken.
func free(_ file: URL, suffix: String) -> URL {
  var number = 1
  while true {
    let candidate = URL(fileURLWithPath: "\(file.path).\(suffix)-\(number)")
    if !FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    number += 1
  }
}

/// What the system says about an error, in a few words.
func reason(_ error: any Error) -> String {
  if let error = error as? ChildError { return error.description }
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  for candidate in [underlying, error as NSError].compactMap(\.self)
  where candidate.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(candidate.code))).lowercased()
  }
  return error.localizedDescription
}
