// fails: costs
// Divides the limits by the costs.
import Codelab

func used(of limits: Measured, by model: Measured) -> [Demand: Double] {
  [
    .size: limits.size / model.size,
    .latency: limits.latency / model.latency,
    .accuracy: (1 - model.accuracy) / (1 - limits.accuracy),
  ]
}
