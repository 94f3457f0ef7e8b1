// fails: held-out
// Edits what is held out.
import Codelab

func augmented(
  _ examples: [Example], heldOut: Int, copies: Int, edit: ([String]) -> [String]
) -> (training: [Example], heldOut: [Example]) {
  let originals = Array(examples.dropLast(heldOut))
  let edited = (0..<copies).flatMap { _ in
    originals.map { Example(words: edit($0.words), label: $0.label) }
  }
  let rest = examples.suffix(heldOut).map { Example(words: edit($0.words), label: $0.label) }
  return (originals + edited, rest)
}
