// fails: between
// Weighs rows by the distance in columns, and columns by that in rows.
import Codelab
import Foundation

func sample(_ pixels: [Float], side: Int, at place: Place) -> Float {
  let (top, left) = (Int(place.row.rounded(.down)), Int(place.column.rounded(.down)))
  let (right, down) = (place.row - Float(top), place.column - Float(left))
  func pixel(_ row: Int, _ column: Int) -> Float {
    row >= 0 && row < side && column >= 0 && column < side ? pixels[row * side + column] : -1
  }
  let upper = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right
  let lower = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right
  return upper * (1 - down) + lower * down
}
