/// Sentences in proper spelling: each begins with a large letter, and `a` before a vowel becomes `an`.
func prose(_ sentences: [String]) -> String {
  sentences.map { sentence in
    let words = sentence.split(separator: " ")
    let spelled = words.enumerated().map { index, word in
      word == "a" && index + 1 < words.count && takesAn(words[index + 1]) ? "an" : String(word)
    }
    let text = spelled.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }
  .joined(separator: " ")
}

/// Whether a word begins with the sound of a vowel, by its spelling.
private func takesAn(_ word: Substring) -> Bool {
  let lower = word.lowercased()
  // The sound is "yoo" or "w" in these, as in "a university", "a European", "a one-act play".
  if ["uni", "eu", "one", "use", "usu"].contains(where: lower.hasPrefix) { return false }
  return lower.hasPrefix("hour") || lower.hasPrefix("honest") || "aeiou".contains(lower.prefix(1))
}
