// fails: errors
// Divides the accuracy that is asked for by that of the model.
import Codelab

func used(of limits: Measured, by model: Measured) -> [Demand: Double] {
  [
    .size: model.size / limits.size,
    .latency: model.latency / limits.latency,
    .accuracy: limits.accuracy / model.accuracy,
  ]
}
