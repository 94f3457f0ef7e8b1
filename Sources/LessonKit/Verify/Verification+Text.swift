extension Verification {
  /// The result for people: everything that is wrong, then a table with a row for each exercise.
  public var text: String {
    let problems = (exercises.flatMap(\.diagnostics) + diagnostics).map(\.description)
    let header = ["exercise", "checks", "wrong answers", "seeds", "slowest", "seconds", "verdict"]
    let rows = [header] + exercises.map(\.row)
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let table = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        // The first and the last column are words, the others numbers.
        return column == 0 || column == row.count - 1 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ").trimmingEnd
    }
    var lines = problems + (problems.isEmpty ? [] : [""]) + table
    if !checksFormat {
      lines.append("formatting was not checked: there is no swift-format beside the compiler")
    }
    return lines.joined(separator: "\n").withoutControlCharacters + "\n"
  }
}

extension ExerciseVerification {
  fileprivate var row: [String] {
    let share = largestShare.map { "\(Int(($0 * 100).rounded(.up))) %" } ?? "-"
    let seconds = trials.map(\.seconds).reduce(0, +)
    return [
      id, "\(checkCount)", "\(wrongAnswerCount)", "\(solutions.count)", share, "\(Int(seconds.rounded(.up)))",
      isPassed ? "ok" : diagnostics.count == 1 ? "1 error" : "\(diagnostics.count) errors",
    ]
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
