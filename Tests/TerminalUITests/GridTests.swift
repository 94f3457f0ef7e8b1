import Testing

@testable import TerminalUI

@Suite struct GridTests {
  @Test func textIsCutAtTheEdges() {
    var grid = Grid(width: 5, height: 1)
    grid.put("abcdefgh", x: -2, y: 0)
    #expect(text(of: grid) == "cdefg")
    grid.put("x", x: 0, y: 7)
    #expect(text(of: grid) == "cdefg")
  }

  @Test func wideCharactersAreNeverSplit() {
    var grid = Grid(width: 4, height: 1)
    grid.put("漢字漢", x: -1, y: 0)
    #expect(grid[0, 0].text == " ")
    #expect(grid[1, 0].text == "字" && grid[2, 0].isContinuation)
    #expect(grid[3, 0].text == " ")
    grid.put("a", x: 2, y: 0)
    #expect(text(of: grid) == "  a")
    grid.put("漢", x: 0, y: 0)
    grid.put("字", x: 1, y: 0)
    #expect(grid[0, 0].text == " " && grid[1, 0].text == "字" && grid[2, 0].isContinuation)
  }

  @Test func combiningMarksStayInTheirCell() {
    var grid = Grid(width: 3, height: 1)
    let end = grid.put("e\u{301}a\u{200D}\u{FE0F}b", x: 0, y: 0)
    #expect(end == 3)
    #expect(grid[0, 0].text == "e\u{301}" && grid[1, 0].text == "a" && grid[2, 0].text == "b")
    grid.put("x" + String(repeating: "\u{301}", count: 100), x: 0, y: 0)
    #expect(grid[0, 0].text.unicodeScalars.count == 5)
  }

  @Test func clipKeepsNeighborsWhole() {
    var grid = Grid(width: 8, height: 1)
    grid.put("........", x: 0, y: 0)
    grid.put("漢字漢", x: 1, y: 0, clip: Rect(x: 2, y: 0, width: 4, height: 1))
    #expect(text(of: grid) == ".. 字 ..")
  }

  @Test func nothingControlsReachesACell() {
    var grid = Grid(width: 40, height: 1)
    grid.put("a\u{1B}[31mb\u{7}c\u{9B}d\u{202E}e\n\t\u{7F}", x: 0, y: 0)
    for x in 0..<40 {
      for scalar in grid[x, 0].text.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E)
      }
    }
  }

  /// The property that drawing only the changes relies on, with random texts of all widths.
  @Test(arguments: 0..<40) func applyingADiffGivesTheNewGrid(seed: UInt64) {
    var random = SplitMix(state: seed)
    let words = ["a", "hello", "漢字", "e\u{301}", "한국어", "│", "x漢y", "  ", "🙂"]
    let styles = [Style.plain, Style(.indexed(3)), Style(.standard, .bold)]
    var old = Grid(width: 17, height: 5)
    for _ in 0..<20 {
      var new = random.next() % 4 == 0 ? Grid(width: 17, height: 5) : old
      for _ in 0..<(random.next() % 12) {
        new.put(
          words[Int(random.next() % UInt64(words.count))], x: Int(random.next() % 20) - 2,
          y: Int(random.next() % 5), style: styles[Int(random.next() % 3)])
      }
      let area = Rect(
        x: Int(random.next() % 17), y: Int(random.next() % 5), width: Int(random.next() % 6), height: 2)
      new.restyle(area) { $0.adding(.reverse) }
      for index in 0..<(17 * 5) where new[index % 17, index / 17].width == 2 {
        #expect(new[index % 17 + 1, index / 17].isContinuation)
      }
      let runs = new.diff(from: old)
      var patched = old
      patched.apply(runs)
      #expect(patched == new)
      #expect(new.diff(from: new).isEmpty)
      #expect(runs.allSatisfy { !($0.cells.first?.isContinuation ?? true) })
      old = new
    }
  }

  @Test func diffIsMinimal() {
    var old = Grid(width: 10, height: 2)
    old.put("abcdefghij", x: 0, y: 0)
    var new = old
    new.put("X", x: 1, y: 0)
    new.put("YZ", x: 5, y: 0)
    let runs = new.diff(from: old)
    #expect(runs.map(\.column) == [1, 5])
    #expect(runs.map { $0.cells.map(\.text).joined() } == ["X", "YZ"])
    #expect(Grid(width: 2, height: 2).diff(from: old).count == 2)
  }

  @Test func rectanglesSplitWithoutLoss() {
    let rect = Rect(x: 2, y: 3, width: 10, height: 7)
    let (top, rest) = rect.split(top: 3)
    #expect(top == Rect(x: 2, y: 3, width: 10, height: 3) && rest == Rect(x: 2, y: 6, width: 10, height: 4))
    #expect(rect.split(bottom: 99).rest.isEmpty && rect.split(left: -1).left.isEmpty)
    #expect(
      rect.columns(3, gap: 1).map(\.width) == [2, 3, 3] && rect.columns(3, gap: 1).map(\.x) == [2, 5, 9])
    #expect(rect.inset(dx: 6, dy: 9).isEmpty)
    #expect(rect.intersection(Rect(x: 50, y: 50, width: 3, height: 3)).isEmpty)
  }
}

/// A small generator, so that random tests repeat.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
