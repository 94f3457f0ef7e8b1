/// A piece of text in one style.
public struct Span: Hashable, Sendable {
  /// The text, of one line.
  public var text: String
  /// Its look.
  public var style: Style

  /// Makes a span.
  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// One line of styled text.
public struct StyledLine: Hashable, Sendable {
  /// The pieces from left to right.
  public var spans: [Span]
  /// The style of the rest of the row, for code on a background.
  public var fill: Style?
  /// Whether the line moves when the reader scrolls sideways: code and tables, which are not wrapped.
  public var scrolls: Bool
  /// What stands in the last column if the line is cut there.
  public var cutMark: String
  /// The index of the block the line came from; a resize keeps the block in view.
  public var block: Int

  /// Makes a line.
  public init(
    _ spans: [Span] = [], fill: Style? = nil, scrolls: Bool = false, cutMark: String = "", block: Int = 0
  ) {
    self.spans = spans
    self.fill = fill
    self.scrolls = scrolls
    self.cutMark = cutMark
    self.block = block
  }

  /// Makes a line of one text.
  public init(_ text: String, _ style: Style = .plain) { self.init([Span(text, style)]) }

  /// The text without its styles.
  public var text: String { spans.map(\.text).joined() }
  /// The columns the line takes.
  public var width: Int { spans.reduce(0) { $0 + TerminalUI.width(of: $1.text) } }
}
