import Engine

/// Short descriptions of invented things, in fourteen classes.
///
/// The classes are those of the DBPedia set. Many words are shared between classes, some are rare, some texts never
/// name what they describe, and some go on about a thing of another class, so that counting words does not find all
/// classes. The card, with what models reach, is `Datasets/topics/README.md`.
public enum Topics {
  /// The names of the classes, in the order of the DBPedia set.
  public static let classNames = TopicClass.all.map(\.name)

  /// Writes descriptions; the same arguments give the same texts on every machine.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - train: how many to train with.
  ///   - test: how many to judge by; none of them is in the training part.
  public static func generate(seed: UInt64 = 42, train: Int = 7000, test: Int = 1400) -> TextSet {
    let grammar = Grammar(rules)
    return TextSet(classNames: classNames, train: train, test: test, seed: seed) { label, generator in
      description(of: label, grammar, using: &generator)
    }
  }

  /// Descriptions without their classes, to learn embeddings from.
  ///
  /// They come from the same grammar; with another seed than the labeled ones they are other texts, apart from rare
  /// coincidences.
  ///
  /// - Parameters:
  ///   - seed: any number; not that of the labeled texts.
  ///   - count: how many.
  public static func unlabeled(seed: UInt64 = 1042, count: Int = 20_000) -> [String] {
    generate(seed: seed, train: count, test: 0).train.map(\.text)
  }

  /// An opening and one or two details, then perhaps something of another class, with or without a detail of it.
  private static func description(
    of label: Int, _ grammar: Grammar, using generator: inout SeededGenerator
  ) -> String {
    let topic = TopicClass.all[label]
    let name = topic.isPerson ? "{person}" : "{thing}"
    let opening = generator.chance(0.6) ? "\(name) is a {size} {\(topic.name)} {where}." : "\(name) {vague}."
    let order = generator.permutation(count: topic.details.count)
    let details = order.prefix(1 + generator.index(below: 2)).map { topic.details[$0] }
    let other = TopicClass.all[generator.index(below: TopicClass.all.count)]
    let aside = ["{aside} {\(other.name)}.", other.details[generator.index(below: other.details.count)]]
    let sentences = [opening] + details + aside.prefix(generator.index(below: 3))
    return prose(sentences.map { grammar.expanded($0, using: &generator) })
  }

  private static let rules: [String: [String]] = {
    var rules = TopicClass.shared
    rules["person"] = ["{first} {surname}"]
    rules["thing"] = ["{town}", "{title}", "{surname}"]
    rules["where"] = ["from {town}", "from {region}", "known in {region}", "dating from {year}", "of {year}"]
    rules["vague"] = [
      "has been known in {town} since {year}", "is often mentioned in {region}", "takes its name from {town}",
      "became widely known in {year}", "was first described in {year}", "has friends as far away as {town}",
    ]
    rules["aside"] = [
      "the same name belongs to a {size}", "it is not to be confused with a {size}",
      "the name was later given to a",
      "a prize of that name went to a", "a letter of {year} compares it with a", "nearby one finds a {size}",
    ]
    for topic in TopicClass.all {
      rules[topic.name] = topic.heads
      rules.merge(topic.words) { _, _ in preconditionFailure("two classes have a rule of one name") }
    }
    return rules
  }()
}
