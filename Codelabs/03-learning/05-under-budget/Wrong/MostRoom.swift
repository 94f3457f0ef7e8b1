// fails: tightest
// Finds the demand with the most room.
import Codelab

func tightest(_ model: Measured, limits: Measured) -> Demand {
  let used = used(of: limits, by: model)
  return Demand.allCases.min { used[$0, default: 0] < used[$1, default: 0] } ?? .size
}
