// fails: separable
// Forgets the pointwise part.
import Codelab

func separableCost(_ sizes: Sizes) -> Int {
  sizes.height * sizes.width * sizes.channels * (sizes.kernel * sizes.kernel)
}
