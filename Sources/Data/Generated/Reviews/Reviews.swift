import Engine

/// Reviews whose sentiment depends on the order of their words.
///
/// Most opinions use one word of praise and one of blame; negation, contrast, comparison and who says it decide which
/// of them counts. A model that only counts words cannot tell `it was not bad, it was good` from `it was not good, it
/// was bad`. The card, with what models reach, is `Datasets/reviews/README.md`.
public enum Reviews {
  /// The names of the classes.
  public static let classNames = ["negative", "positive"]

  /// Writes reviews; the same arguments give the same texts on every machine.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - train: how many to train with.
  ///   - test: how many to judge by; none of them is in the training part.
  public static func generate(seed: UInt64 = 42, train: Int = 4000, test: Int = 1000) -> TextSet {
    let subjects = ReviewSubject.all
    let grammars = subjects.map { subject in [false, true].map { grammar(subject, positive: $0) } }
    return TextSet(classNames: classNames, train: train, test: test, seed: seed) { label, generator in
      let subject = generator.index(below: subjects.count)
      return review(of: subjects[subject], grammars[subject][label], using: &generator)
    }
  }

  /// One or two opinions of one mind, among up to two remarks.
  private static func review(
    of subject: ReviewSubject, _ grammar: Grammar, using generator: inout SeededGenerator
  ) -> String {
    let opinions = Array(repeating: "{opinion}", count: generator.chance(0.4) ? 2 : 1)
    let remarks = generator.permutation(count: subject.remarks.count).prefix(generator.index(below: 3))
    var sentences = opinions + remarks.map { subject.remarks[$0] }
    sentences = generator.permutation(count: sentences.count).map { sentences[$0] }
    return prose(sentences.map { grammar.expanded($0, using: &generator) })
  }

  /// The grammar of what someone writes who likes the subject, or does not.
  private static func grammar(_ subject: ReviewSubject, positive: Bool) -> Grammar {
    // The words of the subject come first, so that they are the common ones.
    let good = subject.good + ReviewSubject.praise
    let poor = subject.poor + ReviewSubject.blame
    var rules = ReviewSubject.shared
    rules["mine"] = positive ? good : poor
    rules["other"] = positive ? poor : good
    rules["whole"] = subject.whole
    rules["part"] = subject.parts
    rules["feature"] = subject.features
    rules["also"] = positive ? ReviewSubject.praise : ReviewSubject.blame
    rules["critics"] = [
      "the critics", "the papers", "my friends", "most people", "my brothers", "the guidebooks",
    ]
    rules["contrast"] = contrasts
    rules["hearsay"] = hearsay
    rules["denial"] = denials
    rules["statement"] = statements
    rules["opinion"] = opinions
    return Grammar(rules)
  }

  /// Kinds of opinions; a kind that stands more often comes more often.
  ///
  /// Statements, denials and hearsay have one adjective each, so that its pairs with other words tell what holds, without any
  /// order; contrasts must outweigh them.
  private static let opinions =
    [
      "{contrast}", "{statement}", "{contrast}", "{hearsay}", "{contrast}", "{statement}", "{contrast}",
      "{denial}", "{hearsay}", "{statement}", "{statement}",
    ] + Array(repeating: "{contrast}", count: 5)

  /// Opinions with both a word that holds, `mine`, and one that does not, `other`, in this order or in that.
  private static let contrasts = [
    "the {part} was {other}, but the {whole} as a whole was {mine}.",
    "although the {part} was {other}, the {whole} was {mine}.",
    "the {whole} was {mine}, although the {part} was {other}.",
    "it was not {other}, it was very {mine} in fact.",
    "it was {mine}, not {other}.",
    "{critics} called the {part} {other}, but I found it {mine}.",
    "I found the {part} {mine}, while {critics} called it {other}.",
    "the {part} was {mine} and not {other} at all.",
    "the {part} was not {other} at all but {mine}.",
    "I had expected a {other} {whole} and got a {mine} one.",
    "I got a {mine} {whole} where I had expected a {other} one.",
    "what began as a {other} {whole} turned into a {mine} one.",
    "the {feature} was less {other} than {mine}.",
    "the {feature} was more {mine} than {other}.",
    "far from {other}, the {feature} was {mine}.",
    "the {feature} was {mine}, far from {other}.",
    "{critics} had warned me that it would be {other}, yet it was {mine}.",
    "it was {mine}, whatever {critics} say who found it {other}.",
    "I would call the {feature} {mine} rather than {other}.",
    "rather than {other}, I would call the {feature} {mine}.",
  ]

  /// What others say, and far from it whether it is so.
  private static let hearsay = [
    "{critics} said that the {part} was {other}, and they were wrong.",
    "{critics} said that the {part} was {mine}, and they were right.",
    "was the {feature} {other}, as {critics} had told me? Not in the least.",
    "was the {feature} {mine}, as {critics} had told me? Very much so.",
    "{other} is what {critics} call the {part}, and I do not agree.",
    "{mine} is what {critics} call the {part}, and I agree.",
    "I had read that the {whole} would be {other}, but it turned out otherwise.",
    "I had read that the {whole} would be {mine}, and it turned out just so.",
    "if you think that the {part} is {other}, think again.",
    "if you think that the {part} is {mine}, so do I.",
  ]

  /// Opinions that only say what does not hold.
  private static let denials = [
    "the {part} was not {other} at all.",
    "there was nothing {other} about the {part}.",
    "nobody could say that the {feature} was {other}.",
    "I never found the {whole} {other}.",
    "I do not think that the {feature} was {other}.",
    "the {part} was anything but {other}.",
  ]

  /// Opinions whose words hold as they stand, some with words that look like a denial.
  private static let statements = [
    "the {part} was {mine}, and the {feature} was {also}.",
    "the {part} was not only {mine} but also {also}.",
    "I have never had a more {mine} {whole}.",
    "it was a {mine} {whole}.",
    "nobody could say that the {feature} was not {mine}.",
    "there is nothing to add: the {whole} was {mine}.",
  ]
}
