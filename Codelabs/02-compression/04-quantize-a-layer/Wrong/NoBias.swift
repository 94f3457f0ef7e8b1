// fails: dense
// Forgets the bias.
import Codelab

func dense(_ x: [Float], weights: [Float], bias: [Float], inputs: Int) -> [Float] {
  let outputs = bias.count
  return (0..<x.count / inputs).flatMap { example in
    (0..<outputs).map { output in
      var sum: Float = 0
      for input in 0..<inputs {
        sum += x[example * inputs + input] * weights[input * outputs + output]
      }
      return max(sum, 0)
    }
  }
}
