import Codelab
import LessonKit
import TerminalUI

/// What the last run of the open step judged and measured, beside the run before and the budget.
extension State {
  func resultsContent(width: Int, top: Int) -> OverlayContent {
    guard let result = openView.result else { return OverlayContent(title: "Results") }
    var lines = wrap(ending(of: result), width, result.ending == .passed ? .good : .text)
    if result.ending != .ran {
      for task in result.tasks { lines += [StyledLine()] + self.lines(of: task, width: width) }
    }
    let metrics = metricLines(of: result)
    if !metrics.isEmpty { lines += [StyledLine()] + metrics }
    let predictions = openStep.predictions.flatMap { predictionLines($0, width: width) }
    if !predictions.isEmpty {
      lines += [StyledLine(), StyledLine("Predictions", theme[.subheading])] + predictions
    }
    lines += [StyledLine()] + wrap(circumstances(of: result), width, .muted)
    return OverlayContent(title: "Results: \(openStep.title)", body: lines, top: top)
  }

  private func wrap(_ text: String, _ width: Int, _ role: Role) -> [StyledLine] {
    wrapped([Span(sanitized(text), theme[role])], width: max(1, width)).map { StyledLine($0) }
  }

  private func ending(of result: StepResult) -> String {
    guard result.maximumPoints > 0, result.ending != .ran, result.ending != .cancelled else {
      return result.ending.sentence
    }
    return "\(result.ending.sentence), \(result.points) of \(result.maximumPoints) points"
  }

  private func lines(of task: TaskResult, width: Int) -> [StyledLine] {
    let isDone = task.checks.allSatisfy { $0.status == .passed }
    let box = isDone ? "[\(theme.glyphs.check)]" : "[ ]"
    let points = task.points > 0 ? "  \(task.earned)/\(task.points)" : ""
    let title = wrapped(
      [
        Span("\(box) ", theme[isDone ? .good : .text]), Span(task.title, theme[.strong]),
        Span(points, theme[.muted]),
      ],
      width: max(1, width))
    var lines = title.map { StyledLine($0) }
    for check in task.checks {
      switch check.status {
      case .passed: lines.append(StyledLine("    \(theme.glyphs.check) \(check.id)", theme[.good]))
      case .notJudged: lines.append(StyledLine("    \(theme.glyphs.open) \(check.id)", theme[.muted]))
      case .failed:
        lines.append(StyledLine("    \(theme.glyphs.cross) \(check.id)", theme[.bad]))
        lines += wrap(check.message, width - 6, .text).map { line in
          StyledLine([Span("      ")] + line.spans)
        }
      }
    }
    return lines
  }

  // MARK: - Metrics

  /// A table of what was measured: now, in the run before, the change, and the budget.
  private func metricLines(of result: StepResult) -> [StyledLine] {
    guard !result.metrics.isEmpty else { return [] }
    let before = earlier[openKey]
    let budget = openExercise.frontMatter.budget
    var rows: [[(text: String, role: Role)]] = []
    for metric in result.metrics {
      var row: [(text: String, role: Role)] = [(metric.title, .text), (metric.text, .strong)]
      let old = before?.metrics[metric.name]
      if before != nil {
        row.append((old?.text ?? "", .muted))
        row.append((old.flatMap { metric.change(from: $0) } ?? "", .text))
      }
      if let target = metric.target(in: budget) {
        let isMet = metric.value <= target.limit
        row.append(("\(isMet ? "within" : "over") \(target.text)", isMet ? .good : .bad))
      }
      rows.append(row)
    }
    var header: [(text: String, role: Role)] = [("Measured", .subheading), ("now", .muted)]
    if let before { header += [(before.label, .muted), ("change", .muted)] }
    if rows.contains(where: { $0.count > header.count }) { header.append(("budget", .muted)) }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[safe: column].map { TerminalUI.width(of: $0.text) } ?? 0 }.max() ?? 0
    }
    // Names are read from the left, numbers compared from the right.
    let numbers = 1..<(before == nil ? 2 : 4)
    return ([header] + rows).map { row in
      StyledLine(
        row.enumerated().map { column, cell in
          let alignment: TextAlignment = numbers.contains(column) ? .right : .left
          return Span(
            fitted(cell.text, width: widths[column], alignment: alignment) + "  ", theme[cell.role])
        })
    }
  }

  // MARK: - Predictions and circumstances

  private func predictionLines(_ prediction: Prediction, width: Int) -> [StyledLine] {
    let lines = questionLines(of: prediction, width: width, role: .text)
    guard let answer = progress[openExercise.id].predictions[prediction.id] else {
      return lines + [StyledLine("  you did not answer", theme[.muted])]
    }
    return lines + answerLines(answer, to: prediction, width: width)
  }

  /// What the run took, and with which seed and knobs.
  private func circumstances(of result: StepResult) -> String {
    var parts = RunStage.allCases.compactMap { stage in
      result.durations[stage].map { "\(stage.activity) \(Metric.Unit.seconds.text($0))" }
    }
    parts.append("seed \(result.seed)")
    if !result.sets.isEmpty { parts.append("on \(result.sets.joined(separator: ", "))") }
    parts += openStep.knobs.compactMap { name in
      result.knobs[name].map { "\(name) \(Metric.Unit.number.text($0))" }
    }
    return parts.joined(separator: ", ")
  }
}

extension Metric {
  /// The change from an earlier value: in percentage points for shares, in percent for the rest.
  func change(from old: Metric) -> String? {
    guard unit == old.unit, value.isFinite, old.value.isFinite else { return nil }
    let sign = value >= old.value ? "+" : "-"
    switch unit {
    case .fraction:
      return "\(sign)\(Metric.Unit.number.text((abs(value - old.value) * 1_000).rounded() / 10)) points"
    case .bytes, .seconds, .count, .number:
      guard old.value != 0 else { return nil }
      return "\(sign)\(Metric.Unit.number.text((abs(value / old.value - 1) * 1_000).rounded() / 10)) %"
    }
  }

  /// The exercise's limit for what was measured, if it has one.
  fileprivate func target(in budget: Budget) -> (limit: Double, text: String)? {
    let limit: Double? =
      switch (unit, name) {
      case (.bytes, "size"): budget.size.map(Double.init)
      case (.seconds, "latency-p95"): budget.latency
      default: nil
      }
    return limit.map { ($0, unit.text($0)) }
  }
}
