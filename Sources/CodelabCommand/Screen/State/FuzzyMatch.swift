/// Finding things by a few letters of their name.
enum FuzzyMatch {
  /// How well the letters of a query, in order, are found in a text; nil if they are not.
  ///
  /// Letters that follow each other count most, then those at the beginning of words; of equal matches the shorter
  /// text is the better one.
  static func score(_ query: String, in text: String) -> Int? {
    let wanted = Array(query.lowercased().filter { !$0.isWhitespace })
    let letters = Array(text.lowercased())
    guard !wanted.isEmpty else { return 0 }
    guard wanted.count <= letters.count else { return nil }
    // best[i]: the best score of the letters wanted so far, with the last of them at i.
    var best = [Int?](repeating: nil, count: letters.count)
    for (position, letter) in wanted.enumerated() {
      var next = [Int?](repeating: nil, count: letters.count)
      var reachable: Int?
      for index in letters.indices {
        if letters[index] == letter {
          let startsWord = index == 0 || !(letters[index - 1].isLetter || letters[index - 1].isNumber)
          let own = startsWord ? 8 : 1
          let before = position == 0 ? 0 : reachable
          let following = position > 0 && index > 0 ? best[index - 1].map { $0 + 10 } : nil
          next[index] = [before, following].compactMap { $0 }.max().map { $0 + own }
        }
        if let earlier = best[index] { reachable = max(reachable ?? .min, earlier) }
      }
      best = next
    }
    return best.compactMap { $0 }.max().map { $0 * 100 - letters.count }
  }

  /// The elements that match a query, best first; all in their order for an empty query.
  static func filter<Element>(
    _ elements: [Element], by query: String, text: (Element) -> String
  ) -> [Element] {
    guard query.contains(where: { !$0.isWhitespace }) else { return elements }
    let scored = elements.enumerated().compactMap { index, element in
      score(query, in: text(element)).map { (element: element, score: $0, index: index) }
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.element)
  }
}
