// fails: false-edges
// Sees an edge only where it gets brighter.
import Codelab
import Foundation

func falseEdges(_ rounded: [Float], original: [Float], visible: Float) -> Int {
  guard rounded.count > 1 else { return 0 }
  return (1..<rounded.count).count { index in
    let after = rounded[index] - rounded[index - 1]
    let before = abs(original[index] - original[index - 1])
    return after >= visible && before < visible / 2
  }
}
