import Codelab

/// A chapter of a course: a folder of exercises, and its page, if it has one.
public struct Chapter: Sendable, Equatable {
  /// The folder, as in `02-compression`.
  public var path: String
  /// The title of the page; without a page, the folder's name for people, as in `2 Compression`.
  public var title: String
  /// What the page says, without its title; empty without a page.
  public var blocks: [Block] = []
  /// What is wrong with the page.
  public var diagnostics: [Diagnostic] = []

  /// A piece of a page.
  public enum Block: Sendable, Equatable {
    /// Markdown, as written, and the line where it begins.
    case prose(String, line: Int)
    /// A table of what the learner measured, a row for each.
    case measured([Measured])
  }

  /// What the page shows of the learner's measurements, in order.
  public var measured: [Measured] {
    blocks.flatMap { block -> [Measured] in if case .measured(let rows) = block { rows } else { [] } }
  }

  /// The folder's name for people.
  static func title(ofFolder folder: String) -> String {
    let parts = folder.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let number = Int(parts[0]) else { return folder }
    let words = parts[1].split(separator: "-").joined(separator: " ")
    return "\(number) " + words.prefix(1).uppercased() + words.dropFirst()
  }
}

/// One measurement that a chapter's page shows.
public struct Measured: Sendable, Equatable {
  /// The identifier of the exercise.
  public var exercise: String
  /// The step that measures it; nil for whichever did last.
  public var step: String?
  /// The name of the metric.
  public var metric: String
  /// What it is, in a few words.
  public var label: String
  /// The line of the directive.
  public var line: Int
}

extension LearnerProgress {
  /// What the learner measured last for a row of a chapter's page, with the sets that stood in for the lesson's own
  /// data; nil if nothing yet.
  func text(for row: Measured) -> String? {
    let exercise = self[row.exercise]
    let step = row.step.map { exercise.steps[$0] ?? StepProgress() }
    guard let metric = (step?.metrics ?? exercise.metrics)[row.metric] else { return nil }
    let sets = (step?.sets ?? exercise.sets)[row.metric]
    return metric.text + (sets.map { " (\($0.joined(separator: ", ")))" } ?? "")
  }
}

extension Chapter {
  /// The page as Markdown, with the learner's measurements in its tables.
  ///
  /// What was measured on another set than the lesson's own has its name in brackets. What was not measured yet names the exercise, and the step if there is one, that does.
  public func markdown(with progress: LearnerProgress) -> String {
    let pieces = blocks.map { block in
      switch block {
      case .prose(let text, _): text
      case .measured(let rows): Self.table(rows, progress)
      }
    }
    return (["# \(title)"] + pieces).joined(separator: "\n\n") + "\n"
  }

  private static func table(_ rows: [Measured], _ progress: LearnerProgress) -> String {
    let cells = rows.map { row in
      let place = row.step.map { "\(row.exercise), step \($0)" } ?? row.exercise
      let value = progress.text(for: row) ?? "not yet: \(place)"
      return (row.label.replacing("|", with: "\\|"), value)
    }
    let header = ("What you measured", "Yours")
    let widths = (
      ([header] + cells).map { $0.0.count }.max() ?? 0, ([header] + cells).map { $0.1.count }.max() ?? 0
    )
    func line(_ cell: (String, String)) -> String {
      let first = cell.0 + String(repeating: " ", count: widths.0 - cell.0.count)
      let second = String(repeating: " ", count: widths.1 - cell.1.count) + cell.1
      return "| \(first) | \(second) |"
    }
    let rule =
      "|" + String(repeating: "-", count: widths.0 + 2) + "|" + String(repeating: "-", count: widths.1 + 1)
      + ":|"
    return ([line(header), rule] + cells.map(line)).joined(separator: "\n")
  }
}
