// fails: piece
// Keeps the box and replaces the rest.
import Codelab
import Foundation

func cutMix(_ one: Example, _ other: Example, side: Int, box: Box) -> Example {
  let pixels = one.pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side)
      ? one.pixels[place] : other.pixels[place]
  }
  let share = Float(box.rows.count * box.columns.count) / Float(side * side)
  return Example(
    pixels: pixels, target: zip(one.target, other.target).map { (1 - share) * $0 + share * $1 })
}
