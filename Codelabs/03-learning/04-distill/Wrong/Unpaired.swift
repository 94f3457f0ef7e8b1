// fails: interval
// Adds up how much each group scatters, as if the seeds were not the same.
import Codelab
import Foundation

func gain(of treated: [Double], over control: [Double], quantile: Double) -> Gain {
  let count = Double(treated.count)
  func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / count
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
  }
  let mean = (treated.reduce(0, +) - control.reduce(0, +)) / count
  let error = ((variance(treated) + variance(control)) / count).squareRoot()
  return Gain(mean: mean, halfWidth: quantile * error)
}
