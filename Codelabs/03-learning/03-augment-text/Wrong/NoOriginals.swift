// fails: copies
// Trains with the copies alone.
import Codelab

func augmented(
  _ examples: [Example], heldOut: Int, copies: Int, edit: ([String]) -> [String]
) -> (training: [Example], heldOut: [Example]) {
  let originals = examples.dropLast(heldOut)
  let edited = (0..<copies).flatMap { _ in
    originals.map { Example(words: edit($0.words), label: $0.label) }
  }
  return (edited, Array(examples.suffix(heldOut)))
}
