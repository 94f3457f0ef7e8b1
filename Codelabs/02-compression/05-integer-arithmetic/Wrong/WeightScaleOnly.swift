// fails: bias
// Leaves the scale of the inputs out.
import Codelab

func quantizedBias(_ bias: Float, inputScale: Float, weightScale: Float) -> Int32 {
  Int32((bias / weightScale).rounded())
}
