// fails: untinted
// Mixes black into classes without a tint.
import Codelab

func overlay(_ picture: [Float], mask: [Int], tints: [[Float]?], opacity: Float) -> [Float] {
  var result = picture
  for (pixel, wanted) in mask.enumerated() {
    let tint = tints[wanted] ?? [0, 0, 0]
    for channel in 0..<3 {
      result[pixel * 3 + channel] = picture[pixel * 3 + channel] * (1 - opacity) + tint[channel] * opacity
    }
  }
  return result
}
