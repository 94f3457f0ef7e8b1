// fails: attention-macs
// Counts the scores and forgets the mixtures.
import Codelab
import Foundation

func attentionCost(length: Int, features: Int) -> Cost {
  Cost(multiplyAccumulates: length * length * features, numbers: length * length)
}
