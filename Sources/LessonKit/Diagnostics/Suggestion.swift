/// What to say when a word is not one of those that are understood.
enum Suggestion {
  /// The word of `candidates` that was probably meant, if one is near.
  static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(3, word.count / 3))
    return candidates.map { (candidate: $0, distance: distance(word.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }?.candidate
  }

  /// A sentence that names the probable word, or else all of them.
  static func sentence(for word: String, among candidates: [String]) -> String {
    if let nearest = nearest(to: word, in: candidates) { return "did you mean '\(nearest)'?" }
    if candidates.isEmpty { return "there is none to choose from" }
    return "use one of: " + candidates.joined(separator: ", ")
  }

  /// The number of characters to insert, delete, replace or swap with their neighbor (optimal string
  /// alignment distance).
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a.prefix(64)), b = Array(b.prefix(64))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](), last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + last.dropFirst()
      for j in 1...b.count {
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
