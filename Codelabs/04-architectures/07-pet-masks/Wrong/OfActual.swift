// fails: overlap
// Divides by the true area alone.
import Codelab

func intersectionOverUnion(_ predicted: [Int], _ actual: [Int], of wanted: Int) -> Double? {
  let pairs = zip(predicted, actual)
  guard pairs.contains(where: { $0 == wanted || $1 == wanted }) else { return nil }
  let intersection = pairs.count { $0 == wanted && $1 == wanted }
  return Double(intersection) / Double(max(actual.count { $0 == wanted }, 1))
}
