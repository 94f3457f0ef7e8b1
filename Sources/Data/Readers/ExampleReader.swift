/// Examples that are read one after another, so that a set may be larger than the memory.
///
/// ```swift
/// let reader = try TopicFiles.dbpedia(in: folder).examples(.train)
/// try model.fit {
///   try reader.batch(of: 4096).map { try vocabulary.dataset(of: $0, length: 100, classes: 14) }
/// }
/// ```
public struct ExampleReader<Example> {
  private let read: () throws(DataError) -> Example?

  /// Makes a reader of a function that gives the next example each time it is called, and nil at the end.
  public init(_ read: @escaping () throws(DataError) -> Example?) {
    self.read = read
  }

  /// The next example; nil at the end.
  ///
  /// - Throws: `DataError` for an example that cannot be used.
  public func next() throws(DataError) -> Example? { try read() }

  /// The next `count` examples, fewer at the end; nil after it.
  ///
  /// - Precondition: `count` is positive.
  public func batch(of count: Int) throws(DataError) -> [Example]? {
    precondition(count > 0, "a batch of \(count) examples")
    var batch: [Example] = []
    while batch.count < count, let example = try read() { batch.append(example) }
    return batch.isEmpty ? nil : batch
  }

  /// All examples that are left.
  public func all() throws(DataError) -> [Example] {
    var examples: [Example] = []
    while let example = try read() { examples.append(example) }
    return examples
  }

  /// A reader of what `transform` makes of each example, when it is read.
  public func map<Other>(
    _ transform: @escaping (Example) throws(DataError) -> Other
  ) -> ExampleReader<Other> {
    ExampleReader<Other> { () throws(DataError) in
      guard let example = try read() else { return nil }
      return try transform(example)
    }
  }
}

extension ExampleReader {
  /// A reader of what `open` makes of each element in turn, such as the file behind each name.
  init<Elements: Sequence>(
    _ elements: Elements, open: @escaping (Elements.Element) throws(DataError) -> Example
  ) {
    var iterator = elements.makeIterator()
    self.init { () throws(DataError) in
      guard let element = iterator.next() else { return nil }
      return try open(element)
    }
  }
}
