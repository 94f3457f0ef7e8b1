/// Gradients by parameter, as `Tape.backward` delivers them.
typealias Gradients = [(parameter: Parameter, gradient: Gradient)]

/// The Euclidean length of all gradients taken as one vector, summed in order.
func globalNorm(_ gradients: Gradients) -> Double {
  var sum = 0.0
  for (_, gradient) in gradients {
    gradient.stored.withUnsafeBuffer { for value in $0 { sum += Double(value) * Double(value) } }
  }
  return sum.squareRoot()
}

/// The gradients with their common length cut to `limit`, their direction kept; nil when they are no longer than
/// that.
///
/// `g * limit / |g|` if `|g| > limit`: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
/// networks" (2013), section 3.2.
func clipped(_ gradients: Gradients, toNorm limit: Float) -> Gradients? {
  let norm = globalNorm(gradients)
  guard norm > Double(limit) else { return nil }
  let factor = Float(Double(limit) / norm)
  return gradients.map { ($0.parameter, $0.gradient.scaled(by: factor)) }
}
