import Engine

/// News in four classes that depend on the agreement of two distant words.
///
/// Each text names things from different desks and of different kinds, such as a minister, a scoreboard and a
/// greenhouse. It begins with something that is true of one kind only: `our main story is the one that rattled like a
/// drum`. The class is the desk of the thing that this agrees with. A model must bring the beginning together with a
/// word far behind it. The card, with what models reach, is `Datasets/news/README.md`.
public enum News {
  /// The names of the classes.
  public static let classNames = NewsDesk.all.map(\.name)

  /// Writes news; the same arguments give the same texts on every machine.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - train: how many to train with.
  ///   - test: how many to judge by; none of them is in the training part.
  public static func generate(seed: UInt64 = 42, train: Int = 6000, test: Int = 1000) -> TextSet {
    let grammar = Grammar(rules)
    return TextSet(classNames: classNames, train: train, test: test, seed: seed) { label, generator in
      article(of: label, grammar, using: &generator)
    }
  }

  /// A text of two or three things, each from another desk and of another kind, one of them from the desk `label`.
  private static func article(
    of label: Int, _ grammar: Grammar, using generator: inout SeededGenerator
  ) -> String {
    let others = generator.permutation(count: NewsDesk.all.count).filter { $0 != label }
    let kinds = generator.permutation(count: NewsDesk.kinds.count).map { NewsDesk.kinds[$0] }
    let desks = [label] + others.prefix(generator.chance(0.7) ? 2 : 1)
    let frames = generator.permutation(count: mentions.count).map { mentions[$0] }
    let named = zip(desks, zip(kinds, frames)).map { desk, mention in
      mention.1.replacing("{thing}", with: "{\(classNames[desk]) \(mention.0)}")
    }
    let order = generator.permutation(count: named.count)
    let lead = "{lead} {\(kinds[0])}."
    var body = order.map { named[$0] }
    body.insert("{aside}", at: generator.index(below: body.count + 1))
    return prose(([lead] + body).map { grammar.expanded($0, using: &generator) })
  }

  private static let rules: [String: [String]] = {
    var rules = [
      "aside": asides, "lead": leads, "number": ["two", "three", "four", "five", "nine"],
      "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
      "spot": ["the harbor", "the north", "the old town", "the valley", "the coast", "the islands"],
    ]
    for (index, kind) in NewsDesk.kinds.enumerated() {
      rules[kind] = NewsDesk.predicates[index]
      for desk in NewsDesk.all { rules["\(desk.name) \(kind)"] = desk.things[index] }
    }
    return rules
  }()

  /// Sentences that name a thing and fit all of them.
  private static let mentions = [
    "our {day} edition began with a {thing} from {spot}.",
    "page {number} showed a {thing} that few had noticed.",
    "a reader wrote to us about a {thing} near {spot}.",
    "much was said about a certain {thing}.",
    "a short note on {day} described a {thing}.",
    "then there was the matter of the {thing}.",
    "people in {spot} had long awaited a {thing}.",
    "on {day} we promised more about the {thing}.",
  ]

  /// Sentences that say nothing about any of them.
  private static let asides = [
    "the weather stayed mild and the ferries ran on time.",
    "it rained until {day} and nobody minded.",
    "the market opened late because of the fog.",
    "the trains from {spot} were late again.",
    "a choir sang in the square for {number} hours.",
    "the bridge to {spot} is closed for repairs.",
    "schools have a holiday on {day}.",
    "the bells of the old town rang at noon.",
  ]

  /// How a text begins; always seven words, so that what agrees stands in the same place.
  private static let leads = [
    "our main story is the one that", "the front page shows the one that",
    "most letters asked about the one that",
    "everybody speaks today of the one that", "readers will long remember the one that",
    "this is all about the one that",
  ]
}
