// fails: frontier
// Returns the model of the highest quality only.
import Codelab

func frontier(_ candidates: [Candidate]) -> [Int] {
  candidates.indices.filter { index in
    !candidates.contains { $0.quality > candidates[index].quality }
  }
}
