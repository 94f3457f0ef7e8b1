// fails: restored
// Divides by the scale where it should multiply.
import Codelab

func dequantize(_ quantized: Quantized) -> [Float] {
  quantized.levels.map { level in Float(level) / quantized.scale }
}
