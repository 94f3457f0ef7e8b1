// fails: percentile
// Takes the time after the right one.
import Codelab

func percentile(_ times: [Double], _ percent: Double) -> Double {
  let rank = Int((percent / 100 * Double(times.count)).rounded(.up))
  return times.sorted()[min(rank, times.count - 1)]
}
