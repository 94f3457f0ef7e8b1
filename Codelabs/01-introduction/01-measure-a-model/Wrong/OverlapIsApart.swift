// fails: apart
// Has it the wrong way round.
import Codelab

func canTellApart(_ correct: Int, _ otherCorrect: Int, of count: Int) -> Bool {
  interval(correct: correct, count: count).overlaps(interval(correct: otherCorrect, count: count))
}
