import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  @Test(arguments: ColorDepth.allCases, [true, false])
  func stylesUseOnlyTheColorsThereAre(depth: ColorDepth, isDark: Bool) {
    let theme = Theme(depth: depth, isDark: isDark)
    let limit = [ColorDepth.monochrome: 0, .colors8: 8, .colors16: 16, .colors256: 256][depth] ?? 0
    for role in Role.allCases {
      for color in [theme[role].foreground, theme[role].background] {
        if case .indexed(let index) = color { #expect(Int(index) < limit, "\(role)") }
      }
    }
    #expect(theme[.text].background == .standard)
    #expect(theme[.border] != theme[.borderFocused] && theme[.title] != theme[.titleFocused])
    #expect(theme[.selection] != theme[.text] && theme[.ghost] != theme[.series1])
    if depth != .monochrome { #expect(Set((0..<6).map { theme[.series($0)] }).count == 6) }
  }

  @Test func depthFollowsTheTerminal() {
    #expect(ColorDepth(colors: 256) == .colors256 && ColorDepth(colors: 16_777_216) == .colors256)
    #expect(ColorDepth(colors: 88) == .colors16 && ColorDepth(colors: 8) == .colors8)
    #expect(ColorDepth(colors: 0) == .monochrome && ColorDepth(colors: 256, noColor: true) == .monochrome)
  }

  @Test func everyGlyphTakesOneColumn() {
    for glyphs in [Glyphs.unicode, .ascii] {
      let all: [Character] =
        [
          glyphs.horizontal, glyphs.vertical, glyphs.check, glyphs.cross, glyphs.pointer, glyphs.expanded,
          glyphs.collapsed, glyphs.open, glyphs.filled, glyphs.separator, glyphs.quoteBar, glyphs.block,
          glyphs.track,
          glyphs.axisTick, glyphs.axisTickBelow, glyphs.axisCorner, glyphs.limit,
        ] + (0..<6).map(glyphs.marker) + (0..<3).map(glyphs.bullet(depth:)) + glyphs.levels
        + glyphs.leftEighths
        + glyphs.lowerEighths + (0..<16).map { glyphs.junction(Arms(rawValue: $0)) }
      for glyph in all {
        #expect(width(of: String(glyph)) == 1)
        #expect(glyphs.isUnicode || glyph.isASCII)
      }
    }
  }
}
