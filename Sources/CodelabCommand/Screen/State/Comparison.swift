/// Two files line by line: what they share, and what only one of them has.
struct Comparison: Equatable, Sendable {
  /// A row of the comparison.
  enum Row: Equatable, Sendable {
    /// A line that both have.
    case same(String)
    /// A line of the learner beside one of the solution; nil where only the other has one.
    case changed(yours: String?, solution: String?)
  }

  /// The rows from top to bottom.
  let rows: [Row]

  /// Compares two texts by their longest common subsequence of lines.
  init(yours: String, solution: String) {
    let old = Self.lines(yours), new = Self.lines(solution)
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(offset))
    let inserted = Set(difference.insertions.map(offset))
    var rows: [Row] = []
    var left = 0, right = 0
    while left < old.count || right < new.count {
      var gone: [String] = [], come: [String] = []
      while left < old.count, removed.contains(left) {
        gone.append(old[left])
        left += 1
      }
      while right < new.count, inserted.contains(right) {
        come.append(new[right])
        right += 1
      }
      for index in 0..<max(gone.count, come.count) {
        rows.append(
          .changed(
            yours: index < gone.count ? gone[index] : nil, solution: index < come.count ? come[index] : nil))
      }
      if left < old.count, right < new.count {
        rows.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    self.rows = rows
  }

  /// Whether the texts are equal.
  var isEqual: Bool {
    rows.allSatisfy { if case .same = $0 { true } else { false } }
  }

  /// The first row that differs; the first of all if none does.
  var firstChange: Int {
    rows.firstIndex { if case .changed = $0 { true } else { false } } ?? 0
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// The place of a change in the file that has the line.
private func offset(_ change: CollectionDifference<String>.Change) -> Int {
  switch change {
  case .insert(let offset, _, _), .remove(let offset, _, _): offset
  }
}
