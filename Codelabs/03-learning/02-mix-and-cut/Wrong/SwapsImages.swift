// fails: mixed-pixels
// Takes the share of the other image.
import Codelab
import Foundation

func mixUp(_ one: Example, _ other: Example, share: Float) -> Example {
  func mixed(_ one: [Float], _ other: [Float]) -> [Float] {
    zip(one, other).map { share * $0 + (1 - share) * $1 }
  }
  return Example(pixels: mixed(other.pixels, one.pixels), target: mixed(one.target, other.target))
}
