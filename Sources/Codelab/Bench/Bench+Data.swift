import Foundation

extension Bench {
  /// The images that the step runs on: the shipped digits, or those that stand in for them.
  ///
  /// A lesson whose front matter has `data: [mnist]` runs on all of MNIST when it is started with `--data mnist=PATH`;
  /// `fashion-mnist` works alike. The subject's log says which images they are.
  /// - Throws: `DataError` for files that cannot be used.
  public func images() throws -> ImageSet {
    let images: ImageSet
    if let folder = given("mnist") {
      images = try .mnist(in: folder)
    } else if let folder = given("fashion-mnist") {
      images = try .fashionMNIST(in: folder)
    } else {
      images = try .digits(in: datasets)
    }
    logData(
      images.name, "images", train: images.train.count, test: images.test.count, source: images.source)
    return images
  }

  /// Short texts by topic: generated ones in 14 classes, or some of DBPedia's with `--data dbpedia=PATH`.
  ///
  /// The same texts whatever the seed of the run is. Real texts are longer, and of words that no list of a lesson has.
  /// - Parameters:
  ///   - train: how many to train with.
  ///   - test: how many to judge by.
  /// - Throws: `DataError` for files that cannot be used.
  public func topics(train: Int, test: Int) throws -> TextSet {
    try texts(standIn: "dbpedia", for: "topics") { folder in
      guard let folder else { return Topics.generate(train: train, test: test) }
      return try TextSet.sample(of: TopicFiles.dbpedia(in: folder), train: train, test: test)
    }
  }

  /// Texts like those of `topics(train:test:)`, without their classes.
  ///
  /// - Parameter count: how many.
  /// - Throws: `DataError` for files that cannot be used.
  public func unlabeledTopics(count: Int) throws -> [String] {
    guard let folder = given("dbpedia") else { return Topics.unlabeled(count: count) }
    var generator = SeededGenerator(seed: 1042)
    let texts = try TopicFiles.dbpedia(in: folder).examples(.train)
    return try texts.map(\.text).sample(of: count, using: &generator)
  }

  /// Reviews, for and against: generated ones, or some of IMDB's with `--data imdb=PATH`.
  ///
  /// As `topics(train:test:)`.
  public func reviews(train: Int, test: Int) throws -> TextSet {
    try texts(standIn: "imdb", for: "reviews") { folder in
      guard let folder else { return Reviews.generate(train: train, test: test) }
      return try TextSet.sample(of: ReviewFiles(in: folder), train: train, test: test)
    }
  }

  /// News in four classes: generated ones, or some of AG News with `--data ag-news=PATH`.
  ///
  /// As `topics(train:test:)`.
  public func news(train: Int, test: Int) throws -> TextSet {
    try texts(standIn: "ag-news", for: "news") { folder in
      guard let folder else { return News.generate(train: train, test: test) }
      return try TextSet.sample(of: TopicFiles.agNews(in: folder), train: train, test: test)
    }
  }

  /// Pets with a class for each pixel: generated pictures, or some of the Oxford-IIIT set with `--data oxford-pets=PATH`.
  ///
  /// - Parameters:
  ///   - side: the height and width in pixels.
  ///   - train: how many to train with.
  ///   - test: how many to judge by.
  /// - Throws: `DataError` for files that cannot be used.
  public func pets(side: Int, train: Int, test: Int) throws -> Pets {
    let folder = given("oxford-pets")
    let pets =
      if let folder {
        try Pets.sample(of: OxfordPets(in: folder), side: side, train: train, test: test)
      } else {
        Pets.generate(side: side, train: train, test: test)
      }
    logData(
      folder == nil ? "pets" : "oxford-pets", "images", train: pets.train.count, test: pets.test.count,
      source: source(folder))
    return pets
  }

  /// Whether `--data` names a folder for a set, so that the lesson does not run on its own data.
  public func isGiven(_ set: String) -> Bool { request.data[set] != nil }

  /// The folder of a set: the one given with `--data` if the lesson takes it, or else the shipped one of that name.
  ///
  /// For sets whose shipped part is laid out like the whole, such as `speech-commands`.
  public func folder(of set: String) -> URL {
    given(set) ?? datasets.appending(path: set)
  }

  /// The folder that `--data` names for a set.
  private func given(_ set: String) -> URL? {
    request.data[set].map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  private func texts(standIn: String, for name: String, read: (URL?) throws -> TextSet) throws -> TextSet {
    let folder = given(standIn)
    let texts = try read(folder)
    logData(
      folder == nil ? name : standIn, "texts", train: texts.train.count, test: texts.test.count,
      source: source(folder))
    return texts
  }

  /// Where a sample came from, in words.
  private func source(_ folder: URL?) -> String {
    folder.map { "drawn from \($0.path)" } ?? "generated"
  }

  /// Tells the learner what a result was measured on; the judge uses the same and does not say so again.
  private func logData(_ name: String, _ unit: String, train: Int, test: Int, source: String) {
    guard request.role == .subject else { return }
    func number(_ count: Int) -> String { count.formatted(.number.locale(Locale(identifier: "en_US"))) }
    log("runs on \(name): \(number(train)) \(unit) to train with, \(number(test)) to test with, \(source)")
  }
}
