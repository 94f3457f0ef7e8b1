import Testing

@testable import TerminalUI

@Suite struct LayoutTests {
  /// Draws a layout with names in the panes.
  private func drawing(_ layout: Layout, theme: Theme, focusOnLesson: Bool = true) -> Grid {
    var grid = Grid(size: layout.size)
    var borders: [Border] = []
    func pane(_ frame: Frame, _ name: String, isFocused: Bool = false) {
      grid.put(name, x: frame.text.x, y: frame.text.y, clip: frame.text)
      if frame.isBordered {
        borders.append(Border(frame.rect, title: name, note: "1/3", isFocused: isFocused))
      }
    }
    grid.fill(layout.header, style: theme[.header])
    grid.put("header", x: layout.header.x, y: layout.header.y, style: theme[.header], clip: layout.header)
    grid.put("keys", x: layout.keys.x, y: layout.keys.y, style: theme[.key], clip: layout.keys)
    if let tree = layout.tree { pane(tree, "tree") }
    pane(layout.lesson, "lesson", isFocused: focusOnLesson)
    for (index, frame) in layout.live.enumerated() { pane(frame, "live \(index + 1)") }
    if let log = layout.log { pane(log, "log") }
    grid.draw(borders, theme: theme)
    return grid
  }

  @Test(arguments: [(10, 3), (40, 10), (59, 14), (60, 15), (80, 24), (120, 40), (200, 60)])
  func drawings(width: Int, height: Int) throws {
    let layout = Layout.panes(Size(width: width, height: height))
    try expectSnapshot("layout-\(width)x\(height)", drawing(layout, theme: Look.dark256.theme))
    try expectSnapshot("layout-\(width)x\(height)-ascii", drawing(layout, theme: Look.monoAscii.theme))
  }

  @Test func sizesFromTheTable() {
    let small = Layout.panes(Size(width: 80, height: 24))
    #expect(small.arrangement == .stacked && small.tree == nil)
    #expect(small.lesson.rect.width == 80 && small.live.count == 3 && small.log?.rect.height == 1)
    #expect(small.live.allSatisfy { $0.content.height == 5 })
    let middle = Layout.panes(Size(width: 120, height: 40))
    #expect(middle.arrangement == .columns && middle.live.count == 3)
    #expect(
      middle.tree?.rect.width == 21 && middle.lesson.rect.width == 61 && middle.log?.content.height == 5)
    let large = Layout.panes(Size(width: 200, height: 60))
    #expect(large.arrangement == .wide && large.live.count == 6)
    #expect(large.lesson.rect.width == 91 && large.log?.content.height == 8)
    // A few panels are wide rather than tall.
    let few = Layout.panes(Size(width: 200, height: 60), livePanels: 2)
    #expect(few.live.map(\.rect.width) == [82, 82])
    let calm = Layout.panes(Size(width: 120, height: 40), livePanels: 0)
    #expect(calm.live.isEmpty && calm.lesson.rect.maxX == 120)
  }

  @Test func everySizeWorks() {
    for width in Array(0...70) + [79, 80, 99, 109, 110, 119, 120, 179, 180, 240] {
      for height in Array(0...32) + [40, 49, 50, 60, 80] {
        for panels in [0, 1, 2, 5, 9] {
          let layout = Layout.panes(Size(width: width, height: height), livePanels: panels)
          let screen = Rect(layout.size)
          let frames = [layout.lesson] + layout.live + [layout.tree, layout.log].compactMap { $0 }
          let overlay = layout.overlay(width: 40, height: 12)
          for rect in frames.map(\.rect) + [layout.header, layout.keys, overlay.rect] where !rect.isEmpty {
            if rect.intersection(screen) != rect { Issue.record("\(width) x \(height): \(rect)") }
          }
          // Contents do not overlap.
          let contents = frames.map(\.content) + [layout.header, layout.keys]
          for (index, one) in contents.enumerated() {
            for other in contents[(index + 1)...] where !one.intersection(other).isEmpty {
              Issue.record("\(width) x \(height): \(one) and \(other)")
            }
          }
          if width > 0, height > 2 { #expect(!layout.lesson.content.isEmpty) }
        }
      }
    }
  }

  @Test func bordersOfEveryFocusAreWhole() {
    let layout = Layout.panes(Size(width: 90, height: 30))
    let theme = Look.monoAscii.theme
    let focused = drawing(layout, theme: theme)
    let other = drawing(layout, theme: theme, focusOnLesson: false)
    // Without color, the focus still shows, and the characters stay.
    #expect(focused != other)
    #expect(text(of: focused) == text(of: other))
  }
}
