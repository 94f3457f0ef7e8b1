import Codelab

// How each directive reads its keys.

extension LessonTask {
  init?(_ settings: inout Settings) {
    let id = settings.identifier("id")
    let points = settings.integer("points", in: 0...1000, required: true)
    let title = settings.string("title", required: true)
    let checks = settings.strings("checks", required: true)
    if checks?.isEmpty == true {
      settings.report("a task needs at least one check", line: settings.line(of: "checks"))
    }
    let writes = settings.strings("writes") ?? []
    for check in checks ?? [] where !Identifier.isValid(check) {
      settings.report(
        "'\(check)' is not an identifier; use small letters, digits and hyphens, as in '\(Identifier.slug(check))'",
        line: settings.line(of: "checks"))
    }
    let targets = settings.list("targets").compactMap { entry in
      var entry = entry
      let target = MetricTarget(&entry)
      settings.take(&entry)
      return target
    }
    guard let id, let points, let title, let checks, !checks.isEmpty else { return nil }
    self.init(
      id: id, title: title, points: points, checks: checks, writes: writes, targets: targets,
      line: settings.line)
  }
}

extension MetricTarget {
  init?(_ settings: inout Settings) {
    let metric = settings.identifier("metric")
    let points = settings.integer("points", in: 1...1000, required: true)
    let unit = settings.unit("unit")
    let hasZero = settings.has("zero")
    let ends = [Direction.atMost, .atLeast].filter { settings.has($0.rawValue) }
    guard let direction = ends.first, ends.count == 1 else {
      settings.report(
        "a target has either 'atMost' or 'atLeast', the value that earns all points", line: settings.line)
      return nil
    }
    guard let metric, let points, let unit else { return nil }
    let full = settings.amount(direction.rawValue, in: unit)
    let zero = hasZero ? settings.amount("zero", in: unit) : full
    guard let full, let zero else { return nil }
    guard !hasZero || (direction == .atMost ? zero > full : zero < full) else {
      settings.report(
        "'zero' is where no points are left: it must lie "
          + (direction == .atMost ? "above 'atMost'" : "below 'atLeast'"), line: settings.line(of: "zero"))
      return nil
    }
    self.init(
      metric: metric, unit: unit, direction, full: full, zero: zero, points: points, line: settings.line)
  }
}

extension Hint {
  init?(_ settings: inout Settings, text: String) {
    let check = settings.identifier("check")
    let level = settings.integer("level", in: 1...9, required: true)
    let mistake = settings.has("when") ? settings.identifier("when") : nil
    let text = text.trimming(\.isNewline)
    if text.allSatisfy(\.isWhitespace) {
      settings.report("the hint has no text; write it below the line '---'", line: settings.line)
      return nil
    }
    guard let check, let level else { return nil }
    self.init(check: check, level: level, mistake: mistake, text: text, line: settings.line)
  }
}

extension Prediction {
  init?(_ settings: inout Settings) {
    let id = settings.identifier("id")
    let question = settings.string("question", required: true)
    let hasMetric = settings.has("metric")
    let hasChoices = settings.has("choices")
    guard hasMetric != hasChoices else {
      settings.report(
        "a prediction has either 'metric' with 'unit' and 'tolerance', or 'choices' with 'answer'",
        line: settings.line)
      return nil
    }
    let kind = hasMetric ? Self.metric(&settings) : Self.choice(&settings)
    guard let id, let question, let kind else { return nil }
    self.init(id: id, question: question, kind: kind, line: settings.line)
  }

  private static func metric(_ settings: inout Settings) -> Kind? {
    let metric = settings.identifier("metric")
    let unit = settings.unit("unit")
    let tolerance = settings.number("tolerance", required: true)
    if let tolerance, tolerance < 0 {
      settings.report("'tolerance' must not be below zero", line: settings.line(of: "tolerance"))
    }
    guard let metric, let unit, let tolerance, tolerance >= 0 else { return nil }
    return .metric(metric, unit: unit, tolerance: tolerance)
  }

  private static func choice(_ settings: inout Settings) -> Kind? {
    let choices = settings.strings("choices", required: true)
    let answer = settings.string("answer", required: true)
    guard let choices, let answer else { return nil }
    if choices.count < 2 || Set(choices).count < choices.count {
      settings.report("'choices' must be two or more different texts", line: settings.line(of: "choices"))
      return nil
    }
    guard choices.contains(answer) else {
      settings.report(
        "the answer '\(answer)' is not among the choices; \(Suggestion.sentence(for: answer, among: choices))",
        line: settings.line(of: "answer"))
      return nil
    }
    return .choice(choices, answer: answer)
  }
}
