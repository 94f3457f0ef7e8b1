/// Where everything is on a screen of a given size.
public struct Layout: Hashable, Sendable {
  /// How the panes are arranged.
  public enum Arrangement: Hashable, Sendable {
    /// The lesson alone, without borders, and one line for a metric.
    case single
    /// The lesson over a strip of live panels.
    case stacked
    /// Tree, lesson and live panels side by side.
    case columns
    /// As columns, with two columns of live panels.
    case wide
  }

  /// The size of the screen.
  public let size: Size
  /// How the panes are arranged.
  public let arrangement: Arrangement
  /// The bar at the top; empty only on a screen without cells.
  public internal(set) var header: Rect
  /// The tree of exercises, or nil where there is no room: then it is an overlay.
  public internal(set) var tree: Frame?
  /// The lesson.
  public internal(set) var lesson: Frame
  /// The live panels, most important first; at `single` one line without border, if there is room.
  public internal(set) var live: [Frame]
  /// The log: a frame, or one line without border, or nil.
  public internal(set) var log: Frame?
  /// The line of keys at the bottom; empty on a screen of one row.
  public internal(set) var keys: Rect

  /// Lays out the panes.
  ///
  /// - Parameter livePanels: How many live panels there are to show. Fewer may fit; with none, the lesson
  ///   takes their place.
  public static func panes(_ size: Size, livePanels: Int = 6) -> Layout {
    switch (size.width, size.height) {
    case (..<60, _), (_, ..<15): single(size, livePanels: livePanels)
    case (..<110, _), (_, ..<30): stacked(size, livePanels: livePanels)
    case (180..., 50...): columns(size, .wide, livePanels: livePanels)
    default: columns(size, .columns, livePanels: livePanels)
    }
  }

  /// The frame of something that lies over the panes: the tree on a small screen, help, the palette.
  public func overlay(width: Int, height: Int) -> Frame {
    let body = Rect(size).inset(dx: size.width > 60 ? 2 : 0, dy: size.height > 10 ? 1 : 0)
    return Frame(body.centered(width: width, height: height), isBordered: size.width > 4 && size.height > 4)
  }

  /// A pane that fills the screen between the bar at the top and the line of keys.
  public var zoomed: Frame {
    let body = Rect(x: 0, y: header.maxY, width: size.width, height: keys.y - header.maxY)
    return Frame(body, isBordered: body.width > 4 && body.height > 4)
  }

  private static func single(_ size: Size, livePanels: Int) -> Layout {
    var (header, rest) = Rect(size).split(top: 1)
    let keys: Rect
    (rest, keys) = rest.split(bottom: rest.height > 0 ? 1 : 0)
    var live: [Frame] = []
    if livePanels > 0, rest.height >= 3 {
      let line: Rect
      (rest, line) = rest.split(bottom: 1)
      live = [Frame(line, isBordered: false)]
    }
    return Layout(
      size: size, arrangement: .single, header: header, tree: nil, lesson: Frame(rest, isBordered: false),
      live: live, log: nil, keys: keys)
  }

  private static func stacked(_ size: Size, livePanels: Int) -> Layout {
    let (header, below) = Rect(size).split(top: 1)
    let (above, keys) = below.split(bottom: 1)
    let (body, log) = above.split(bottom: 1)
    // Five rows for the panels at 24 rows, and a lower border; the upper one is the lesson's.
    let panelRows = size.height < 20 ? 3 : size.height < 24 ? 4 : min(9, 5 + (size.height - 24) / 4)
    let stripHeight = livePanels == 0 ? 0 : panelRows + 1
    let lesson = body.split(top: body.height - stripHeight).top
    let strip = body.split(bottom: stripHeight + 1).bottom
    let count = min(livePanels, size.width >= 100 ? 4 : size.width >= 76 ? 3 : 2)
    return Layout(
      size: size, arrangement: .stacked, header: header, tree: nil, lesson: Frame(lesson),
      live: count > 0 ? sharing(strip, columns: count).map { Frame($0) } : [],
      log: Frame(log, isBordered: false), keys: keys)
  }

  private static func columns(_ size: Size, _ arrangement: Arrangement, livePanels: Int) -> Layout {
    let isWide = arrangement == .wide
    let (header, below) = Rect(size).split(top: 1)
    let (panes, keys) = below.split(bottom: 1)
    let logHeight = isWide ? 8 : size.height < 36 ? 3 : 5
    let body = panes.split(top: panes.height - logHeight - 1).top
    let log = panes.split(bottom: logHeight + 2).bottom

    // Widths are given with one border each: the last column has the right edge besides.
    let treeWidth = isWide ? 28 : size.width < 120 ? 18 : 20
    let rest = size.width - treeWidth
    let lessonWidth = livePanels == 0 ? rest - 1 : isWide ? 90 : min(90, rest * 6 / 10)
    let tree = Rect(x: 0, y: body.y, width: treeWidth + 1, height: body.height)
    let lesson = Rect(x: treeWidth, y: body.y, width: lessonWidth + 1, height: body.height)
    let live = Rect(
      x: lesson.maxX - 1, y: body.y, width: size.width - lesson.maxX + 1, height: body.height)
    return Layout(
      size: size, arrangement: arrangement, header: header, tree: Frame(tree), lesson: Frame(lesson),
      live: liveFrames(live, count: livePanels, columns: isWide ? 2 : 1, perColumn: 3),
      log: Frame(log), keys: keys)
  }

  /// Live panels row by row, in as few columns as they fit into; a last one that would stand alone is as wide as all
  /// columns.
  private static func liveFrames(_ rect: Rect, count: Int, columns: Int, perColumn: Int) -> [Frame] {
    let shown = min(count, columns * perColumn)
    guard shown > 0 else { return [] }
    let across = shown <= perColumn ? 1 : columns
    let rows = sharing(rect, rows: (shown + across - 1) / across)
    return rows.enumerated().flatMap { index, row in
      sharing(row, columns: min(across, shown - index * across)).map { Frame($0) }
    }
  }

  /// Cuts a rectangle into columns that share the border between them.
  private static func sharing(_ rect: Rect, columns: Int) -> [Rect] {
    let cuts = (0...columns).map { rect.x + (rect.width - 1) * $0 / columns }
    return (0..<columns).map {
      Rect(x: cuts[$0], y: rect.y, width: cuts[$0 + 1] - cuts[$0] + 1, height: rect.height)
    }
  }

  /// Cuts a rectangle into rows that share the border between them.
  private static func sharing(_ rect: Rect, rows: Int) -> [Rect] {
    let cuts = (0...rows).map { rect.y + (rect.height - 1) * $0 / rows }
    return (0..<rows).map {
      Rect(x: rect.x, y: cuts[$0], width: rect.width, height: cuts[$0 + 1] - cuts[$0] + 1)
    }
  }
}
