// fails: cosine
// Leaves out the lengths.
import Codelab
import Foundation

func cosine(_ one: [Float], _ other: [Float]) -> Float {
  dot(one, other)
}
