// fails: macs
// Lets the filters hang over the edge of the image.
import Codelab

func multiplyAccumulates(_ convolution: Convolution) -> Int {
  let weights = convolution.kernel * convolution.kernel * convolution.channels * convolution.filters
  let rows = convolution.height
  let columns = convolution.width
  return rows * columns * weights
}
