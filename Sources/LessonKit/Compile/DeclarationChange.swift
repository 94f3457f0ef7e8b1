/// A declaration of the starter that a learner's file no longer has as the lesson needs it.
struct DeclarationChange: Equatable {
  /// The line of the learner's file to look at.
  var line: Int
  /// What has changed, and what to do.
  var message: String

  /// What has changed from the starter to a learner's file.
  ///
  /// Names of parameters inside a function may change; its labels and types may not.
  static func all(from starter: String, to learner: String) -> [DeclarationChange] {
    let wanted = Declaration.all(in: starter)
    let present = Declaration.all(in: learner)
    let added = present.filter { candidate in !wanted.contains { $0.name == candidate.name } }
    return wanted.compactMap { wanted in
      let own = present.filter { $0.name == wanted.name }
      guard let first = own.first else { return missing(wanted, among: added) }
      if own.contains(where: { $0.interface == wanted.interface }) { return nil }
      return DeclarationChange(
        line: first.line,
        message: "'\(wanted.name)' is declared in another way than the lesson calls it; "
          + "it must begin with '\(wanted.signature)'")
    }
  }

  private static func missing(_ wanted: Declaration, among added: [Declaration]) -> DeclarationChange {
    let near = Suggestion.nearest(to: wanted.name, in: added.map(\.name))
    let renamed =
      added.first { $0.name == near }
      ?? added.first {
        $0.interface.replacing($0.name, with: wanted.name, maxReplacements: 1) == wanted.interface
      }
    guard let renamed else {
      return DeclarationChange(
        line: 1,
        message: "'\(wanted.name)' is missing, which the lesson calls; add it again: '\(wanted.signature)'")
    }
    return DeclarationChange(
      line: renamed.line,
      message: "'\(renamed.name)' seems to be '\(wanted.name)' under another name; the lesson calls it "
        + "'\(wanted.name)', so give it that name back")
  }
}

extension Declaration {
  /// The signature as callers see it: without the inner names of parameters that have a label of their own.
  fileprivate var interface: String {
    signature.replacing(/(?<before>[(,]\s*)(?<label>\w+) \w+:/) { "\($0.output.before)\($0.output.label):" }
  }
}
