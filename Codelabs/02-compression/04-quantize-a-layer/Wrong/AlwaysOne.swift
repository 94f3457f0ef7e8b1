// fails: none
// Takes the smallest of all where none will do.
import Codelab

func cheapest(_ candidates: [Candidate], largestError: Double) -> Candidate? {
  let good = candidates.filter { $0.error <= largestError }
  return (good.isEmpty ? candidates : good).min { ($0.size, $0.error) < ($1.size, $1.error) }
}
