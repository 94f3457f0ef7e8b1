// fails: cosine
// Divides zero by zero.
import Codelab
import Foundation

func cosine(_ one: [Float], _ other: [Float]) -> Float {
  dot(one, other) / (dot(one, one).squareRoot() * dot(other, other).squareRoot())
}
