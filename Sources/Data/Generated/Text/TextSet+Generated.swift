import Engine

extension TextSet {
  /// Writes texts until there are enough of them, each another one.
  ///
  /// Classes take turns, so that each part has as many texts of one as of another, give or take one; then the parts
  /// are shuffled. They share no text.
  ///
  /// - Parameter write: writes a text of the class it is given.
  /// - Precondition: `write` can write that many different texts.
  init(
    classNames: [String], train: Int, test: Int, seed: UInt64,
    write: (Int, inout SeededGenerator) -> String
  ) {
    precondition(train >= 0 && test >= 0, "\(train) and \(test) are not numbers of texts")
    var generator = SeededGenerator(seed: seed)
    var seen: Set<String> = []
    func part(_ count: Int) -> [LabeledText] {
      let texts = (0..<count).map { index in
        let label = index % classNames.count
        return LabeledText(text: unseen(label), label: label)
      }
      return generator.permutation(count: count).map { texts[$0] }
    }
    func unseen(_ label: Int) -> String {
      for _ in 0..<1000 {
        let text = write(label, &generator)
        if seen.insert(text).inserted { return text }
      }
      preconditionFailure("there are not that many texts of the class '\(classNames[label])'")
    }
    self.init(train: part(train), test: part(test), classNames: classNames)
  }
}
