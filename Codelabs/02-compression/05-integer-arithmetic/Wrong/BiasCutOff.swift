// fails: bias
// Cuts off instead of rounding.
import Codelab

func quantizedBias(_ bias: Float, inputScale: Float, weightScale: Float) -> Int32 {
  Int32(bias / (inputScale * weightScale))
}
