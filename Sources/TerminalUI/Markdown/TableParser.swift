/// Reads tables as GitHub defines them.
enum TableParser {
  /// The table at the start of the lines, and how many of them it takes.
  static func parse(_ lines: ArraySlice<SourceLine>) -> (table: MarkdownTable, lineCount: Int)? {
    guard lines.count >= 2, lines[lines.startIndex].text.contains("|"),
      let alignments = alignments(lines[lines.startIndex + 1])
    else { return nil }
    let header = cells(lines[lines.startIndex])
    guard header.count == alignments.count else { return nil }
    let body = lines.dropFirst(2).prefix { !$0.isBlank && !$0.interruptsParagraph }
    let rows = body.map { line in
      let found = cells(line).prefix(header.count)
      return (found + Array(repeating: "", count: header.count - found.count)).map(InlineParser.parse)
    }
    let table = MarkdownTable(alignments: alignments, header: header.map(InlineParser.parse), rows: rows)
    return (table, 2 + rows.count)
  }

  private static func alignments(_ line: SourceLine) -> [MarkdownTable.Alignment]? {
    guard line.indent < 4, line.text.contains("|") || line.text.contains(":") else { return nil }
    var result: [MarkdownTable.Alignment] = []
    for cell in cells(line) {
      let marks = cell.filter { $0 != ":" }
      guard !marks.isEmpty, marks.allSatisfy({ $0 == "-" }),
        !cell.dropFirst().dropLast().contains(":")
      else { return nil }
      switch (cell.first == ":", cell.last == ":") {
      case (true, true): result.append(.center)
      case (false, true): result.append(.right)
      default: result.append(.left)
      }
    }
    return result
  }

  /// The texts between the bars; a bar after a backslash belongs to the text.
  private static func cells(_ line: SourceLine) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    var text = line.trimmed
    if text.first == "|" { text.removeFirst() }
    for character in text {
      if character == "|", !isEscaped {
        cells.append(cell)
        cell = ""
      } else if character == "|" {
        cell.removeLast()
        cell.append(character)
      } else {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if !cell.trimmingBlanks().isEmpty || cells.isEmpty { cells.append(cell) }
    return cells.map { String($0.trimmingBlanks()) }
  }
}
