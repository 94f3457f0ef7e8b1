/// A learner's file in which some declarations come from the reference.
///
/// So that one who is stuck at a step can still try the next, and earns what is right there.
enum SuppliedSource {
  /// A file and its text.
  struct File {
    var path: String
    var text: String
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
    var result = SubjectSource.sourceLocation(learner.path, line: 1)
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
      result += "\n" + SubjectSource.sourceLocation(learner.path, line: line)
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

  /// An answer that holds only what differs from the reference, with the reference's other declarations added.
  static func completed(_ answer: File, by reference: File) -> String {
    let own = Declaration.all(in: answer.text).map(\.name)
    let missing = Declaration.all(in: reference.text).map(\.name).filter { !own.contains($0) }
    return missing.isEmpty ? answer.text : make(answer, reference: reference, names: missing)
  }

  private static func lines(_ declaration: Declaration, _ file: File) -> String {
    "\n" + SubjectSource.sourceLocation(file.path, line: declaration.line) + declaration.text + "\n"
  }
}
