import Testing

@testable import Data

@Suite struct NewsTests {
  private let news = News.generate()

  @Test func isSound() {
    expectSound(news, train: 6000, test: 1000)
    #expect(news.classNames == ["world", "sports", "business", "science"])
    let lengths = news.train.map { words($0.text).count }
    #expect(lengths.allSatisfy { (25...60).contains($0) })
    #expect((40...46).contains(lengths.reduce(0, +) / lengths.count))
    #expect((200...240).contains(Set(news.train.flatMap { words($0.text) }).count))
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(checksum(news) == 15_328_498_346_151_978_432)
    let few = News.generate(seed: 3, train: 20, test: 8)
    #expect(few == News.generate(seed: 3, train: 20, test: 8))
    #expect(few != News.generate(seed: 4, train: 20, test: 8))
  }

  /// One thing in a text has the kind that the beginning speaks of, and it tells the class.
  @Test func agreementTellsTheClass() throws {
    for example in news.test {
      let text = example.text.lowercased()
      let kind = try #require(NewsDesk.predicates.firstIndex { $0.contains { text.contains(" \($0). ") } })
      let desks = NewsDesk.all.indices.filter { desk in
        NewsDesk.all[desk].things[kind].contains { thing in
          text.contains(" \(thing) ") || text.contains(" \(thing).")
        }
      }
      #expect(desks == [example.label], "\(example.text)")
    }
  }

  /// A text names two or three desks, so counting words gets a third to a half right.
  @Test func wordsAloneDoNotTell() throws {
    #expect((0.28...0.5).contains(try bagOfWordsAccuracy(news, epochs: 4)))
  }
}
