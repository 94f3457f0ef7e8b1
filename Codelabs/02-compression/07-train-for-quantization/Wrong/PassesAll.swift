// fails: outside
// Lets the gradient pass everywhere.
import Codelab

func straightThrough(_ gradient: [Float], values: [Float], scale: Float, limit: Float) -> [Float] {
  zip(gradient, values).map { gradient, value in
    value.isNaN ? 0 : gradient
  }
}
