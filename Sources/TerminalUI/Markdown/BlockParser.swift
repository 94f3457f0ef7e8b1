/// Reads the blocks of a container line by line; containers inside are read by parsers of their own.
struct BlockParser {
  let lines: [SourceLine]
  let depth: Int
  private(set) var hasGap = false
  private var index = 0
  private var blocks: [MarkdownBlock] = []

  static let maximumDepth = 24

  init(lines: [SourceLine], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  /// Reads all lines.
  ///
  /// Afterwards `hasGap` tells whether blank lines separate blocks.
  mutating func parse() -> [MarkdownBlock] {
    var sawBlank = false
    while index < lines.count {
      let line = lines[index]
      if line.isBlank {
        sawBlank = true
        index += 1
        continue
      }
      if sawBlank, !blocks.isEmpty { hasGap = true }
      sawBlank = false
      parseBlock(startingWith: line)
    }
    return blocks
  }

  private mutating func parseBlock(startingWith line: SourceLine) {
    let nests = depth < BlockParser.maximumDepth
    if line.indent >= 4, !line.isLazy {
      parseIndentedCode(line)
    } else if let fence = line.fence {
      parseFencedCode(fence, line: line.number)
    } else if let heading = line.heading {
      index += 1
      append(.heading(level: heading.level, InlineParser.parse(String(heading.text))), line)
    } else if line.isRule {
      index += 1
      append(.rule, line)
    } else if line.isComment {
      skipComment()
    } else if nests, line.isQuote {
      parseQuote(line)
    } else if nests, let marker = line.marker {
      parseList(marker, line)
    } else if let table = TableParser.parse(lines[index...]) {
      index += table.lineCount
      append(.table(table.table), line)
    } else {
      parseParagraph(line)
    }
  }

  private mutating func append(_ kind: MarkdownBlock.Kind, _ line: SourceLine) {
    blocks.append(MarkdownBlock(kind, line: line.number))
  }

  private mutating func parseIndentedCode(_ first: SourceLine) {
    var body: [String] = []
    while index < lines.count, lines[index].isBlank || lines[index].indent >= 4 {
      body.append(lines[index].dropping(indent: 4).text)
      index += 1
    }
    while body.last?.allSatisfy(\.isWhitespace) == true { body.removeLast() }
    append(.code(info: "", body: body.map { $0 + "\n" }.joined()), first)
  }

  private mutating func parseFencedCode(_ fence: SourceLine.Fence, line: Int) {
    index += 1
    var body = ""
    while index < lines.count {
      defer { index += 1 }
      if lines[index].closes(fence) { break }
      // Verbatim, apart from the indentation of the fence itself.
      body += (fence.indent > 0 ? lines[index].dropping(indent: fence.indent).text : lines[index].text) + "\n"
    }
    blocks.append(MarkdownBlock(.code(info: fence.info, body: body), line: line))
  }

  private mutating func skipComment() {
    while index < lines.count {
      index += 1
      if lines[index - 1].text.contains("-->") { break }
    }
  }

  private mutating func parseQuote(_ first: SourceLine) {
    var inner: [SourceLine] = []
    var leaf = OpenLeaf()
    while index < lines.count {
      let line = lines[index]
      if line.isQuote {
        inner.append(line.withoutQuoteMarker)
        leaf.read(line.withoutQuoteMarker)
      } else if leaf.isParagraph, !line.isBlank, !line.interruptsParagraph {
        inner.append(SourceLine(line.text, number: line.number, isLazy: true))
      } else {
        break
      }
      index += 1
    }
    var parser = BlockParser(lines: inner, depth: depth + 1)
    append(.quote(parser.parse()), first)
  }

  private mutating func parseList(_ first: SourceLine.Marker, _ line: SourceLine) {
    var list = MarkdownList(start: first.start, isTight: true, items: [])
    while index < lines.count, let marker = lines[index].marker, marker.kind == first.kind {
      var parser = BlockParser(lines: itemLines(marker), depth: depth + 1)
      list.items.append(parser.parse())
      if parser.hasGap { list.isTight = false }
      // A blank line between two items makes the list loose, one after the last does not.
      var next = index
      while next < lines.count, lines[next].isBlank { next += 1 }
      guard next < lines.count, lines[next].marker?.kind == first.kind else { break }
      if next > index { list.isTight = false }
      index = next
    }
    append(.list(list), line)
  }

  /// The lines of the item that starts at `index`, without indentation and without blank lines at the end.
  private mutating func itemLines(_ marker: SourceLine.Marker) -> [SourceLine] {
    var inner = [marker.firstLine]
    var leaf = OpenLeaf()
    leaf.read(marker.firstLine)
    index += 1
    var end = index
    while index < lines.count {
      let line = lines[index]
      if line.isBlank {
        // An item that starts with a blank line ends at the second one.
        if inner.count == 1, marker.firstLine.isBlank { break }
        inner.append(line.dropping(indent: marker.contentIndent))
        leaf.read(line)
        index += 1
        continue
      }
      if line.indent >= marker.contentIndent {
        inner.append(line.dropping(indent: marker.contentIndent))
        leaf.read(inner[inner.count - 1])
      } else if leaf.isParagraph, !line.interruptsParagraph, line.marker == nil {
        inner.append(SourceLine(line.text, number: line.number, isLazy: true))
      } else {
        break
      }
      index += 1
      end = index
    }
    index = end
    while let last = inner.last, last.isBlank, inner.count > 1 { inner.removeLast() }
    return inner
  }

  private mutating func parseParagraph(_ first: SourceLine) {
    var text: [String] = []
    while index < lines.count {
      let line = lines[index]
      if line.isBlank { break }
      if !text.isEmpty {
        if let level = line.underlineLevel {
          index += 1
          append(.heading(level: level, InlineParser.parse(text.joined(separator: "\n"))), first)
          return
        }
        if !line.isLazy, line.interruptsParagraph { break }
      }
      text.append(String(line.trimmedStart))
      index += 1
    }
    append(.paragraph(InlineParser.parse(text.joined(separator: "\n"))), first)
  }
}

/// Whether the innermost open block of a container is a paragraph, which a lazy line would continue.
private struct OpenLeaf {
  private(set) var isParagraph = false
  private var fence: SourceLine.Fence?

  mutating func read(_ line: SourceLine) {
    if let open = fence {
      if line.closes(open) { fence = nil }
      return
    }
    var line = line
    for _ in 0..<BlockParser.maximumDepth {
      if line.isQuote {
        line = line.withoutQuoteMarker
      } else if let marker = line.marker {
        line = marker.firstLine
      } else {
        break
      }
    }
    fence = line.fence
    let isCode = line.indent >= 4 && !isParagraph
    isParagraph =
      !line.isBlank && !isCode && fence == nil && line.heading == nil && !line.isRule && !line.isComment
  }
}
