import Codelab
import LessonKit
import TerminalUI

/// Predictions and knobs in their place in the lesson.
extension State {
  /// A question, the choices there are, and the learner's answer with its score after the run.
  func lines(of prediction: Prediction, width: Int) -> [StyledLine] {
    let mark = Span("? ", theme[.accent])
    let question = questionLines(of: prediction, width: width - 2)
    var lines = question.enumerated().map { StyledLine(($0 == 0 ? [mark] : [Span("  ")]) + $1.spans) }
    let answer = progress[openExercise.id].predictions[prediction.id]
    if case .choice(let choices, _) = prediction.kind {
      for (index, choice) in choices.enumerated() {
        let isChosen = answer == .choice(choice)
        let lead = "\(isChosen ? String(theme.glyphs.pointer) : " ") \(index + 1) "
        let style = theme[isChosen ? .strong : .text]
        for (row, spans) in wrapped([Span(choice, style)], width: max(1, width - 6)).enumerated() {
          let start = row == 0 ? lead : String(repeating: " ", count: TerminalUI.width(of: lead))
          lines.append(StyledLine([Span("  " + start, theme[.accent])] + spans))
        }
      }
    }
    guard let answer else {
      // What was seen can no longer be predicted.
      if openView.result != nil { return lines + [StyledLine("  not answered", theme[.muted])] }
      let key = Span(Command.predict.keys[0].name, theme[.key])
      lines.append(StyledLine([Span("  "), key, Span(" to answer before you run", theme[.muted])]))
      return lines
    }
    return lines + answerLines(answer, to: prediction, width: width)
  }

  /// The question, with its emphasis, wrapped.
  func questionLines(of prediction: Prediction, width: Int, role: Role = .strong) -> [StyledLine] {
    render(Markdown.parseInlines(prediction.question), width: max(1, width), theme: theme, base: theme[role])
  }

  /// An answer and, once the step ran, how near it was; the parts stay whole where they fit into a line.
  func answerLines(_ answer: PredictionAnswer, to prediction: Prediction, width: Int) -> [StyledLine] {
    var parts = [Span("you: \(prediction.text(of: answer))", theme[.text])]
    if let ending = openView.result?.ending,
      let score = prediction.score(answer, metrics: Array(openView.metrics.values))
    {
      parts += spans(of: score, isReliable: score.measured == nil || !ending.isFailure)
    }
    var lines: [StyledLine] = []
    for part in parts {
      if let last = lines.last, last.width + 3 + StyledLine([part]).width <= width {
        lines[lines.count - 1].spans += [Span("   "), part]
      } else {
        lines += wrapped([part], width: max(1, width - 2)).map { StyledLine([Span("  ")] + $0) }
      }
    }
    return lines
  }

  /// How near an answer was.
  ///
  /// - Parameter isReliable: Whether what was measured can be held against it: code that is wrong may measure anything.
  private func spans(of score: PredictionScore, isReliable: Bool) -> [Span] {
    var spans: [Span] = []
    if let measured = score.measured { spans.append(Span("measured: \(measured.text)", theme[.text])) }
    guard isReliable else { return spans + [Span("scored when the checks pass", theme[.muted])] }
    if let right = score.answer, score.grade != .right {
      spans.append(Span("it is \(right)", theme[.text]))
    }
    let (mark, word, role): (Character, String, Role) =
      switch score.grade {
      case .right: (theme.glyphs.check, "right", .good)
      case .close: (theme.glyphs.check, "close", .accent)
      case .off: (theme.glyphs.cross, "off", .warning)
      }
    return spans + [Span("\(mark) \(word)", theme[role])]
  }

  /// A knob with the chosen position in brackets and as many of the others around it as fit.
  func line(of knob: Knob, width: Int) -> StyledLine {
    let texts = knob.values.map { Metric.Unit.number.text($0) }
    let chosen = knob.values.firstIndex(of: knobs[knob.name] ?? .nan) ?? 0
    let name = "\(knob.name)  "
    let ellipsis = theme.glyphs.ellipsis
    // A position takes a column more at either side, for the brackets or air.
    let room = width - TerminalUI.width(of: name) - 2 * TerminalUI.width(of: ellipsis)
    let shown = positions(around: chosen, widths: texts.map { TerminalUI.width(of: $0) + 2 }, room: room)
    var spans = [Span(name, theme[.strong])]
    if shown.lowerBound > 0 { spans.append(Span(ellipsis, theme[.muted])) }
    for index in shown {
      let isChosen = index == chosen
      spans.append(
        isChosen ? Span("[\(texts[index])]", theme[.selection]) : Span(" \(texts[index]) ", theme[.text]))
    }
    if shown.upperBound < texts.count { spans.append(Span(ellipsis, theme[.muted])) }
    let keys = [
      Span("   [", theme[.key]), Span(" less  ", theme[.muted]), Span("]", theme[.key]),
      Span(" more", theme[.muted]),
    ]
    let isRoomy = StyledLine(spans + keys).width <= width
    return StyledLine(isRoomy ? spans + keys : spans)
  }

  /// The largest range around a position whose widths fit.
  private func positions(around chosen: Int, widths: [Int], room: Int) -> Range<Int> {
    guard widths.indices.contains(chosen) else { return 0..<0 }
    var range = chosen..<chosen + 1
    var used = widths[chosen]
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      if range.upperBound < widths.count, used + widths[range.upperBound] <= room {
        used += widths[range.upperBound]
        range = range.lowerBound..<range.upperBound + 1
        hasGrown = true
      }
      if range.lowerBound > 0, used + widths[range.lowerBound - 1] <= room {
        used += widths[range.lowerBound - 1]
        range = range.lowerBound - 1..<range.upperBound
        hasGrown = true
      }
    }
    return range
  }
}
