// fails: separable
// Multiplies the two parts instead of adding them.
import Codelab

func separableCost(_ sizes: Sizes) -> Int {
  sizes.height * sizes.width * sizes.channels * (sizes.kernel * sizes.kernel * sizes.filters)
}
