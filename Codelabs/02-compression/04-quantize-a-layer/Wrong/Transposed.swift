// fails: dense
// Reads the matrix column by column.
import Codelab

func dense(_ x: [Float], weights: [Float], bias: [Float], inputs: Int) -> [Float] {
  let outputs = bias.count
  return (0..<x.count / inputs).flatMap { example in
    (0..<outputs).map { output in
      var sum = bias[output]
      for input in 0..<inputs {
        sum += x[example * inputs + input] * weights[output * inputs + input]
      }
      return max(sum, 0)
    }
  }
}
