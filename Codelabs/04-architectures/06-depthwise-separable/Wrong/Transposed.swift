// fails: pointwise
// Reads the weights by columns.
import Codelab

func pointwise(_ pixels: [Float], channels: Int, weights: [Float]) -> [Float] {
  let filters = weights.count / channels
  var result: [Float] = []
  for pixel in stride(from: 0, to: pixels.count, by: channels) {
    for filter in 0..<filters {
      var sum: Float = 0
      for channel in 0..<channels { sum += pixels[pixel + channel] * weights[filter * channels + channel] }
      result.append(sum)
    }
  }
  return result
}
