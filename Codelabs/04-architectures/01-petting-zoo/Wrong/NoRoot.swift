// fails: distance
// Forgets the root.
import Codelab

func distance(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}
