import Foundation

extension GradeReport {
  /// The report as annotations of GitHub Actions, at the places in the graded files, and the text for the log.
  ///
  /// At most ten errors, as many as GitHub shows of a step. The text stands between `::stop-commands::` and the
  /// same token, so that nothing in it is taken for a command.
  ///
  /// - Parameter token: A text that nobody who is graded can know.
  public func githubAnnotations(token: String = UUID().uuidString) -> String {
    var annotations: [String] = []
    for submission in submissions {
      let name = submissions.count > 1 ? submission.name : nil
      annotations += submission.exercises.flatMap { $0.annotations(of: name) }
      if let refusal = submission.refusal {
        annotations.append(
          "::error title=\(submission.name.escapedForProperty)::\(refusal.escapedForMessage)")
      }
    }
    let shown = annotations.prefix(10)
    let more = annotations.count - shown.count
    let log = ["::stop-commands::\(token)", text.replacingOccurrences(of: token, with: ""), "::\(token)::"]
    let rest = more > 0 ? ["::notice::\(more) further problems are in the log"] : []
    return (shown + rest + log).joined(separator: "\n") + "\n"
  }
}

extension GradeReport.Exercise {
  fileprivate func annotations(of submission: String?) -> [String] {
    let prefix = submission.map { "\($0): " } ?? ""
    var found = diagnostics.map { $0.annotation(title: prefix + title) }
    for step in steps where !step.isPassed {
      let heading = "\(prefix)\(title) > \(step.title)"
      let problems = step.diagnostics.filter { $0.severity == Diagnostic.Severity.error.rawValue }
      if !problems.isEmpty {
        found += problems.map { $0.annotation(title: heading) }
        continue
      }
      let failed = step.tasks.flatMap(\.checks).filter { $0.status == .failed }
      let messages =
        failed.isEmpty ? [step.message] : failed.map { "\($0.id): \($0.message)\($0.comparison)" }
      found += messages.map {
        ReportedProblem(Diagnostic(file: answer ?? file, line: 1, message: $0)).annotation(title: heading)
      }
    }
    return found
  }
}

extension ReportedProblem {
  fileprivate func annotation(title: String) -> String {
    var properties = ["file=\(file.escapedForProperty)"]
    if let line { properties.append("line=\(line)") }
    if let column { properties.append("col=\(column)") }
    properties.append("title=\(title.escapedForProperty)")
    return "::error \(properties.joined(separator: ","))::\(message.escapedForMessage)"
  }
}

extension String {
  /// The text after `::` of a command of GitHub Actions.
  fileprivate var escapedForMessage: String {
    replacingOccurrences(of: "%", with: "%25").replacingOccurrences(of: "\r", with: "%0D")
      .replacingOccurrences(of: "\n", with: "%0A")
  }

  /// The value of a property of such a command.
  fileprivate var escapedForProperty: String {
    escapedForMessage.replacingOccurrences(of: ":", with: "%3A").replacingOccurrences(of: ",", with: "%2C")
  }
}
