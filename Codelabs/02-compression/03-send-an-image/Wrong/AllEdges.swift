// fails: false-edges
// Counts the edges that were there before.
import Codelab
import Foundation

func falseEdges(_ rounded: [Float], original: [Float], visible: Float) -> Int {
  guard rounded.count > 1 else { return 0 }
  return (1..<rounded.count).count { index in
    let after = abs(rounded[index] - rounded[index - 1])
    return after >= visible
  }
}
