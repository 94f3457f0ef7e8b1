// fails: between
// Takes the nearest pixel.
import Codelab
import Foundation

func sample(_ pixels: [Float], side: Int, at place: Place) -> Float {
  let (row, column) = (Int(place.row.rounded()), Int(place.column.rounded()))
  guard row >= 0, row < side, column >= 0, column < side else { return -1 }
  return pixels[row * side + column]
}
