// fails: area
// Gives the area of the piece to the other target.
import Codelab
import Foundation

func cutMix(_ one: Example, _ other: Example, side: Int, box: Box) -> Example {
  let pixels = one.pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side)
      ? other.pixels[place] : one.pixels[place]
  }
  let share = Float(box.rows.count * box.columns.count) / Float(side * side)
  return Example(
    pixels: pixels, target: zip(one.target, other.target).map { share * $0 + (1 - share) * $1 })
}
