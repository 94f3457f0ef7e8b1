// fails: attention-memory
// Keeps the shares of one place only.
import Codelab
import Foundation

func attentionCost(length: Int, features: Int) -> Cost {
  Cost(multiplyAccumulates: length * length * 2 * features, numbers: length)
}
