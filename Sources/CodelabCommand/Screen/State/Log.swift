import TerminalUI

/// What happened, as lines, bounded in number.
struct Log {
  /// One line.
  struct Line {
    /// The clock when it came, as in `14:02:11`; empty for the learner's output.
    var time: String
    var text: String
    var role: Role
  }

  static let capacity = 10_000
  private(set) var lines: [Line] = []

  mutating func add(_ text: String, role: Role = .text, time: String = "") {
    lines.append(Line(time: time, text: sanitized(text), role: role))
    // Dropping in large pieces keeps the cost of a line constant.
    if lines.count > Self.capacity + 1_000 { lines.removeFirst(lines.count - Self.capacity) }
  }
}
