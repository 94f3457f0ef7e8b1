// fails: regular
// Counts the weights once, not at each place.
import Codelab

func regularCost(_ sizes: Sizes) -> Int {
  sizes.kernel * sizes.kernel * sizes.channels * sizes.filters
}
