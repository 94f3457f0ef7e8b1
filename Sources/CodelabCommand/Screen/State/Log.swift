import TerminalUI

/// What happened, as lines, bounded in number.
struct Log: Sendable {
  /// One line.
  struct Line: Sendable {
    /// The clock when it came, as in `14:02:11`; empty for the learner's output.
    var time: String
    var role: Role
    fileprivate var raw: String

    /// The text, harmless.
    ///
    /// Most lines of a flood are never shown, so it is made when asked for.
    var text: String { sanitized(raw) }
  }

  static let capacity = 10_000
  private(set) var lines: [Line] = []
  /// How many lines there ever were.
  private(set) var count = 0

  mutating func add(_ text: String, role: Role = .text, time: String = "") {
    lines.append(Line(time: time, role: role, raw: text))
    count += 1
    // Dropping in large pieces keeps the cost of a line constant.
    if lines.count > Self.capacity + 1_000 { lines.removeFirst(lines.count - Self.capacity) }
  }
}
