import Codelab

extension FrontMatter {
  /// Reads the keys at the top of `lesson.md`; nil if one that must be there is missing or bad.
  init?(_ settings: inout Settings) {
    let version = settings.integer("format", in: 1...1_000_000, required: true)
    if let version, version > Self.format {
      settings.report(
        "format \(version) is newer than this program, which reads format \(Self.format); update the program",
        line: settings.line(of: "format"))
    }
    let id = settings.identifier("id")
    let title = settings.string("title", required: true)
    let minutes = settings.integer("minutes", in: 1...10_000)
    let seed = settings.integer("seed", in: 0...Int.max)
    let requires = settings.strings("requires") ?? []
    let tags = settings.strings("tags") ?? []
    let authors = settings.strings("authors") ?? []
    let limits = Limits(&settings)
    let budget = Budget(&settings)
    let knobs = Self.knobs(&settings)
    let data = settings.strings("data") ?? []
    guard let id, let title, version == Self.format else { return nil }
    self.init(
      id: id, title: title, minutes: minutes, requires: requires, tags: tags, seed: UInt64(seed ?? 7),
      limits: limits, budget: budget, knobs: knobs, data: data, authors: authors)
  }

  private static func knobs(_ settings: inout Settings) -> [Knob] {
    guard var all = settings.settings("knobs") else { return [] }
    var knobs: [Knob] = []
    for name in all.keys {
      guard var one = all.settings(name) else { continue }
      if let knob = Knob(name, &one) { knobs.append(knob) }
      all.take(&one)
    }
    settings.take(&all)
    return knobs
  }
}

extension Knob {
  fileprivate init?(_ name: String, _ settings: inout Settings) {
    if !Identifier.isValid(name) {
      settings.report(
        "'\(name)' is not an identifier; use small letters, digits and hyphens", line: settings.line)
    }
    let texts = settings.strings("values", required: true)
    let start = settings.number("default", required: true)
    guard let texts, let start else { return nil }
    let values = texts.compactMap { Double($0) }.filter(\.isFinite)
    guard values.count == texts.count, !values.isEmpty, Set(values).count == values.count else {
      settings.report(
        "'values' must be one or more different numbers, as in '[2, 4, 8]'", line: settings.line(of: "values")
      )
      return nil
    }
    guard values.contains(start) else {
      settings.report(
        "the default \(start.formatted()) is not among the values", line: settings.line(of: "default"))
      return nil
    }
    self.init(name: name, values: values, defaultValue: start)
  }
}

extension Limits {
  fileprivate init(_ settings: inout Settings) {
    self.init()
    guard var given = settings.settings("limits") else { return }
    if let seconds = given.quantity("compile", Quantity.seconds) { compile = seconds }
    if let seconds = given.quantity("run", Quantity.seconds) { run = seconds }
    if let seconds = given.quantity("judge", Quantity.seconds) { judge = seconds }
    if let bytes = given.quantity("memory", Quantity.bytes) { memory = Int(bytes) }
    if let bytes = given.quantity("output", Quantity.bytes) { output = Int(bytes) }
    settings.take(&given)
  }
}

extension Budget {
  fileprivate init(_ settings: inout Settings) {
    self.init()
    guard var given = settings.settings("budget") else { return }
    size = given.quantity("size", Quantity.bytes).map { Int($0) }
    latency = given.quantity("latency", Quantity.seconds)
    accuracyLoss = given.quantity("accuracy", Quantity.points)
    settings.take(&given)
  }
}
