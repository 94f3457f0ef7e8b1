// fails: between
// Takes the next measured point instead of the place on the line.
import Codelab

func labelsWorth(_ accuracy: Double, labels: [Double], accuracies: [Double]) -> Double {
  guard let reached = accuracies.firstIndex(where: { $0 >= accuracy }) else {
    return labels[labels.count - 1]
  }
  return labels[reached]
}
