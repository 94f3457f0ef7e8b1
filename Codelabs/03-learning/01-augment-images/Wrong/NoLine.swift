// fails: needed
// Returns the number of labels of the next point.
import Codelab
import Foundation

func labelsNeeded(for accuracy: Double, counts: [Int], accuracies: [Double]) -> Double {
  let next = accuracies.firstIndex { $0 >= accuracy } ?? counts.count - 1
  return Double(counts[next])
}
