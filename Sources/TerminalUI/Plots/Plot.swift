/// A picture of values, drawn into a rectangle of a grid.
///
/// Drawing clears nothing, stays inside the rectangle, leaves out what there is no room for and copes with
/// values that are missing, infinite or not numbers.
public protocol Plot: Sendable {
  /// Draws the picture.
  func draw(into grid: inout Grid, in rect: Rect, theme: Theme)
}

/// A point of a plot.
public struct Point: Hashable, Sendable {
  /// The value along the horizontal axis.
  public var x: Double
  /// The value along the vertical axis.
  public var y: Double

  /// Makes a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  var isDrawable: Bool { x.isDrawable && y.isDrawable }
}

extension Double {
  /// Whether this is a number that can be placed on an axis: finite, and with differences that are finite.
  var isDrawable: Bool { abs(self) < 1e100 }
}

/// Entries of a legend side by side: a marker in its style, and a text.
///
/// What does not fit goes to the next row.
struct Legend {
  struct Entry {
    let marker: String
    let text: String
    let style: Style

    var width: Int { TerminalUI.width(of: marker) + 1 + TerminalUI.width(of: text) }
  }

  let entries: [Entry]

  /// Draws as many rows as the rectangle has.
  func draw(into grid: inout Grid, in rect: Rect, theme: Theme) {
    for (row, entries) in rows(width: rect.width).prefix(rect.height).enumerated() {
      var column = rect.x
      for entry in entries {
        column = grid.put(entry.marker, x: column, y: rect.y + row, style: entry.style, clip: rect)
        column = grid.put(entry.text, x: column + 1, y: rect.y + row, style: theme[.text], clip: rect) + 2
      }
    }
  }

  /// The entries of each row.
  func rows(width limit: Int) -> [[Entry]] {
    var rows: [[Entry]] = []
    var used = 0
    for entry in entries {
      if rows.isEmpty || used + 2 + entry.width > limit {
        rows.append([entry])
        used = entry.width
      } else {
        rows[rows.count - 1].append(entry)
        used += 2 + entry.width
      }
    }
    return rows
  }
}

/// The first of some texts, the longest first, that fits into a width; empty if none does.
func fitting(_ texts: [String], width limit: Int) -> String { texts.first { width(of: $0) <= limit } ?? "" }
