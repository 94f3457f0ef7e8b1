import Engine

/// Generated texts with their classes, in two parts that share no text.
public struct TextSet: Sendable, Equatable {
  /// What a model trains on.
  public let train: [LabeledText]

  /// What a model is judged by.
  public let test: [LabeledText]

  /// The names of the classes; a label is a position in them.
  public let classNames: [String]

  /// Writes texts until there are enough of them, each another one.
  ///
  /// Classes take turns, so that each part has as many texts of one as of another, give or take one; then the parts
  /// are shuffled.
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
    self.train = part(train)
    self.test = part(test)
    self.classNames = classNames
  }
}
