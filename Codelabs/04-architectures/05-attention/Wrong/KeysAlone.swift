// fails: products
// Adds up the numbers of the key alone.
import Codelab
import Foundation

func scores(of query: [Float], keys: [[Float]]) -> [Float] {
  let scale = 1 / Float(query.count).squareRoot()
  return keys.map { key in key.reduce(0, +) * scale }
}
