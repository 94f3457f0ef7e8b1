// fails: limits
// Takes some model even where none keeps the limits.
import Codelab

func choose(_ candidates: [Candidate], limits: [Double]) -> Int? {
  let good = candidates.indices.filter { index in
    zip(candidates[index].costs, limits).allSatisfy { $0 <= $1 }
  }
  return (good.isEmpty ? Array(candidates.indices) : good)
    .max { one, other in
      (candidates[one].quality, -candidates[one].costs[0]) < (
        candidates[other].quality, -candidates[other].costs[0]
      )
    }
}
