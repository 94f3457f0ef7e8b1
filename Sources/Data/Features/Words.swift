/// The words of a text: runs of letters and digits in lower case, with the apostrophes inside them.
///
/// "It's 3 o'clock -- don't!" has the words it's, 3, o'clock and don't.
public func words(of text: String) -> [String] {
  var words: [String] = []
  var word = ""
  var apostrophe = false
  for character in text.lowercased() {
    if character.isLetter || character.isNumber {
      if apostrophe { word.append("'") }
      apostrophe = false
      word.append(character)
    } else if character == "'" || character == "\u{2019}", !word.isEmpty, !apostrophe {
      // It belongs to the word if another letter follows.
      apostrophe = true
    } else {
      apostrophe = false
      if !word.isEmpty { words.append(word) }
      word = ""
    }
  }
  if !word.isEmpty { words.append(word) }
  return words
}

/// Each run of `count` neighbors, joined by spaces; they tell "not good" from "good".
///
/// - Precondition: `count` is positive.
public func nGrams(_ words: [String], count: Int) -> [String] {
  precondition(count > 0, "runs of \(count) words")
  guard words.count >= count else { return [] }
  return (0...words.count - count).map { words[$0..<$0 + count].joined(separator: " ") }
}
