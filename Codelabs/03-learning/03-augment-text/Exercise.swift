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
  todo("leave out words, but never all of them")
}

/// Exchanges the words at two places, anywhere in the text, and repeats that.
///
/// - Parameters:
///   - times: How many exchanges, one after another; each draws its two places anew, and they may be one place.
///   - words: At least one word.
///   - random: Where all chance comes from.
/// - Returns: The same words in another order.
func swapping(_ times: Int, in words: [String], using random: inout SeededGenerator) -> [String] {
  todo("exchange two words, so many times")
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
  todo("replace words that have synonyms")
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
  todo("hold out first, then copy and edit")
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
  todo("find the two points around the accuracy, and the place between them")
}
