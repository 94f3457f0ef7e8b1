import Codelab

/// A text and its class.
struct Example: Codable, Equatable {
  /// The words in order, in lower case.
  var words: [String]
  /// The class, from 0.
  var label: Int
}

/// Leaves out each word with a probability, independently of the others.
///
/// - Parameters:
///   - share: The probability, from 0 to 1.
///   - words: At least one word.
///   - random: Where all chance comes from, as in `Double.random(in: 0..<1, using: &random)`.
/// - Returns: The remaining words in their order; where none would remain, one of the words, drawn at random.
func deleting(_ share: Double, from words: [String], using random: inout SeededGenerator) -> [String] {
  let kept = words.filter { _ in Double.random(in: 0..<1, using: &random) >= share }
  return kept.isEmpty ? [words[Int.random(in: words.indices, using: &random)]] : kept
}

/// Exchanges the words at two places, anywhere in the text, and repeats that.
///
/// - Parameters:
///   - times: How many exchanges, one after another; each draws its two places anew, and they may be one place.
///   - words: At least one word.
///   - random: Where all chance comes from.
/// - Returns: The same words in another order.
func swapping(_ times: Int, in words: [String], using random: inout SeededGenerator) -> [String] {
  var words = words
  for _ in 0..<times {
    let one = Int.random(in: words.indices, using: &random)
    let other = Int.random(in: words.indices, using: &random)
    words.swapAt(one, other)
  }
  return words
}

/// Replaces words by synonyms.
///
/// - Parameters:
///   - share: The probability, from 0 to 1, with which a word that has synonyms is replaced.
///   - words: The words of a text.
///   - thesaurus: For a word its synonyms, any of which can stand for it. A list may be empty.
///   - random: Where all chance comes from.
/// - Returns: As many words. A replaced word became one of its synonyms, each as likely as the others; a word
///   without synonyms stays.
func substituting(
  _ share: Double, in words: [String], from thesaurus: [String: [String]],
  using random: inout SeededGenerator
) -> [String] {
  words.map { word in
    guard let synonyms = thesaurus[word], !synonyms.isEmpty,
      Double.random(in: 0..<1, using: &random) < share
    else { return word }
    return synonyms[Int.random(in: synonyms.indices, using: &random)]
  }
}

/// Holds out the last examples, and adds edited copies of the others.
///
/// - Parameters:
///   - examples: Examples in random order.
///   - heldOut: How many are held out; fewer than there are.
///   - copies: How many edited copies of each training example are added.
///   - edit: Changes the words of an example, with each call in another way.
/// - Returns: What to train with, first the originals in their order and then all copies, with their labels; and the
///   held-out examples as they were.
func augmented(
  _ examples: [Example], heldOut: Int, copies: Int, edit: ([String]) -> [String]
) -> (training: [Example], heldOut: [Example]) {
  let originals = Array(examples.dropLast(heldOut))
  let edited = (0..<copies).flatMap { _ in
    originals.map { Example(words: edit($0.words), label: $0.label) }
  }
  return (originals + edited, Array(examples.suffix(heldOut)))
}

/// Finds out how many labels an accuracy is worth.
///
/// - Parameters:
///   - accuracy: What a model reached.
///   - labels: Numbers of labels, ascending; at least one.
///   - accuracies: For each of `labels` what a model reached with so many labels and no augmentation.
/// - Returns: The number of labels at which a straight line from one measured point to the next first reaches
///   `accuracy`; the first of `labels` if the first point does, the last of `labels` if no point does.
func labelsWorth(_ accuracy: Double, labels: [Double], accuracies: [Double]) -> Double {
  guard let reached = accuracies.firstIndex(where: { $0 >= accuracy }) else {
    return labels[labels.count - 1]
  }
  guard reached > 0 else { return labels[0] }
  let (low, high) = (accuracies[reached - 1], accuracies[reached])
  let part = (accuracy - low) / (high - low)
  return labels[reached - 1] + part * (labels[reached] - labels[reached - 1])
}
