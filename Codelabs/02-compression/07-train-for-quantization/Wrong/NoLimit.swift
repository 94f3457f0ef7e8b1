// fails: limited
// Lets levels grow beyond the outermost one.
import Codelab

func fakeQuantize(_ values: [Float], scale: Float, limit: Float) -> [Float] {
  values.map { value in
    (value / scale).rounded() * scale
  }
}
