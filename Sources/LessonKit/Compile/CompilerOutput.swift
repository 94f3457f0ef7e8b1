import Foundation

/// What the compiler printed, read into diagnostics.
enum CompilerOutput {
  /// Reads lines of the form `path:line:column: error: message`.
  ///
  /// - Parameters:
  ///   - text: What the compiler printed.
  ///   - name: The name of a file for people.
  ///   - source: The lines of a file, to show the one that is meant.
  static func diagnostics(
    in text: String, name: (String) -> String, source: (String) -> [String]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var sources: [String: [String]] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      guard let header = header(of: line) else { continue }
      let lines = sources[header.path] ?? source(header.path)
      sources[header.path] = lines
      let diagnostic = Diagnostic(
        file: header.path.isEmpty ? "swiftc" : name(header.path), line: header.line, column: header.column,
        severity: header.severity, message: header.message,
        sourceLine: header.line.flatMap { lines.indices.contains($0 - 1) ? lines[$0 - 1] : nil })
      if header.severity == .note, !found.isEmpty {
        found[found.count - 1].notes.append(diagnostic)
      } else if !found.contains(diagnostic) {
        found.append(diagnostic)
      }
    }
    return found
  }

  private struct Header {
    var path = ""
    var line: Int?
    var column: Int?
    var severity: Diagnostic.Severity
    var message: String
  }

  private static func header(of line: Substring) -> Header? {
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      guard let range = line.range(of: "\(severity.rawValue): ") else { continue }
      let message = String(line[range.upperBound...])
      let place = line[..<range.lowerBound]
      if place.isEmpty || place == "<unknown>:0: " { return Header(severity: severity, message: message) }
      // From the right, because a path may hold colons.
      let parts = place.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count >= 4, parts.last == " ", let line = Int(parts[parts.count - 3]),
        let column = Int(parts[parts.count - 2])
      else { continue }
      return Header(
        path: parts.dropLast(3).joined(separator: ":"), line: line, column: column, severity: severity,
        message: message)
    }
    return nil
  }

  /// Whether someone else ended the compiler, or one of the processes that it starts, whatever it compiled.
  static func wasKilled(_ end: LimitedProcess.End, _ found: [Diagnostic]) -> Bool {
    switch end {
    case .signaled(SIGKILL), .signaled(SIGTERM), .signaled(SIGHUP): true
    default: found.contains { $0.line == nil && $0.message.contains("failed due to signal \(SIGKILL) ") }
    }
  }

  /// Puts in front what happened, when the lesson does not find what it expects of the learner's file.
  ///
  /// The lesson itself compiles with the starter and the solution; when all errors lie in it, a declaration
  /// of the learner's file was renamed, removed or changed.
  ///
  /// - Parameter changes: What differs between the declarations of the starter and of the learner's file.
  static func explained(
    _ diagnostics: [Diagnostic], lesson: String, learner: String, changes: () -> [DeclarationChange] = { [] }
  ) -> [Diagnostic] {
    let errors = diagnostics.filter { $0.severity == .error }
    guard !errors.isEmpty, errors.allSatisfy({ $0.file == lesson }) else { return diagnostics }
    let changes = changes().map { Diagnostic(file: learner, line: $0.line, message: $0.message) }
    guard changes.isEmpty else { return changes + diagnostics }
    var names: [String] = []
    for error in errors {
      if let name = missingName(in: error.message), !names.contains(name) { names.append(name) }
    }
    let what =
      names.isEmpty
      ? "the lesson calls a declaration of this file whose signature has changed"
      : "the lesson needs \(names.map { "'\($0)'" }.joined(separator: ", ")) from this file, which was renamed or removed"
    let first = Diagnostic(
      file: learner, message: "\(what); give every declaration of the starter its name and signature back")
    return [first] + diagnostics
  }

  private static func missingName(in message: String) -> String? {
    guard message.hasPrefix("cannot find "), let start = message.firstIndex(of: "'") else { return nil }
    let rest = message[message.index(after: start)...]
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
  }
}
