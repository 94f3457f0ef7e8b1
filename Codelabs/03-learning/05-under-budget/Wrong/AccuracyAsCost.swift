// fails: errors
// Treats accuracy as something that is used up.
import Codelab

func used(of limits: Measured, by model: Measured) -> [Demand: Double] {
  [
    .size: model.size / limits.size,
    .latency: model.latency / limits.latency,
    .accuracy: model.accuracy / limits.accuracy,
  ]
}
