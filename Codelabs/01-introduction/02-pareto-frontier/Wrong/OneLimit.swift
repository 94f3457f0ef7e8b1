// fails: limits
// Keeps the first limit only.
import Codelab

func choose(_ candidates: [Candidate], limits: [Double]) -> Int? {
  candidates.indices
    .filter { index in candidates[index].costs[0] <= limits[0] }
    .max { one, other in
      (candidates[one].quality, -candidates[one].costs[0]) < (
        candidates[other].quality, -candidates[other].costs[0]
      )
    }
}
