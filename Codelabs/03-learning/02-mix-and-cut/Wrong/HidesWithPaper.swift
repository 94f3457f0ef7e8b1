// fails: hidden
// Paints the box white, which is a color of the image.
import Codelab
import Foundation

func cutOut(_ pixels: [Float], side: Int, box: Box) -> [Float] {
  pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side) ? -1 : pixels[place]
  }
}
