import Yams

/// The keys and values of a piece of YAML, read one by one; what is wrong with them is collected.
///
/// Every read gives nil, and leaves a problem behind, when the value is missing or bad. Keys that nobody
/// asked for are problems too.
struct Settings {
  let file: String
  /// The line of the file where the YAML stands, for what is missing.
  let line: Int
  private(set) var problems: [Diagnostic] = []
  private var values: [(key: String, line: Int, value: YAMLValue)] = []
  private var asked: [String] = []
  private let firstLine: Int

  /// Reads YAML that begins in line `firstLine` of a file; `line` is where it is announced.
  init(yaml: String, file: String, firstLine: Int, line: Int) {
    self.file = file
    self.line = line
    self.firstLine = firstLine
    if let root = YAMLValue.simple(yaml) {
      add(root)
      return
    }
    guard yaml.utf8.count <= 1 << 16, !Self.nestsTooDeep(yaml) else {
      report("this is too large or nested too deep for settings", line: line)
      return
    }
    do {
      if let root = try YAMLValue.compose(yaml) { add(root) }
    } catch {
      let (text, errorLine) = Self.explain(error)
      report("cannot be read as YAML: \(text)", line: firstLine + errorLine - 1)
    }
  }

  /// Reads a mapping inside other settings.
  private init(_ root: YAMLValue, of parent: Settings, line: Int) {
    file = parent.file
    firstLine = parent.firstLine
    self.line = line
    add(root)
  }

  private mutating func add(_ root: YAMLValue) {
    guard let mapping = root.mapping else {
      report("expected lines of the form 'key: value'", line: lineNumber(of: root))
      return
    }
    for entry in mapping {
      guard let name = entry.key.text else {
        report("a key must be a word", line: lineNumber(of: entry.key))
        continue
      }
      values.append((name, lineNumber(of: entry.key), entry.value))
    }
  }

  // MARK: Reading

  /// Adds a problem.
  mutating func report(_ message: String, line: Int) {
    problems.append(Diagnostic(file: file, line: line, message: message))
  }

  /// The keys, in the order of the file.
  var keys: [String] { values.map(\.key) }

  /// Whether a key is there; asks for it.
  mutating func has(_ key: String) -> Bool {
    asked.append(key)
    return values.contains { $0.key == key }
  }

  /// The line a key stands in, or the line of the settings.
  func line(of key: String) -> Int {
    values.first { $0.key == key }?.line ?? line
  }

  /// A text; missing is a problem if `required`.
  mutating func string(_ key: String, required: Bool = false) -> String? {
    guard let value = value(key, required: required) else { return nil }
    guard let text = value.text, !text.isEmpty else {
      report("'\(key)' must be a text", line: line(of: key))
      return nil
    }
    return text
  }

  /// A word of small letters, digits and hyphens, which names something.
  mutating func identifier(_ key: String) -> String? {
    guard let text = string(key, required: true) else { return nil }
    guard Identifier.isValid(text) else {
      report(
        "'\(text)' is not an identifier; use small letters, digits and hyphens, as in "
          + "'\(Identifier.slug(text))'", line: line(of: key))
      return nil
    }
    return text
  }

  /// A whole number in a range.
  mutating func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
    guard let value = value(key, required: required) else { return nil }
    guard let text = value.text, let number = Int(text), range.contains(number) else {
      report(
        "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)", line: line(of: key)
      )
      return nil
    }
    return number
  }

  /// A finite number.
  mutating func number(_ key: String, required: Bool = false) -> Double? {
    guard let value = value(key, required: required) else { return nil }
    guard let text = value.text, let number = Double(text), number.isFinite else {
      report("'\(key)' must be a number", line: line(of: key))
      return nil
    }
    return number
  }

  /// An amount above zero with a unit, such as `50 KB`.
  mutating func quantity(_ key: String, _ kind: Quantity.Kind) -> Double? {
    guard let text = string(key) else { return nil }
    switch Quantity.parse(text, as: kind) {
    case .success(let amount) where amount > 0: return amount
    case .success: report("'\(key)' must be above zero", line: line(of: key))
    case .failure(let problem): report("'\(key)': \(problem.text)", line: line(of: key))
    }
    return nil
  }

  /// A list of texts.
  mutating func strings(_ key: String, required: Bool = false) -> [String]? {
    guard let value = value(key, required: required) else { return nil }
    let texts = value.list?.map(\.text)
    guard let texts, !texts.contains(where: { $0?.isEmpty ?? true }) else {
      report("'\(key)' must be a list, as in '\(key): [one, two]'", line: line(of: key))
      return nil
    }
    return texts.compactMap(\.self)
  }

  /// Settings inside these.
  mutating func settings(_ key: String) -> Settings? {
    guard let value = value(key, required: false) else { return nil }
    guard value.mapping != nil else {
      report("'\(key)' must be of the form '\(key): { name: value }'", line: line(of: key))
      return nil
    }
    return Settings(value, of: self, line: line(of: key))
  }

  /// Settings in a list inside these; none if it is not there.
  mutating func list(_ key: String) -> [Settings] {
    guard let value = value(key, required: false) else { return [] }
    guard let entries = value.list, entries.allSatisfy({ $0.mapping != nil }) else {
      report("'\(key)' must be a list, each entry of the form '- { name: value }'", line: line(of: key))
      return []
    }
    return entries.map { Settings($0, of: self, line: lineNumber(of: $0)) }
  }

  /// Takes over the problems of settings inside these.
  mutating func take(_ inner: inout Settings) {
    inner.reportUnknownKeys()
    problems += inner.problems
  }

  /// Reports every key that was not asked for.
  mutating func reportUnknownKeys() {
    let known = asked
    for (key, line, _) in values where !known.contains(key) {
      report("unknown key '\(key)'; \(Suggestion.sentence(for: key, among: known))", line: line)
    }
  }

  private mutating func value(_ key: String, required: Bool) -> YAMLValue? {
    asked.append(key)
    let value = values.first { $0.key == key }?.value
    if value == nil, required { report("'\(key)' is missing; add '\(key): ...'", line: line) }
    return value
  }

  private func lineNumber(of value: YAMLValue) -> Int { firstLine + value.line - 1 }

  // MARK: What YAML itself objects to

  private static func explain(_ error: any Error) -> (text: String, line: Int) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return (problem, mark.line)
    case .reader(let problem, _, _, _):
      return (problem, 1)
    case .duplicatedKeysInMapping(let keys, let context):
      return ("the key '\(keys.joined(separator: "', '"))' appears twice; keep one", context.mark.line)
    default:
      return ("\(error)", 1)
    }
  }

  /// Whether the brackets of a text nest deeper than settings ever do; the reader of YAML recurses.
  private static func nestsTooDeep(_ yaml: String) -> Bool {
    var depth = 0
    for byte in yaml.utf8 {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      default: break
      }
      if depth > 16 { return true }
    }
    return yaml.split(whereSeparator: \.isNewline).contains { line in
      let text = line.drop { $0 == " " }
      let marks = text.prefix { "-?: ".contains($0) }
      return line.count - text.count > 32 || marks.count > 32
    }
  }
}
