// fails: ends
// Draws the first and the last line on, beyond what was measured.
import Codelab

func labelsWorth(_ accuracy: Double, labels: [Double], accuracies: [Double]) -> Double {
  guard labels.count > 1 else { return labels[0] }
  let reached = accuracies.firstIndex { $0 >= accuracy } ?? accuracies.count - 1
  let next = max(reached, 1)
  let part = (accuracy - accuracies[next - 1]) / (accuracies[next] - accuracies[next - 1])
  return labels[next - 1] + part * (labels[next] - labels[next - 1])
}
