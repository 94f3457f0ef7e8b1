// fails: frontier
// Compares each model with its neighbor only.
import Codelab

func frontier(_ candidates: [Candidate]) -> [Int] {
  candidates.indices.filter { index in
    index == 0 || !dominates(candidates[index - 1], candidates[index])
  }
}
