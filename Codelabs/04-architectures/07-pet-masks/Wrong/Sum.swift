// fails: overlap
// Divides by the sum of both areas, which counts the intersection twice.
import Codelab

func intersectionOverUnion(_ predicted: [Int], _ actual: [Int], of wanted: Int) -> Double? {
  let intersection = zip(predicted, actual).count { $0 == wanted && $1 == wanted }
  let sum = predicted.count { $0 == wanted } + actual.count { $0 == wanted }
  return sum == 0 ? nil : Double(intersection) / Double(sum)
}
