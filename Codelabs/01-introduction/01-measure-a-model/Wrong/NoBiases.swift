// fails: parameters
// Counts the weights only.
import Codelab

func parameters(_ convolution: Convolution) -> Int {
  let weights = convolution.kernel * convolution.kernel * convolution.channels * convolution.filters
  return weights
}
