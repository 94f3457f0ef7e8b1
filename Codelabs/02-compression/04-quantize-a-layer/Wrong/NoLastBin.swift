// fails: last-bin
// Lets the largest weight fall behind the last bin.
import Codelab

func quantizeMatrix(_ weights: [Float], bits: Int) -> QuantizedMatrix {
  let minimum = weights.min()!
  let maximum = weights.max()!
  let scale = (maximum - minimum) / Float(1 << bits)
  let levels = weights.map { weight in
    Int((weight - minimum) / scale)
  }
  return QuantizedMatrix(levels: levels, minimum: minimum, scale: scale)
}
