// fails: absent
// Says 0 of a class that is nowhere.
import Codelab

func intersectionOverUnion(_ predicted: [Int], _ actual: [Int], of wanted: Int) -> Double? {
  let pairs = zip(predicted, actual)
  let intersection = pairs.count { $0 == wanted && $1 == wanted }
  let union = pairs.count { $0 == wanted || $1 == wanted }
  return Double(intersection) / Double(max(union, 1))
}
