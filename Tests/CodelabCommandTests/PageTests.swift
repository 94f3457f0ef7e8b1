import Codelab
import Foundation
import TerminalUI
import Testing

@testable import CodelabCommand

/// Examples of data, drawn as lines of text.
@Suite struct PageTests {
  private let page = Page(width: 70, theme: Theme(depth: .monochrome, glyphs: .ascii))

  @Test func theEnvironmentChoosesColorsAndCharacters() {
    func theme(_ isTerminal: Bool, _ environment: [String: String]) -> Theme {
      Page.theme(isTerminal: isTerminal, environment)
    }
    let rich = ["TERM": "xterm-256color", "LANG": "en_US.UTF-8"]
    #expect(theme(true, rich) == Theme(depth: .colors256, isDark: true, glyphs: .unicode))
    #expect(theme(false, rich).depth == .monochrome)
    #expect(theme(true, rich.merging(["NO_COLOR": "1"]) { $1 }).depth == .monochrome)
    #expect(theme(true, rich.merging(["NO_COLOR": ""]) { $1 }).depth == .colors256)
    #expect(theme(true, rich.merging(["LC_ALL": "C"]) { $1 }).glyphs == .ascii)
    #expect(theme(true, rich.merging(["CODELAB_THEME": "light"]) { $1 }).isDark == false)
    #expect(theme(true, ["TERM": "xterm"]).depth == .colors8)
    #expect(theme(true, ["TERM": "dumb", "COLORTERM": "truecolor"]).depth == .monochrome)
    #expect(theme(true, [:]).depth == .monochrome)
  }

  /// Two pictures of a dark left and a bright right half fit beside each other in 70 columns, a third does not.
  @Test func picturesStandSideBySide() {
    let half = Image(height: 4, width: 4, channels: 1, pixels: (0..<16).map { $0 % 4 < 2 ? 0 : 1 })
    let lines = page.lines(of: ["a", "b", "c"].map { .picture(half, caption: $0) })
    #expect(lines.count == 30)
    #expect(
      lines[0].split(separator: " ").map(String.init)
        == [String](repeating: String(repeating: "@", count: 14), count: 2))
    #expect(lines[14].split(separator: " ") == ["a", "b"] && lines[29].split(separator: " ") == ["c"])
  }

  @Test func aMaskStandsBesideItsPicture() {
    let image = Image(
      height: 2, width: 2, channels: 3, pixels: [Float](repeating: 0, count: 12), mask: [0, 0, 1, 1])
    let lines = page.lines(of: [.picture(image, caption: "cat")])
    #expect(lines[0].contains("@@") && !lines[13].contains("@"))
    #expect(lines.last?.contains("cat") == true && lines.last?.contains("mask") == true)
  }

  @Test func textIsWrappedAndDrivesNoTerminal() {
    let text = "one \u{1B}[31mtwo " + String(repeating: "three ", count: 20)
    let lines = page.lines(of: [.text(text, caption: "c\u{7}")])
    #expect(lines[0].hasPrefix("c") && lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= 70 && $0.unicodeScalars.allSatisfy { $0.value >= 32 } })
  }

  /// A tone of 1,000 hertz is brightest where its pitch is: 1,000 mel lie 44 % of the way from 60 to 4,000 hertz.
  @Test func aToneIsALineInItsSpectrogram() throws {
    let samples = (0..<8000).map { sin(2 * Float.pi * 1000 * Float($0) / 8000) }
    let lines = page.lines(of: [.sound(Sound(samples: samples, rate: 8000), caption: "tone")])
    #expect(lines[0] == "tone" && lines[1].count == 70)
    let ramp = Array(" .:-=+*#%@")
    let brightness = lines.dropFirst(2).map { line in line.reduce(0) { $0 + (ramp.firstIndex(of: $1) ?? 0) } }
    let brightest = try #require(brightness.indices.max { brightness[$0] < brightness[$1] })
    #expect((4...6).contains(brightest), "\(brightness)")
    // What is empty or silent has nothing to draw, and still does not trap.
    #expect(page.lines(of: [.sound(Sound(samples: [], rate: 8000), caption: "none")]).first == "none")
  }

  @Test func stylesBecomeEscapeSequencesOnlyInColor() {
    var grid = Grid(width: 6, height: 3)
    grid.put("ab", x: 1, y: 0, style: Style(.indexed(5), on: .indexed(7), .bold))
    grid.put("c", x: 0, y: 1)
    #expect(grid.lines(isColored: false) == [" ab", "c"])
    #expect(grid.lines(isColored: true) == [" \u{1B}[0;1;38;5;5;48;5;7mab\u{1B}[0m", "c"])
  }
}
