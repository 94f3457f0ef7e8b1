// fails: scale
// Divides the range into one step less than there are bins.
import Codelab

func quantizeMatrix(_ weights: [Float], bits: Int) -> QuantizedMatrix {
  let minimum = weights.min()!
  let maximum = weights.max()!
  let scale = (maximum - minimum) / Float((1 << bits) - 1)
  let levels = weights.map { weight in
    min((1 << bits) - 1, Int((weight - minimum) / scale))
  }
  return QuantizedMatrix(levels: levels, minimum: minimum, scale: scale)
}
