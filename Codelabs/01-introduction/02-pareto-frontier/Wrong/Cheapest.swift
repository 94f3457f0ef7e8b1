// fails: choose
// Takes the cheapest model instead of the best.
import Codelab

func choose(_ candidates: [Candidate], limits: [Double]) -> Int? {
  candidates.indices
    .filter { index in zip(candidates[index].costs, limits).allSatisfy { $0 <= $1 } }
    .max { one, other in
      candidates[one].costs[0] > candidates[other].costs[0]
    }
}
