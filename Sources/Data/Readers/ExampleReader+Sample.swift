import Engine

extension ExampleReader {
  /// Examples drawn from those that are left, each as likely as any other, in random order; all of them if they are fewer.
  ///
  /// Reads to the end and holds no more than the sample (Vitter, "Random sampling with a reservoir", 1985, algorithm R).
  ///
  /// - Parameters:
  ///   - count: how many to draw.
  ///   - generator: the source of chance.
  /// - Throws: `DataError` for an example that cannot be used.
  public func sample(
    of count: Int, using generator: inout SeededGenerator
  ) throws(DataError) -> [Example] {
    precondition(count >= 0, "a sample of \(count) examples")
    var sample: [Example] = []
    var seen = 0
    while let example = try next() {
      seen += 1
      if sample.count < count {
        sample.append(example)
      } else {
        let place = generator.index(below: seen)
        if place < count { sample[place] = example }
      }
    }
    return generator.permutation(count: sample.count).map { sample[$0] }
  }
}
