// fails: shaken
// Adds the noise as it is.
import Codelab
import Foundation

func shaken(_ values: [Float], bits: Int, noise: [Float]) -> [Float] {
  let step = 1 / Float((1 << bits) - 1)
  return zip(values, noise).map { max(0, min(1, $0 + $1)) }
}
