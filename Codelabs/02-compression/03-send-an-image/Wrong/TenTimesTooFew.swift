// fails: decibels
// Uses 20 where squares need 10.
import Codelab
import Foundation

func peakSignalToNoise(_ values: [Float], original: [Float]) -> Double {
  let squares = zip(values, original).map { Double($0 - $1) * Double($0 - $1) }
  return 20 * log10(Double(squares.count) / squares.reduce(0, +))
}
