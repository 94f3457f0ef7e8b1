import Foundation
import Testing

@testable import TerminalUI

/// A grid as text: its characters, then a letter for the style of each cell, then what the letters mean.
func picture(of grid: Grid) -> String {
  var letters: [Style: Character] = [.plain: "."]
  var legend: [String] = []
  var text: [String] = []
  var styles: [String] = []
  for y in 0..<grid.height {
    var line = ""
    var styleLine = ""
    for x in 0..<grid.width {
      let style = grid[x, y].style
      if letters[style] == nil {
        let letter = Character(Unicode.Scalar(UInt8(97 + letters.count - 1)))
        letters[style] = letter
        legend.append("\(letter) = \(describe(style))")
      }
      line += grid[x, y].text
      styleLine.append(letters[style] ?? "?")
    }
    text.append(line + "|")
    styles.append(styleLine + "|")
  }
  return (text + styles + legend).joined(separator: "\n") + "\n"
}

/// The characters of a grid without trailing spaces.
func text(of grid: Grid) -> String {
  (0..<grid.height).map { y in
    var line = (0..<grid.width).map { grid[$0, y].text }.joined()
    while line.last == " " { line.removeLast() }
    return line
  }.joined(separator: "\n")
}

private func describe(_ style: Style) -> String {
  func name(_ color: Color) -> String { if case .indexed(let index) = color { "\(index)" } else { "-" } }
  let names: [(Style.Attributes, String)] = [
    (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"), (.italic, "italic"),
  ]
  let attributes = names.filter { style.attributes.contains($0.0) }.map(\.1)
  return (["\(name(style.foreground)) on \(name(style.background))"] + attributes).joined(separator: " ")
}

/// Compares a grid with the file of this name in `Snapshots`, text and styles.
///
/// With `CODELAB_RECORD=1` in the environment the files are written instead: look at what changed.
func expectSnapshot(_ name: String, _ grid: Grid, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = folder.appending(path: "Snapshots/\(name).txt")
  let actual = picture(of: grid)
  if ProcessInfo.processInfo.environment["CODELAB_RECORD"] == "1" {
    try actual.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(actual == expected, "\(name) looks different:\n\(actual)", sourceLocation: sourceLocation)
}

/// The themes that snapshots are taken with.
enum Look: String, CaseIterable, Sendable {
  case dark256, light256, basic16, mono, dark256Ascii, basic16Ascii, monoAscii

  var theme: Theme {
    switch self {
    case .dark256: Theme(depth: .colors256, isDark: true, glyphs: .unicode)
    case .light256: Theme(depth: .colors256, isDark: false, glyphs: .unicode)
    case .basic16: Theme(depth: .colors16, isDark: true, glyphs: .unicode)
    case .mono: Theme(depth: .monochrome, isDark: true, glyphs: .unicode)
    case .dark256Ascii: Theme(depth: .colors256, isDark: true, glyphs: .ascii)
    case .basic16Ascii: Theme(depth: .colors16, isDark: true, glyphs: .ascii)
    case .monoAscii: Theme(depth: .monochrome, isDark: true, glyphs: .ascii)
    }
  }
}
