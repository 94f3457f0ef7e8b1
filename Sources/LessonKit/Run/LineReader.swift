/// Cuts bytes that arrive in pieces into lines of bounded length.
struct LineReader {
  /// A line, or what became of one that was too long.
  enum Line: Equatable {
    case whole([UInt8])
    /// A part of a line that is longer than the limit; the rest follows.
    case part([UInt8])
    /// A line that was dropped because it is longer than the limit.
    case tooLong
  }

  private let limit: Int
  private let keepsParts: Bool
  private var pending: [UInt8] = []
  private var isDropping = false

  /// Lines up to `limit` bytes; longer ones come in parts if `keepsParts`, and are dropped otherwise.
  init(limit: Int, keepsParts: Bool) {
    self.limit = limit
    self.keepsParts = keepsParts
  }

  /// Takes bytes in and gives the lines that they complete.
  mutating func add(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      take(rest[..<end], &lines)
      if isDropping { isDropping = false } else { lines.append(.whole(pending)) }
      pending.removeAll()
      rest = rest[(end + 1)...]
    }
    take(rest, &lines)
    return lines
  }

  /// Gives the last line if the end of the input cut it short.
  mutating func finish() -> [Line] {
    defer { pending = [] }
    return pending.isEmpty ? [] : [.whole(pending)]
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, _ lines: inout [Line]) {
    if isDropping { return }
    pending += bytes
    while pending.count > limit {
      if keepsParts {
        lines.append(.part(Array(pending.prefix(limit))))
        pending.removeFirst(limit)
      } else {
        lines.append(.tooLong)
        pending = []
        isDropping = true
        return
      }
    }
  }
}
