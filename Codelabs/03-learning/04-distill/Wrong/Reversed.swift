// fails: mean-gain
// Takes what the change costs for what it brings.
import Codelab
import Foundation

func gain(of treated: [Double], over control: [Double], quantile: Double) -> Gain {
  let differences = zip(control, treated).map { $0 - $1 }
  let count = Double(differences.count)
  let mean = differences.reduce(0, +) / count
  let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let deviation = (squares / (count - 1)).squareRoot()
  return Gain(mean: mean, halfWidth: quantile * deviation / count.squareRoot())
}
