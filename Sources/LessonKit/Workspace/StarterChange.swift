import Foundation

/// How a shipped starter differs from the one that a learner began with.
public struct StarterChange: Sendable, Equatable {
  /// The lines that went and came, in the order of the file: `- old` and `+ new`, each with its number.
  public let lines: [String]
  /// How many lines came.
  public let added: Int
  /// How many lines went.
  public let removed: Int

  /// Compares two texts line by line; nil if they are the same.
  init?(from old: String, to new: String) {
    // The screen asks at its start, for every exercise that was begun; most starters stay as they are.
    guard old != new else { return nil }
    let old = old.split(separator: "\n", omittingEmptySubsequences: false)
    let new = new.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = new.difference(from: old)
    guard !difference.isEmpty else { return nil }
    var gone: Set<Int> = [], come: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): come.insert(offset)
      }
    }
    (removed, added) = (gone.count, come.count)
    var lines: [String] = []
    var before = 0, after = 0
    while before < old.count || after < new.count {
      if gone.contains(before) {
        lines.append("\(before + 1) - \(old[before])")
        before += 1
      } else if come.contains(after) {
        lines.append("\(after + 1) + \(new[after])")
        after += 1
      } else {
        before += 1
        after += 1
      }
    }
    self.lines = lines
  }

  /// How much changed, as in `2 lines added, 1 removed`.
  public var summary: String {
    let parts = [(added, "added"), (removed, "removed")].filter { $0.0 > 0 }
    return parts.enumerated().map { index, part in
      index == 0 ? "\(part.0) \(part.0 == 1 ? "line" : "lines") \(part.1)" : "\(part.0) \(part.1)"
    }.joined(separator: ", ")
  }
}

extension Exercise {
  /// What to tell a learner about a starter that changed since they began.
  public func notice(of change: StarterChange) -> String {
    // What to do stands in front: the end of a long line may lie outside the screen.
    "the starter of \(id) has changed since you began (\(change.summary)): see 'codelab reset \(id) --diff'; "
      + "your file is as you left it, and 'codelab reset \(id)' takes the change over and keeps a backup"
  }
}
