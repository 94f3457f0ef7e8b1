/// A learner's file in which some declarations come from the reference.
///
/// So that one who is stuck at a step can still try the next, and earns what is right there.
enum SuppliedSource {
  /// A file and its text.
  struct File {
    /// What the compiler shall name the lines by; nil to leave them without a name.
    var path: String?
    var text: String

    /// A line that tells the compiler where the next one comes from.
    fileprivate func location(_ line: Int) -> String {
      path.map { SubjectSource.sourceLocation($0, line: line) } ?? ""
    }
  }

  /// The declarations among `names` that the learner has not begun or not finished: missing, or with a `todo`.
  static func unfinished(_ names: [String], in learner: String) -> [String] {
    let present = Declaration.all(in: learner)
    return names.filter { name in
      let own = present.filter { $0.name == name }
      return own.isEmpty || own.contains { $0.text.contains("todo(") }
    }
  }

  /// The learner's text with the named declarations replaced by the reference's.
  ///
  /// What those call and the learner does not have is added at the end. The compiler names every line by the file it
  /// came from.
  static func make(_ learner: File, reference: File, names: [String]) -> String {
    let own = Declaration.all(in: learner.text)
    let references = Declaration.all(in: reference.text)
    var rest = references.filter { names.contains($0.name) }
    let bytes = Array(learner.text.utf8)
    var result = learner.location(1)
    var position = 0
    for declaration in own where names.contains(declaration.name) {
      result += String(decoding: bytes[position..<declaration.range.lowerBound], as: UTF8.self)
      // The first takes the place of all that have the name.
      for replacement in rest where replacement.name == declaration.name {
        result += lines(replacement, reference)
      }
      rest.removeAll { $0.name == declaration.name }
      position = declaration.range.upperBound
      let line = bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1
      result += "\n" + learner.location(line)
    }
    result += String(decoding: bytes[position...], as: UTF8.self)
    let supplied = references.filter { names.contains($0.name) }.map(\.text).joined()
    let helpers = references.filter { reference in
      !own.contains { $0.name == reference.name } && !names.contains(reference.name)
        && supplied.contains(reference.name)
    }
    for declaration in rest + helpers { result += lines(declaration, reference) }
    return result
  }

  /// The reference with the declarations of an answer that holds only what differs.
  ///
  /// They come in the reference's order. So a compiler that has seen another such answer finds the same declarations,
  /// and compiles nothing that uses them.
  static func completed(_ answer: String, by reference: String) -> String {
    let own = Declaration.all(in: answer)
    let text = make(
      File(path: nil, text: reference), reference: File(path: nil, text: answer), names: own.map(\.name))
    // Comments, imports, and what is neither a function nor a type.
    var rest = Array(answer.utf8)
    for declaration in own.reversed() { rest.removeSubrange(declaration.range) }
    let lines = String(decoding: rest, as: UTF8.self).split(separator: "\n")
    let imports = lines.filter { $0.hasPrefix("import ") && !reference.contains($0) }
    let others = lines.filter { !$0.hasPrefix("import ") && !$0.hasPrefix("//") }
    return (imports + [Substring(text)] + others).joined(separator: "\n")
  }

  private static func lines(_ declaration: Declaration, _ file: File) -> String {
    "\n" + file.location(declaration.line) + declaration.text + "\n"
  }
}
