/// A diagnostic as reports write it.
struct ReportedProblem: Encodable {
  let file: String
  let line: Int?, column: Int?
  let severity: String, message: String

  init(_ diagnostic: Diagnostic) {
    (file, line, column) = (diagnostic.file, diagnostic.line, diagnostic.column)
    (severity, message) = (diagnostic.severity.rawValue, diagnostic.message.withoutControlCharacters)
  }
}
