// fails: turned
// Turns the other way.
import Codelab
import Foundation

func sourceOfTurn(_ place: Place, side: Int, turns: Float) -> Place {
  let middle = Float(side - 1) / 2
  let (right, down) = (place.column - middle, place.row - middle)
  let (c, s) = (cos(2 * .pi * turns), sin(2 * .pi * turns))
  return Place(row: middle - s * right + c * down, column: middle + c * right + s * down)
}
