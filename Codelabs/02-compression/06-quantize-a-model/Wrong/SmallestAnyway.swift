// fails: mixed-none
// Returns the smallest choices where nothing fits.
import Codelab

func mixedBits(_ layers: [[Choice]], budget: Int) -> [Int]? {
  var best: (places: [Int], error: Double)?
  func visit(_ places: [Int], size: Int, error: Double) {
    guard size <= budget else { return }
    guard places.count < layers.count else {
      if error < best?.error ?? .infinity { best = (places, error) }
      return
    }
    for (place, choice) in layers[places.count].enumerated() {
      visit(places + [place], size: size + choice.size, error: error + choice.error)
    }
  }
  visit([], size: 0, error: 0)
  return best?.places
    ?? layers.map { choices in choices.indices.min { choices[$0].size < choices[$1].size } ?? 0 }
}
