// fails: paper
// Repeats the pixels at the edge.
import Codelab
import Foundation

func sample(_ pixels: [Float], side: Int, at place: Place) -> Float {
  let (top, left) = (Int(place.row.rounded(.down)), Int(place.column.rounded(.down)))
  let (down, right) = (place.row - Float(top), place.column - Float(left))
  func pixel(_ row: Int, _ column: Int) -> Float {
    pixels[max(0, min(side - 1, row)) * side + max(0, min(side - 1, column))]
  }
  let upper = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right
  let lower = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right
  return upper * (1 - down) + lower * down
}
