// fails: recurrent-macs
// Multiplies the words only, and forgets the state.
import Codelab
import Foundation

func recurrentCost(length: Int, features: Int, units: Int) -> Cost {
  Cost(multiplyAccumulates: length * 3 * units * features, numbers: units)
}
