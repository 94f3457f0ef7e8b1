/// A part of a Markdown document: a paragraph, a list, a piece of code.
public struct MarkdownBlock: Hashable, Sendable {
  /// What the block is.
  public indirect enum Kind: Hashable, Sendable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [Inline])
    /// Running text.
    case paragraph([Inline])
    /// Code: the info string after the fence (empty for indented code) and the body, line ends included.
    case code(info: String, body: String)
    /// A list.
    case list(MarkdownList)
    /// A block quote.
    case quote([MarkdownBlock])
    /// A table.
    case table(MarkdownTable)
    /// A thematic break.
    case rule
  }

  /// What the block is.
  public var kind: Kind
  /// The line of the source where the block starts, from 1.
  public var line: Int

  /// Makes a block.
  public init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// The text of the block without markup, for search and for plain output.
  public var plainText: String {
    switch kind {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.plainText
    case .code(_, let body): body
    case .list(let list): list.items.flatMap { $0 }.map(\.plainText).joined(separator: "\n")
    case .quote(let blocks): blocks.map(\.plainText).joined(separator: "\n")
    case .table(let table):
      ([table.header] + table.rows).map { $0.map(\.plainText).joined(separator: "\t") }
        .joined(separator: "\n")
    case .rule: ""
    }
  }
}

/// A list.
public struct MarkdownList: Hashable, Sendable {
  /// The number of the first item, or nil for a list with bullets.
  public var start: Int?
  /// Whether the items follow each other without blank lines.
  public var isTight: Bool
  /// The blocks of each item.
  public var items: [[MarkdownBlock]]
}

/// A table; every row has as many cells as the header.
public struct MarkdownTable: Hashable, Sendable {
  /// How a column is aligned.
  public enum Alignment: Hashable, Sendable {
    /// At the start; the default.
    case left
    /// In the middle.
    case center
    /// At the end.
    case right
  }

  /// The alignment of each column.
  public var alignments: [Alignment]
  /// The cells of the header.
  public var header: [[Inline]]
  /// The cells of the other rows.
  public var rows: [[[Inline]]]
}

/// A piece of running text.
public indirect enum Inline: Hashable, Sendable {
  /// Text as it is; a soft line break is a space.
  case text(String)
  /// Code.
  case code(String)
  /// Emphasis, usually slanted.
  case emphasis([Inline])
  /// Strong emphasis, usually bold.
  case strong([Inline])
  /// A link with its text.
  case link([Inline], destination: String)
  /// An image, for which a terminal shows the description.
  case image([Inline], source: String)
  /// A hard line break.
  case lineBreak

  /// The text without markup.
  public var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let inner), .strong(let inner), .link(let inner, _), .image(let inner, _): inner.plainText
    case .lineBreak: "\n"
    }
  }
}

extension [Inline] {
  /// The text without markup.
  public var plainText: String { map(\.plainText).joined() }
}
