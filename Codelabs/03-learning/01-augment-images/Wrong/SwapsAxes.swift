// fails: shifted
// Moves rows to the right and columns down.
import Codelab
import Foundation

func sourceOfShift(_ place: Place, right: Float, down: Float) -> Place {
  Place(row: place.row - right, column: place.column - down)
}
