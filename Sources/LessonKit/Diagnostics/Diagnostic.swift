/// A problem in a file, said so that it can be found and mended.
///
/// Printed as `file:line: error: what, and what to do`.
public struct Diagnostic: Error, Sendable, Equatable, Codable {
  /// How bad it is.
  public enum Severity: String, Sendable, Codable {
    /// Nothing works until it is mended.
    case error
    /// It works, and is probably not what was meant.
    case warning
    /// It explains the diagnostic it belongs to.
    case note
  }

  /// The file, relative to the project where that is possible.
  public var file: String
  /// The line, from 1.
  public var line: Int?
  /// The column, from 1.
  public var column: Int?
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, and what to do.
  public var message: String
  /// The line of the file that the problem is in.
  public var sourceLine: String?
  /// Explanations, with places of their own.
  public var notes: [Diagnostic]

  /// Makes a diagnostic.
  public init(
    file: String, line: Int? = nil, column: Int? = nil, severity: Severity = .error, message: String,
    sourceLine: String? = nil, notes: [Diagnostic] = []
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
    self.sourceLine = sourceLine
    self.notes = notes
  }

  /// The line below `sourceLine` that points at the column.
  ///
  /// Tabs stay tabs, so that the caret stands below its character wherever tabs end.
  public var caret: String? {
    guard let sourceLine, let column, column > 0 else { return nil }
    return sourceLine.utf8.prefix(column - 1).reduce(into: "") { line, byte in
      // Bytes that continue a character take no column of their own.
      if byte & 0xC0 != 0x80 { line.append(byte == UInt8(ascii: "\t") ? "\t" : " ") }
    } + "^"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The place, the problem, the line of source with a caret, and the notes.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    var lines = ["\(place): \(severity.rawValue): \(message)"]
    if let sourceLine {
      lines.append("  " + sourceLine)
      if let caret { lines.append("  " + caret) }
    }
    lines += notes.map(\.description)
    return lines.joined(separator: "\n")
  }
}
