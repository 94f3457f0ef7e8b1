// fails: shifted
// Looks in the direction of the shift.
import Codelab
import Foundation

func sourceOfShift(_ place: Place, right: Float, down: Float) -> Place {
  Place(row: place.row + down, column: place.column + right)
}
