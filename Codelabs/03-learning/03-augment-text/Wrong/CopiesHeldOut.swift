// fails: leak
// Makes copies of the held-out examples too, and trains with them.
import Codelab

func augmented(
  _ examples: [Example], heldOut: Int, copies: Int, edit: ([String]) -> [String]
) -> (training: [Example], heldOut: [Example]) {
  let edited = (0..<copies).flatMap { _ in
    examples.map { Example(words: edit($0.words), label: $0.label) }
  }
  return (examples.dropLast(heldOut) + edited, Array(examples.suffix(heldOut)))
}
