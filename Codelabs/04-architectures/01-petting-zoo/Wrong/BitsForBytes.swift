// fails: table-size
// Counts bits.
import Codelab

func tableSize(vocabulary: Int, width: Int, bits: Int) -> Int {
  vocabulary * width * bits
}
