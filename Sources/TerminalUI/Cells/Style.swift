/// A terminal color.
public enum Color: Hashable, Sendable {
  /// What the terminal shows when nobody asks for a color.
  case standard
  /// An entry of the palette: 0-7 basic, 8-15 bright, 16-231 a 6x6x6 cube, 232-255 grays.
  case indexed(UInt8)
}

/// How a cell looks apart from its text.
public struct Style: Hashable, Sendable {
  /// Attributes that need no color.
  public struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits, which `CTerminal` takes as they are.
    public let rawValue: UInt8
    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier strokes.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter strokes.
    public static let dim = Attributes(rawValue: 2)
    /// A line under the text.
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 8)
    /// Slanted strokes; many terminals ignore it.
    public static let italic = Attributes(rawValue: 16)
  }

  /// The color of the strokes.
  public var foreground: Color
  /// The color behind the strokes.
  public var background: Color
  /// The attributes besides color.
  public var attributes: Attributes

  /// Makes a style; by default the terminal's own.
  public init(
    _ foreground: Color = .standard, on background: Color = .standard, _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own style.
  public static let plain = Style()

  /// This style with more attributes.
  public func adding(_ more: Attributes) -> Style {
    Style(foreground, on: background, attributes.union(more))
  }

  /// This style laid over another: where this one says nothing, the other shows.
  public func over(_ base: Style) -> Style {
    Style(
      foreground == .standard ? base.foreground : foreground,
      on: background == .standard ? base.background : background,
      attributes.union(base.attributes))
  }
}
