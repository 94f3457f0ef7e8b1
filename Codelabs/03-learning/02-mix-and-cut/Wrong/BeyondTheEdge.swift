// fails: cut
// Leaves the image.
import Codelab
import Foundation

func square(row: Int, column: Int, size: Int, side: Int) -> Box {
  func inside(_ center: Int) -> Range<Int> {
    let first = center - size / 2
    return first..<first + size
  }
  return Box(rows: inside(row), columns: inside(column))
}
