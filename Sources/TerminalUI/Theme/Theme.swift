/// How many colors the terminal can show.
public enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// Attributes only; also for `NO_COLOR`.
  case monochrome
  /// The basic eight.
  case colors8
  /// The basic eight and their bright forms.
  case colors16
  /// The palette of 256.
  case colors256

  /// The depth for a terminal's number of colors, or `monochrome` if the reader asked for no color.
  public init(colors: Int, noColor: Bool = false) {
    self =
      switch colors {
      case _ where noColor: .monochrome
      case 256...: .colors256
      case 16...: .colors16
      case 8...: .colors8
      default: .monochrome
      }
  }
}

/// What a piece of the screen means; the theme says how it looks.
public enum Role: Hashable, Sendable, CaseIterable {
  /// Running text.
  case text
  /// Secondary text.
  case muted
  /// What the eye should find first.
  case accent
  /// Passed, within budget.
  case good
  /// Failed, over budget.
  case bad
  /// Close to a limit.
  case warning
  /// Frames.
  case border
  /// The frame of the pane with the focus.
  case borderFocused
  /// The title in a frame.
  case title
  /// The title in the frame of the pane with the focus.
  case titleFocused
  /// The bar at the top.
  case header
  /// A heading of level 1.
  case heading
  /// A heading of a lower level.
  case subheading
  /// Emphasized text.
  case emphasis
  /// Strongly emphasized text.
  case strong
  /// A link.
  case link
  /// Quoted text.
  case quote
  /// Code within a sentence.
  case inlineCode
  /// A block of code.
  case code
  /// A keyword in code.
  case codeKeyword
  /// A type in code.
  case codeType
  /// A string in code.
  case codeString
  /// A number in code.
  case codeNumber
  /// A comment in code.
  case codeComment
  /// The name of a key.
  case key
  /// The selected entry of a list.
  case selection
  /// Axes and their labels.
  case axis
  /// An earlier run, shown for comparison.
  case ghost
  /// A limit drawn into a plot.
  case limit
  /// A series of a plot.
  case series1
  /// A series of a plot.
  case series2
  /// A series of a plot.
  case series3
  /// A series of a plot.
  case series4
  /// A series of a plot.
  case series5
  /// A series of a plot.
  case series6

  /// The role of a series by its index; after six they repeat.
  public static func series(_ index: Int) -> Role {
    [.series1, .series2, .series3, .series4, .series5, .series6][((index % 6) + 6) % 6]
  }
}

/// Styles for roles, and the characters to draw with.
///
/// The background is the terminal's own. Series have the colors of Okabe and Ito, which readers with color
/// blindness can tell apart; every plot adds a marker or a label, so that color is never the only signal.
public struct Theme: Hashable, Sendable {
  /// Which colors may be used.
  public let depth: ColorDepth
  /// Whether the terminal's own background is dark.
  public let isDark: Bool
  /// The characters to draw with.
  public let glyphs: Glyphs

  /// Makes a theme for a terminal.
  public init(depth: ColorDepth = .colors256, isDark: Bool = true, glyphs: Glyphs = .unicode) {
    self.depth = depth
    self.isDark = isDark
    self.glyphs = glyphs
  }

  /// The style of a role.
  public subscript(role: Role) -> Style {
    switch depth {
    case .colors256: isDark ? Theme.dark256(role) : Theme.light256(role)
    case .colors16, .colors8: basic(role)
    case .monochrome: Theme.monochrome(role)
    }
  }

  /// A gray from black (0) to white (1) in 24 levels, or nil where the palette has none.
  public func gray(_ level: Double) -> Color? {
    guard depth == .colors256 else { return nil }
    return .indexed(232 + UInt8((min(1, max(0, level)) * 23).rounded()))
  }
}
