// fails: hidden
// Keeps the box and hides the rest.
import Codelab
import Foundation

func cutOut(_ pixels: [Float], side: Int, box: Box) -> [Float] {
  pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side) ? pixels[place] : 0
  }
}
