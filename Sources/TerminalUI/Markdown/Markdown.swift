/// The Markdown that lessons are written in.
///
/// A subset that follows the rules of CommonMark 0.31 for what it has: ATX and setext headings, paragraphs,
/// thematic breaks, fenced and indented code, block quotes, ordered and unordered lists (nested, tight and
/// loose, with lazy continuation), and within text: backslash escapes, code, emphasis, strong emphasis,
/// inline links, images, autolinks, hard breaks, numeric and the most common named character references.
/// From GitHub's dialect it has tables.
///
/// Left out: link reference definitions and HTML, which stays text as it is, apart from comments, which
/// disappear. Containers nest 24 deep, emphasis and links 50 deep; what is deeper stays text.
public enum Markdown {
  /// Reads a document.
  ///
  /// Every text is one: nothing fails.
  ///
  /// - Parameter firstLine: The number of the first line, for a text that is a part of a file.
  public static func parse(_ text: String, firstLine: Int = 1) -> [MarkdownBlock] {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    var parser = BlockParser(
      lines: lines.enumerated().map { SourceLine(String($1), number: firstLine + $0) }, depth: 0)
    return parser.parse()
  }

  /// Reads running text without blocks.
  public static func parseInlines(_ text: String) -> [Inline] { InlineParser.parse(text) }
}
