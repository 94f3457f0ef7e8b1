// fails: levels
// Multiplies by 127, whatever scale and zero point the model has.
import Codelab

func levels(of pixels: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  pixels.map { pixel in
    let level = (pixel * 127).rounded()
    return Int8(max(-128, min(127, level)))
  }
}
