// fails: rounded
// Returns levels instead of the numbers that they stand for.
import Codelab

func fakeQuantize(_ values: [Float], scale: Float, limit: Float) -> [Float] {
  values.map { value in
    max(-limit, min(limit, (value / scale).rounded()))
  }
}
