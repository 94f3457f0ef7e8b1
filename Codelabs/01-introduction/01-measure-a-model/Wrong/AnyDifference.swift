// fails: apart
// Believes every difference.
import Codelab

func canTellApart(_ correct: Int, _ otherCorrect: Int, of count: Int) -> Bool {
  correct != otherCorrect
}
