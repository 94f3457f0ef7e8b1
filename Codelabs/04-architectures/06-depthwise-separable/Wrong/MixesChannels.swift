// fails: depthwise
// Adds up all channels, as a regular convolution does.
import Codelab

func depthwise(_ image: [Float], _ sizes: Sizes, weights: [Float]) -> [Float] {
  let (kernel, channels) = (sizes.kernel, sizes.channels)
  var result: [Float] = []
  for row in 0...sizes.height - kernel {
    for column in 0...sizes.width - kernel {
      for channel in 0..<channels {
        var sum: Float = 0
        for y in 0..<kernel {
          for x in 0..<kernel {
            let pixel = (row + y) * sizes.width + column + x
            for other in 0..<channels {
              sum += image[pixel * channels + other] * weights[(y * kernel + x) * channels + channel]
            }
          }
        }
        result.append(sum)
      }
    }
  }
  return result
}
