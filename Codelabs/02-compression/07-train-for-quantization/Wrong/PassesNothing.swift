// fails: inside
// Takes the true slope of the stairs.
import Codelab

func straightThrough(_ gradient: [Float], values: [Float], scale: Float, limit: Float) -> [Float] {
  zip(gradient, values).map { gradient, value in
    abs(value) <= limit * scale ? 0 * gradient : 0
  }
}
