// fails: low-edges
// Returns the middle of a bin.
import Codelab

func lowEdges(_ bins: [Int], minimum: Float, maximum: Float, bits: Int) -> [Float] {
  let width = (maximum - minimum) / Float(1 << bits)
  return bins.map { minimum + (Float($0) + 0.5) * width }
}
