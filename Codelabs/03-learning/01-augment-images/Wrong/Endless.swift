// fails: ends
// Says that no number of labels is enough.
import Codelab
import Foundation

func labelsNeeded(for accuracy: Double, counts: [Int], accuracies: [Double]) -> Double {
  guard let next = accuracies.firstIndex(where: { $0 >= accuracy }) else { return .greatestFiniteMagnitude }
  guard next > 0 else { return Double(counts[0]) }
  let share = (accuracy - accuracies[next - 1]) / (accuracies[next] - accuracies[next - 1])
  return Double(counts[next - 1]) + share * Double(counts[next] - counts[next - 1])
}
