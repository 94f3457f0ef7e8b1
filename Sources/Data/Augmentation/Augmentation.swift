import Engine

/// A random change that leaves an example in its class: of images, of words, of sounds or of spectrograms.
///
/// ```swift
/// let change = Augmentation<Image>.sequence([
///   .horizontalFlip(), .rotation(upTo: 0.1), .shift(upTo: 0.1).sometimes(0.5),
/// ])
/// try model.fit(data, epochs: 20, transform: change.onBatches)
/// ```
///
/// What is done to an example depends on the generator it is given and on nothing else.
public struct Augmentation<Example>: Sendable {
  /// What it does, for a screen.
  public let name: String

  private let change: @Sendable (inout Example, inout SeededGenerator) -> Void

  /// Makes an augmentation; all its randomness must come from the generator.
  public init(_ name: String, _ change: @escaping @Sendable (inout Example, inout SeededGenerator) -> Void) {
    self.name = name
    self.change = change
  }

  /// Changes an example.
  public func apply(to example: inout Example, using generator: inout SeededGenerator) {
    change(&example, &generator)
  }

  /// The example changed as the seed decides.
  public func callAsFunction(_ example: Example, seed: UInt64) -> Example {
    var (example, generator) = (example, SeededGenerator(seed: seed))
    change(&example, &generator)
    return example
  }

  /// The same change for a share of the examples only.
  public func sometimes(_ share: Float) -> Augmentation {
    Augmentation("\(name), sometimes") { example, generator in
      if generator.chance(Double(share)) { change(&example, &generator) }
    }
  }

  /// Several changes, one after another.
  public static func sequence(_ parts: [Augmentation]) -> Augmentation {
    Augmentation(parts.map(\.name).joined(separator: ", ")) { example, generator in
      for part in parts { part.change(&example, &generator) }
    }
  }

  /// `count` changes out of several, each drawn anew, one after another.
  ///
  /// - Precondition: there is at least one to draw from.
  public static func draw(_ count: Int = 1, of parts: [Augmentation]) -> Augmentation {
    precondition(!parts.isEmpty, "no change to draw from")
    return Augmentation("\(count) of \(parts.map(\.name).joined(separator: ", "))") { example, generator in
      for _ in 0..<count { parts[generator.index(below: parts.count)].change(&example, &generator) }
    }
  }
}
