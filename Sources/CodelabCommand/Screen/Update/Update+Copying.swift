import Foundation
import TerminalUI

/// Copying text to the clipboard of the terminal.
extension State {
  /// Copies what lies on top, or else what the pane with the focus shows.
  mutating func copy() -> [Effect] {
    let lines = linesToCopy.suffix { $0.utf8.count + 1 }
    guard !lines.isEmpty else {
      notice = "there is nothing to copy"
      return []
    }
    notice = "copied \(lines.count) line\(lines.count == 1 ? "" : "s"), if your terminal lets programs copy"
    return [.copy(lines.joined(separator: "\n") + "\n")]
  }

  private var linesToCopy: [String] {
    if let content = overlayContent(width: 100) { return (content.head + content.body).map(\.text) }
    switch focusedPane {
    case .tree: return ["Work/\(openExercise.path)/Exercise.swift"]
    case .lesson: return lessonLines(width: 80).map(\.text)
    case .live: return panels.first?.figure.map { [$0.title] + $0.plainLines } ?? []
    case .log: return log.lines.map { $0.time.isEmpty ? $0.text : "\($0.time)  \($0.text)" }
    }
  }
}

extension [String] {
  /// The last lines that fit in what terminals accept in one piece.
  fileprivate func suffix(size: (String) -> Int) -> [String] {
    var left = 48 * 1_024
    let lines = reversed().prefix { line in
      left -= size(line)
      return left >= 0
    }
    return lines.reversed()
  }
}
