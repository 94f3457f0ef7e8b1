// fails: square
// Begins at the pixel instead of around it.
import Codelab
import Foundation

func square(row: Int, column: Int, size: Int, side: Int) -> Box {
  func inside(_ center: Int) -> Range<Int> {
    let first = center
    return max(0, first)..<min(side, first + size)
  }
  return Box(rows: inside(row), columns: inside(column))
}
