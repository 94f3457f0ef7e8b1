// fails: macs
// Forgets that a filter covers every channel.
import Codelab

func multiplyAccumulates(_ convolution: Convolution) -> Int {
  let weights = convolution.kernel * convolution.kernel * convolution.channels * convolution.filters
  let rows = convolution.height - convolution.kernel + 1
  let columns = convolution.width - convolution.kernel + 1
  return rows * columns * weights / convolution.channels
}
