/// The characters that drawings are made of.
public struct Glyphs: Hashable, Sendable {
  /// Whether characters beyond ASCII may be used: braille, blocks, box drawing.
  public let isUnicode: Bool

  /// Box drawing, blocks and braille, for terminals in UTF-8.
  public static let unicode = Glyphs(isUnicode: true)
  /// Nothing but ASCII, for `LC_ALL=C`.
  public static let ascii = Glyphs(isUnicode: false)

  private func pick(_ unicode: Character, _ ascii: Character) -> Character { isUnicode ? unicode : ascii }

  /// A horizontal line.
  public var horizontal: Character { pick("─", "-") }
  /// A vertical line.
  public var vertical: Character { pick("│", "|") }
  /// What marks an item of an unordered list, by depth.
  public func bullet(depth: Int) -> Character {
    isUnicode ? ["•", "◦", "▪"][depth % 3] : ["*", "-", "+"][depth % 3]
  }
  /// Something done or passed.
  public var check: Character { pick("✓", "x") }
  /// Something failed.
  public var cross: Character { pick("✗", "!") }
  /// Something left out.
  public var skipped: Character { pick("–", "-") }
  /// The current entry.
  public var pointer: Character { pick("▸", ">") }
  /// Something open.
  public var expanded: Character { pick("▾", "v") }
  /// Something closed.
  public var collapsed: Character { pick("▸", ">") }
  /// A dot for what is not begun.
  public var open: Character { pick("○", "o") }
  /// A dot for what is begun.
  public var filled: Character { pick("●", "*") }
  /// What separates parts of a path.
  public var separator: Character { pick("›", ">") }
  /// The bar left of a quote.
  public var quoteBar: Character { pick("▎", "|") }
  /// What stands for text cut off.
  public var ellipsis: String { isUnicode ? "…" : "..." }
  /// A full block.
  public var block: Character { pick("█", "#") }
  /// The part of a bar that is not filled.
  public var track: Character { pick("░", ".") }
  /// A tick on a vertical axis.
  public var axisTick: Character { pick("┤", "|") }
  /// A tick on a horizontal axis.
  public var axisTickBelow: Character { pick("┬", "+") }
  /// The corner of two axes.
  public var axisCorner: Character { pick("└", "+") }
  /// A dotted vertical line: a limit.
  public var limit: Character { pick("┊", ":") }
  /// A point of an earlier attempt.
  public var ghostPoint: Character { pick("∙", ".") }
  /// A level marked on a horizontal axis.
  public var axisLevel: Character { pick("┴", "^") }
  /// Markers that tell series apart without color.
  public func marker(_ index: Int) -> Character {
    isUnicode ? ["●", "▲", "■", "◆", "▼", "★"][index % 6] : ["o", "x", "+", "*", "@", "%"][index % 6]
  }
  /// Fillings that tell parts of a bar and classes of a mask apart without color.
  public func texture(_ index: Int) -> Character {
    isUnicode ? ["█", "▓", "▒", "░", "▚", "▤"][index % 6] : ["#", "=", "+", ":", "-", "%"][index % 6]
  }
  /// Fillings from empty to full, for what is dark to bright.
  public var shades: [Character] { Array(isUnicode ? " ░▒▓█" : " .:-=+*#%@") }
  /// Blocks that grow to the right, from 1/8 to 7/8; empty where there are only whole ones.
  public var leftEighths: [Character] { isUnicode ? ["▏", "▎", "▍", "▌", "▋", "▊", "▉"] : [] }
  /// Blocks that grow upward, from 1/8 to 7/8; empty where there are only whole ones.
  public var lowerEighths: [Character] { isUnicode ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇"] : [] }
  /// The levels of a sparkline, lowest first.
  public var levels: [Character] {
    isUnicode ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["_", ".", "-", "=", "*", "#"]
  }

  /// The character with arms in the given directions; `none` of them gives a space.
  func junction(_ arms: Arms) -> Character {
    if isUnicode {
      // Indexed by the bits up 1, right 2, down 4, left 8.
      return [
        " ", "╵", "╶", "└", "╷", "│", "┌", "├", "╴", "┘", "─", "┴", "┐", "┤", "┬", "┼",
      ][Int(arms.rawValue)]
    }
    switch arms {
    case []: return " "
    case .left, .right, [.left, .right]: return "-"
    case .up, .down, [.up, .down]: return "|"
    default: return "+"
    }
  }
}

/// The directions in which lines leave the middle of a cell.
struct Arms: OptionSet, Hashable {
  let rawValue: UInt8
  static let up = Arms(rawValue: 1)
  static let right = Arms(rawValue: 2)
  static let down = Arms(rawValue: 4)
  static let left = Arms(rawValue: 8)
}
