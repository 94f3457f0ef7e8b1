/// A diagnostic as reports write it.
public struct ReportedProblem: Codable, Sendable, Equatable {
  /// The file, as named in messages.
  public let file: String
  /// Line and column, from 1.
  public let line: Int?, column: Int?
  /// `error`, `warning` or `note`, and what is wrong.
  public let severity: String, message: String

  /// Makes it of a diagnostic.
  public init(_ diagnostic: Diagnostic) {
    (file, line, column) = (diagnostic.file.withoutControlCharacters, diagnostic.line, diagnostic.column)
    (severity, message) = (diagnostic.severity.rawValue, diagnostic.message.withoutControlCharacters)
  }
}
