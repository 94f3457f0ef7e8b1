// fails: recurrent-memory
// Keeps the states of all places.
import Codelab
import Foundation

func recurrentCost(length: Int, features: Int, units: Int) -> Cost {
  Cost(multiplyAccumulates: length * 3 * units * (features + units), numbers: length * units)
}
