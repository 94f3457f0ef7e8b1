import Codelab
import Foundation
import TerminalUI
import Testing

@testable import CodelabCommand

@Suite struct FigureTests {
  private static let themes = [
    Theme(), Theme(isDark: false), Theme(depth: .colors16), Theme(depth: .monochrome),
    Theme(glyphs: .ascii), Theme(depth: .monochrome, glyphs: .ascii),
  ]

  /// A figure drawn in the middle of a larger grid.
  private func drawing(_ figure: Figure, width: Int, height: Int, theme: Theme) -> (grid: Grid, rect: Rect) {
    var grid = Grid(width: width + 4, height: height + 2)
    let rect = Rect(x: 2, y: 1, width: width, height: height)
    drawPanel(Panel(id: figure.id, figure: figure), in: rect, on: &grid, theme: theme)
    return (grid, rect)
  }

  @Test(arguments: FigureGallery.figures) func noFigureDrawsOutsideOfItsPlace(figure: Figure) {
    for theme in Self.themes {
      for width in [0, 1, 2, 5, 9, 14, 20, 38, 60] {
        for height in [0, 1, 2, 3, 4, 5, 7, 10, 14, 20] {
          let (grid, rect) = drawing(figure, width: width, height: height, theme: theme)
          for y in 0..<grid.height {
            for x in 0..<grid.width where !rect.contains(x: x, y: y) && grid[x, y] != .blank() {
              Issue.record("\(figure.id) at \(width) x \(height) writes to \(x - 2), \(y - 1)")
              return
            }
          }
          if !theme.glyphs.isUnicode, !figure.hasForeignText {
            #expect(grid.rows.allSatisfy { $0.allSatisfy(\.isASCII) }, "\(figure.id) is not ASCII")
          }
          if theme.depth == .monochrome {
            let isColored = (0..<grid.height).contains { y in
              (0..<grid.width).contains { x in
                grid[x, y].style.foreground != .standard || grid[x, y].style.background != .standard
              }
            }
            #expect(!isColored, "\(figure.id) has colors")
          }
        }
      }
    }
  }

  @Test(arguments: FigureGallery.figures) func everyFigureSaysSomethingAtSmallSizes(figure: Figure) {
    for theme in Self.themes {
      for (width, height) in [(20, 5), (26, 4), (38, 10), (80, 22), (200, 56)] {
        let (grid, _) = drawing(figure, width: width, height: height, theme: theme)
        let isStyled = (0..<grid.height).contains { y in
          (0..<grid.width).contains { x in grid[x, y] != .blank() }
        }
        #expect(isStyled, "\(figure.id) is empty at \(width) x \(height)")
      }
    }
    #expect(!figure.plainLines.isEmpty && figure.plainLines.allSatisfy { !$0.isEmpty })
    #expect(Event.figure(figure).defect == nil)
  }

  @Test(arguments: FigureGallery.figures) func figuresSurviveTheWire(figure: Figure) throws {
    let data = try Wire.encode(figure)
    #expect(try Wire.decode(Figure.self, from: data) == figure)
  }

  /// Prints every figure, for whoever changes a drawing: `CODELAB_GALLERY=60x14 swift test --filter gallery`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["CODELAB_GALLERY"] != nil))
  func gallery() {
    let size = (ProcessInfo.processInfo.environment["CODELAB_GALLERY"] ?? "").split(separator: "x").compactMap
    { Int($0) }
    for figure in FigureGallery.figures {
      for theme in [Theme(), Theme(depth: .monochrome, glyphs: .ascii)] {
        print("--- \(figure.id): \(figure.title)")
        let (grid, _) = drawing(figure, width: size.first ?? 60, height: size.last ?? 14, theme: theme)
        for row in grid.rows { print(row) }
      }
      for line in figure.plainLines { print("    " + line) }
    }
  }
}

extension Figure {
  /// Whether words of the lesson are not ASCII: those are shown as they are.
  fileprivate var hasForeignText: Bool { !plainLines.allSatisfy { $0.allSatisfy(\.isASCII) } }
}
