// fails: percentile
// Takes a time by its place in the order of measuring.
import Codelab

func percentile(_ times: [Double], _ percent: Double) -> Double {
  let rank = Int((percent / 100 * Double(times.count)).rounded(.up))
  return times[max(rank, 1) - 1]
}
