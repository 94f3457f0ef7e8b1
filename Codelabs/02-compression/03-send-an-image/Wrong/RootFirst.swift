// fails: decibels
// Takes the mean of the differences instead of their squares.
import Codelab
import Foundation

func peakSignalToNoise(_ values: [Float], original: [Float]) -> Double {
  let squares = zip(values, original).map { abs(Double($0 - $1)) }
  return 10 * log10(Double(squares.count) / squares.reduce(0, +))
}
