import Foundation

extension GradeReport {
  /// The report as a JSON document, as `Codelabs/GRADING.md` describes it.
  ///
  /// Keys are sorted, so that equal reports are equal documents.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Everything in it is texts and finite numbers.
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Reads a JSON document.
  ///
  /// - Throws: ``GradeReportError`` for a file that cannot be read or holds something else.
  public init(contentsOf file: URL) throws(GradeReportError) {
    do {
      self = try JSONDecoder().decode(GradeReport.self, from: Data(contentsOf: file))
    } catch {
      throw GradeReportError(
        description: "\(file.path) is no report of 'codelab grade --format json': \(reason(error))")
    }
    guard schema == Self.schema else {
      throw GradeReportError(
        description: "\(file.path) has the format \(schema); this program reads \(Self.schema)")
    }
  }

  /// Joins reports of parts of one grading run.
  ///
  /// Exercises of a submission that several parts graded are joined in the order of their paths.
  ///
  /// - Throws: ``GradeReportError`` if an exercise of a submission was graded twice.
  public static func merge(_ reports: [GradeReport]) throws(GradeReportError) -> GradeReport {
    var parts: [String: [Submission]] = [:]
    for submission in reports.flatMap(\.submissions) {
      parts[submission.name, default: []].append(submission)
    }
    var submissions: [Submission] = []
    for (name, parts) in parts.sorted(by: { $0.key < $1.key }) {
      let exercises = parts.flatMap(\.exercises).sorted { $0.path < $1.path }
      for (first, second) in zip(exercises, exercises.dropFirst()) where first.path == second.path {
        throw GradeReportError(description: "two of the reports have a grade of '\(name)' for \(first.path)")
      }
      submissions.append(
        Submission(name: name, refusal: parts.compactMap(\.refusal).first, exercises: exercises))
    }
    var circumstances = reports.first?.circumstances ?? Circumstances()
    circumstances.date = reports.compactMap(\.circumstances.date).min()
    for other in reports.dropFirst().map(\.circumstances) {
      if other.toolchain != circumstances.toolchain { circumstances.toolchain = nil }
      if other.machine != circumstances.machine { circumstances.machine = nil }
      if other.kernels != circumstances.kernels { circumstances.kernels = nil }
    }
    return GradeReport(submissions: submissions, circumstances: circumstances)
  }
}

/// A report that cannot be used.
public struct GradeReportError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, and what to do.
  public let description: String
}
