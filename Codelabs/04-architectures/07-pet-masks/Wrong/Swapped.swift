// fails: mixed
// Takes the opacity for the share of the picture.
import Codelab

func overlay(_ picture: [Float], mask: [Int], tints: [[Float]?], opacity: Float) -> [Float] {
  var result = picture
  for (pixel, wanted) in mask.enumerated() {
    guard let tint = tints[wanted] else { continue }
    for channel in 0..<3 {
      result[pixel * 3 + channel] = picture[pixel * 3 + channel] * opacity + tint[channel] * (1 - opacity)
    }
  }
  return result
}
