/// A part of a document on the screen: Markdown, or lines that the application made itself.
public enum DocumentBlock: Hashable, Sendable {
  /// Markdown, wrapped to the width of the view.
  case markdown(MarkdownBlock)
  /// Lines as they are: a task box, a hint, a prediction, a knob. Whoever makes them fits them to the width.
  case lines([StyledLine])
}

/// A place in a document that survives another width.
public struct ScrollPosition: Hashable, Sendable {
  /// The index of the block at the top of the view.
  public var block: Int
  /// The line within the block.
  public var line: Int

  /// Makes a position; by default the top.
  public init(block: Int = 0, line: Int = 0) {
    self.block = block
    self.line = line
  }
}

extension [StyledLine] {
  /// The place of a line: its block, and how far into the block it is.
  public func position(ofLine index: Int) -> ScrollPosition {
    guard !isEmpty else { return ScrollPosition() }
    let index = Swift.min(Swift.max(0, index), count - 1)
    let first = self[..<index].lastIndex { $0.block != self[index].block }.map { $0 + 1 } ?? 0
    return ScrollPosition(block: self[index].block, line: index - first)
  }

  /// The line at a place: in the same block, as far into it as the block reaches in this rendering.
  public func line(at position: ScrollPosition) -> Int {
    guard let first = firstIndex(where: { $0.block >= position.block }) else {
      return Swift.max(0, count - 1)
    }
    let length = self[first...].prefix { $0.block == self[first].block }.count
    return first + Swift.min(position.line, Swift.max(0, length - 1))
  }
}
