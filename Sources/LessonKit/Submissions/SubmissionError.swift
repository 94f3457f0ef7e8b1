/// A submission that is not graded, and why.
public struct SubmissionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, without characters that a terminal would obey.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension String {
  /// A name from a stranger, quoted, with control characters written out and at most 100 characters of it.
  var quotedName: String {
    let start = unicodeScalars.prefix(100)
    let text = start.map { scalar in
      let isHarmless =
        String(scalar).withoutControlCharacters == String(scalar) && scalar != "\n" && scalar != "\t"
      return isHarmless ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return "'\(text.joined())\(start.count < unicodeScalars.count ? "..." : "")'"
  }
}
