/// Lays out a document for a width.
///
/// Text is wrapped at words; code and tables are not, they scroll sideways (``StyledLine/scrolls``). A blank
/// line, which belongs to the block above it, separates blocks.
public func render(_ blocks: [DocumentBlock], width: Int, theme: Theme) -> [StyledLine] {
  var lines: [StyledLine] = []
  let renderer = MarkdownRenderer(theme: theme)
  for (index, block) in blocks.enumerated() {
    var rendered: [StyledLine]
    switch block {
    case .markdown(let markdown): rendered = renderer.lines(of: markdown, width: max(1, width), depth: 0)
    case .lines(let given): rendered = given
    }
    if index + 1 < blocks.count, !rendered.isEmpty { rendered.append(StyledLine()) }
    for line in rendered.indices { rendered[line].block = index }
    lines += rendered
  }
  return lines
}

/// Lays out a Markdown document for a width.
public func render(_ blocks: [MarkdownBlock], width: Int, theme: Theme) -> [StyledLine] {
  render(blocks.map(DocumentBlock.markdown), width: width, theme: theme)
}

/// Lays out running text, of a heading, a hint or a table cell, for a width.
public func render(_ inlines: [Inline], width: Int, theme: Theme, base: Style = .plain) -> [StyledLine] {
  MarkdownRenderer(theme: theme).wrap(inlines, width: width, base: base)
}

struct MarkdownRenderer {
  let theme: Theme

  func lines(of block: MarkdownBlock, width: Int, depth: Int) -> [StyledLine] {
    switch block.kind {
    case .heading(let level, let inlines): heading(inlines, level: level, width: width)
    case .paragraph(let inlines): wrap(inlines, width: width, base: theme[.text])
    case .code(let info, let body): code(body, info: info)
    case .list(let list): lines(of: list, width: width, depth: depth)
    case .quote(let blocks): quote(blocks, width: width, depth: depth)
    case .table(let table): lines(of: table)
    case .rule: [StyledLine(String(repeating: theme.glyphs.horizontal, count: width), theme[.border])]
    }
  }

  /// The blocks of a container, with blank lines between them unless they are the items of a tight list.
  private func lines(of blocks: [MarkdownBlock], width: Int, depth: Int, isTight: Bool) -> [StyledLine] {
    var result: [StyledLine] = []
    for (index, block) in blocks.enumerated() {
      if index > 0, !isTight { result.append(StyledLine()) }
      result += lines(of: block, width: width, depth: depth)
    }
    return result
  }

  private func heading(_ inlines: [Inline], level: Int, width: Int) -> [StyledLine] {
    let style = theme[level == 1 ? .heading : .subheading]
    var lines = wrap(inlines, width: width, base: style)
    if level == 1 {
      let longest = lines.map(\.width).max() ?? 0
      lines.append(StyledLine(String(repeating: theme.glyphs.horizontal, count: longest), theme[.border]))
    }
    return lines
  }

  private func code(_ body: String, info: String) -> [StyledLine] {
    let language = info.prefix { !$0.isWhitespace }
    var lines = sanitizedLines(body)
    if lines.last == "" { lines.removeLast() }
    let highlighted =
      language == "swift"
      ? SwiftHighlighter.highlight(lines, theme: theme) : lines.map { [Span($0, theme[.code])] }
    // Where there is no background to show where code begins, a bar does.
    let hasBackground = theme[.code].background != .standard
    let lead = hasBackground ? Span(" ", theme[.code]) : Span("\(theme.glyphs.vertical) ", theme[.border])
    return highlighted.map {
      StyledLine(
        [lead] + $0, fill: hasBackground ? theme[.code] : nil, scrolls: true,
        cutMark: String(theme.glyphs.separator))
    }
  }

  private func lines(of list: MarkdownList, width: Int, depth: Int) -> [StyledLine] {
    var result: [StyledLine] = []
    let last = (list.start ?? 0) + list.items.count - 1
    let markerWidth = list.start == nil ? 1 : String(last).count + 1
    let indent = markerWidth + 1
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { result.append(StyledLine()) }
      let marker = list.start.map { "\($0 + index)." } ?? String(theme.glyphs.bullet(depth: depth))
      let inner = lines(of: item, width: max(1, width - indent), depth: depth + 1, isTight: list.isTight)
      for (row, line) in (inner.isEmpty ? [StyledLine()] : inner).enumerated() {
        let lead = row == 0 ? fitted(marker, width: markerWidth, alignment: .right) + " " : ""
        result.append(line.indented(by: Span(fitted(lead, width: indent), theme[.muted])))
      }
    }
    return result
  }

  private func quote(_ blocks: [MarkdownBlock], width: Int, depth: Int) -> [StyledLine] {
    let bar = Span("\(theme.glyphs.quoteBar) ", theme[.muted])
    return lines(of: blocks, width: max(1, width - 2), depth: depth, isTight: false).map { line in
      var line = line
      for index in line.spans.indices where !line.scrolls {
        line.spans[index].style = line.spans[index].style.over(theme[.quote])
      }
      return line.indented(by: bar)
    }
  }

  private func lines(of table: MarkdownTable) -> [StyledLine] {
    let rows = ([table.header] + table.rows).map { $0.map { spans($0, base: theme[.text], unbroken: 0) } }
    let widths = table.header.indices.map { column in
      rows.map { row in row[column].reduce(0) { $0 + width(of: $1.text) } }.max() ?? 0
    }
    let bar = Span(" \(theme.glyphs.vertical) ", theme[.border])
    var lines = rows.enumerated().map { index, row in
      var line: [Span] = []
      for (column, cell) in row.enumerated() {
        if column > 0 { line.append(bar) }
        let missing = widths[column] - cell.reduce(0) { $0 + width(of: $1.text) }
        let before =
          switch table.alignments[column] {
          case .left: 0
          case .center: missing / 2
          case .right: missing
          }
        line.append(Span(String(repeating: " ", count: before)))
        line += index == 0 ? cell.map { Span($0.text, $0.style.over(theme[.strong])) } : cell
        line.append(Span(String(repeating: " ", count: missing - before)))
      }
      return StyledLine(line, scrolls: true, cutMark: String(theme.glyphs.separator))
    }
    let junction = String(theme.glyphs.junction([.up, .right, .down, .left]))
    let horizontal = String(theme.glyphs.horizontal)
    let rule = widths.map { String(repeating: horizontal, count: $0) }
      .joined(separator: horizontal + junction + horizontal)
    lines.insert(StyledLine([Span(rule, theme[.border])], scrolls: true), at: 1)
    return lines
  }

  func wrap(_ inlines: [Inline], width: Int, base: Style) -> [StyledLine] {
    let pieces = spans(inlines, base: base, unbroken: width / 2)
    return pieces.split(omittingEmptySubsequences: false) { $0.text == "\n" }
      .flatMap { wrapped(Array($0), width: width) }
      .map { line in StyledLine(line.map { Span($0.text.replacing(Self.glue, with: " "), $0.style) }) }
  }

  /// Stands for a space at which no line ends.
  private static let glue = "\u{A0}"

  /// The spans of running text; a hard break is a span of a line feed.
  ///
  /// Code of at most `unbroken` columns has ``glue`` for its spaces: an expression is read in one piece.
  private func spans(_ inlines: [Inline], base: Style, unbroken: Int) -> [Span] {
    func inside(_ inner: [Inline], _ role: Role) -> [Span] {
      spans(inner, base: theme[role].over(base), unbroken: unbroken)
    }
    return inlines.flatMap { inline -> [Span] in
      switch inline {
      case .text(let text): [Span(sanitized(text), base)]
      case .code(let code):
        [
          Span(
            width(of: code) > unbroken ? sanitized(code) : sanitized(code).replacing(" ", with: Self.glue),
            theme[.inlineCode].over(base))
        ]
      case .emphasis(let inner): inside(inner, .emphasis)
      case .strong(let inner): inside(inner, .strong)
      case .link(let inner, let target):
        link(inside(inner, .link), plain: inner.plainText, target: target, base: base)
      case .image(let inner, _): inside(inner, .link)
      case .lineBreak: [Span("\n", base)]
      }
    }
  }

  /// A link with its target behind it, since a terminal has nothing to click; unless the text is the target.
  private func link(_ text: [Span], plain: String, target: String, base: Style) -> [Span] {
    let target = sanitized(target)
    let isSaid = target.isEmpty || plain == target || "mailto:" + plain == target
    return isSaid ? text : text + [Span(" (\(target))", theme[.muted].over(base))]
  }
}

extension StyledLine {
  /// The line behind a lead; a background begins after it.
  fileprivate func indented(by lead: Span) -> StyledLine {
    var line = self
    line.spans.insert(lead, at: 0)
    return line
  }
}
