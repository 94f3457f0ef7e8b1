// fails: combined
// Takes the first filter of each channel for all places.
import Codelab

func combined(depthwise: [Float], pointwise: [Float], channels: Int) -> [Float] {
  let filters = pointwise.count / channels
  return depthwise.indices.flatMap { place in
    (0..<filters).map { depthwise[place % channels] * pointwise[place % channels * filters + $0] }
  }
}
