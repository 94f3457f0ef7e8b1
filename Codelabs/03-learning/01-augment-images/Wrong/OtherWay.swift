// fails: horizontal
// Exchanges top and bottom.
import Codelab
import Foundation

func flippedHorizontally(_ pixels: [Float], side: Int) -> [Float] {
  pixels.indices.map { place in
    let (row, column) = (place / side, place % side)
    return pixels[(side - 1 - row) * side + column]
  }
}
