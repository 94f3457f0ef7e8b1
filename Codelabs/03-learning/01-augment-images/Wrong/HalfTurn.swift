// fails: vertical
// Exchanges left and right as well.
import Codelab
import Foundation

func flippedVertically(_ pixels: [Float], side: Int) -> [Float] {
  pixels.indices.map { place in
    let (row, column) = (place / side, place % side)
    return pixels[(side - 1 - row) * side + side - 1 - column]
  }
}
