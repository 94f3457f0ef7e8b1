// fails: mixed-fits
// Takes a little more than the budget.
import Codelab

func mixedBits(_ layers: [[Choice]], budget: Int) -> [Int]? {
  var best: (places: [Int], error: Double)?
  func visit(_ places: [Int], size: Int, error: Double) {
    guard size <= budget + budget / 8 else { return }
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
}
