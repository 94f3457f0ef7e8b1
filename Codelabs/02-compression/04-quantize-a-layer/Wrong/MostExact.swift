// fails: cheapest
// Takes the most exact instead of the smallest.
import Codelab

func cheapest(_ candidates: [Candidate], largestError: Double) -> Candidate? {
  candidates.filter { $0.error <= largestError }.min { $0.error < $1.error }
}
