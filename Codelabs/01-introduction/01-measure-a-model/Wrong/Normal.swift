// fails: interval
// Uses the normal approximation, which fails at the ends.
import Codelab

func interval(correct: Int, count: Int) -> ClosedRange<Double> {
  let z = 1.96
  let n = Double(count)
  let p = Double(correct) / n
  let spread = z * (p * (1 - p) / n).squareRoot()
  return p - spread...p + spread
}
