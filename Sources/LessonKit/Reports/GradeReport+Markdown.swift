extension GradeReport {
  /// The report as Markdown, as for a step's summary on GitHub.
  public var markdown: String {
    var lines = ["# \(points) of \(maximumPoints) points, \(passed ? "passed" : "not passed")", ""]
    for submission in submissions {
      if submissions.count > 1 { lines += ["## \(submission.name.inMarkdown): \(submission.score)", ""] }
      if let refusal = submission.refusal { lines += ["Not graded: \(refusal.inMarkdown)", ""] }
      for exercise in submission.exercises { lines += exercise.markdownLines }
    }
    if let protections = protectionWords { lines += [protections, ""] }
    return lines.joined(separator: "\n")
  }
}

extension GradeReport.Exercise {
  fileprivate var markdownLines: [String] {
    var lines = ["### \(title.inMarkdown): \(points) of \(maximumPoints) points", ""]
    lines += diagnostics.map { "- \($0.text.inMarkdown)" }
    if !steps.isEmpty { lines += ["| step | result | points |", "|---|---|---:|"] }
    lines += steps.map {
      "| \($0.title.inMarkdown) | \($0.message.inMarkdown) | \($0.points) / \($0.maximumPoints) |"
    }
    lines.append("")
    for step in steps where !step.isPassed {
      lines += step.notes.map { "- \($0.inMarkdown)" }
      for check in step.tasks.flatMap(\.checks) where check.status == .failed {
        lines.append("- **\(check.id)**: \((check.message + check.comparison).inMarkdown)")
        // The hint is an author's Markdown.
        if let hint = check.hint { lines += hint.split(separator: "\n").map { "  \($0)" } }
      }
    }
    for target in steps.flatMap(\.tasks).flatMap(\.targets) { lines.append("- \(target.summary.inMarkdown)") }
    return lines + [""]
  }
}

extension String {
  /// The text as it stands, in one line of Markdown: nothing in it makes a link, a picture, a tag or a table.
  fileprivate var inMarkdown: String {
    var text = ""
    for character in self {
      switch character {
      case "\n", "\r\n", "\t": text += " "
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case "@": text += "&#64;"
      case "\\", "`", "*", "_", "[", "]", "!", "#", "|", "~", "$": text += "\\\(character)"
      default: text.append(character)
      }
    }
    return text
  }
}
