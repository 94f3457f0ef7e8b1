// fails: copies
// Edits each example once and repeats the result.
import Codelab

func augmented(
  _ examples: [Example], heldOut: Int, copies: Int, edit: ([String]) -> [String]
) -> (training: [Example], heldOut: [Example]) {
  let originals = Array(examples.dropLast(heldOut))
  let edited = originals.map { Example(words: edit($0.words), label: $0.label) }
  return (originals + (0..<copies).flatMap { _ in edited }, Array(examples.suffix(heldOut)))
}
