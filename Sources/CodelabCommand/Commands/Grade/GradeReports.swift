import ArgumentParser
import Foundation
import LessonKit

/// Which reports are written, and where.
struct GradeReports: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A report to write: \(GradeFormat.Kind.allCases.map(\.rawValue).joined(separator: ", ")); "
        + "can be given several times, each with a file, as in json=report.json.",
      valueName: "format[=file]"))
  var format: [GradeFormat] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file of the one report without a file.", valueName: "file"))
  var output: String?

  func validate() throws {
    let withoutFile = format.filter { $0.file == nil }
    if withoutFile.count > 1 {
      throw ValidationError(
        "only one report can go to standard output; give the others a file: --format json=report.json")
    }
    if output != nil, !format.isEmpty, withoutFile.isEmpty {
      throw ValidationError("every report has a file already, so that --output has nothing to name")
    }
  }

  /// Writes the reports: the text to standard output if none was asked for.
  func write(_ report: GradeReport) throws {
    if report.submissions.count > 1, format.contains(where: { $0.kind == .gradescope }) {
      throw ValidationError("a report for Gradescope is about one submission; grade them one by one")
    }
    for format in format.isEmpty ? [GradeFormat(kind: .text)] : format {
      let text = format.kind.text(of: report)
      if let file = format.file ?? output {
        try writeReport(text, to: URL(fileURLWithPath: file))
      } else {
        Console.line(text)
      }
    }
  }
}

/// A report and perhaps the file it goes to.
struct GradeFormat: ExpressibleByArgument {
  /// How a report is written.
  enum Kind: String, CaseIterable {
    case text, json, junit, gradescope, github, markdown

    /// The report, written this way.
    func text(of report: GradeReport) -> String {
      switch self {
      case .text: report.text
      case .json: report.json
      case .junit: report.junit
      case .gradescope: report.gradescope
      case .github: report.githubAnnotations()
      case .markdown: report.markdown
      }
    }
  }

  var kind: Kind
  var file: String?

  init(kind: Kind, file: String? = nil) {
    self.kind = kind
    self.file = file
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])), parts.count == 1 || !parts[1].isEmpty else {
      return nil
    }
    self.init(kind: kind, file: parts.count == 2 ? String(parts[1]) : nil)
  }
}
