import Engine
import Foundation
import Testing

@testable import Data

@Suite struct TextAndSoundAugmentationTests {
  private let words = "It was not bad. It was very good, in fact! Was it?".split(separator: " ").map(
    String.init)

  private func results(_ change: Augmentation<[String]>) -> [[String]] {
    let results = (0..<50).map { change(words, seed: $0) }
    #expect(results == (0..<50).map { change(words, seed: $0) })
    #expect(Set(results).count > 1, "\(change.name)")
    return results
  }

  @Test func changesWords() {
    for result in results(.deletion(0.3)) {
      var rest = words[...]
      // What is left stands in the old order.
      for word in result {
        rest = rest.dropFirst(rest.firstIndex(of: word).map { $0 - rest.startIndex + 1 } ?? 99)
      }
      #expect(!result.isEmpty && (rest.count > 0 || result.last == words.last))
    }
    #expect(Augmentation.deletion(1)(words, seed: 1).count == 1)
    for result in results(.swap()) {
      #expect(result.sorted() == words.sorted())
      #expect(zip(result, words).count { $0 != $1 } <= 2)
    }
    for result in results(.crop(0.3...0.6)) {
      #expect((3...8).contains(result.count))
      #expect(words.indices.contains { words[$0...].starts(with: result) })
    }
    for result in results(.substitution(0.3, by: ["x"])) {
      #expect(zip(result, words).allSatisfy { $0 == "x" || $0 == $1 })
    }
    for empty in [Augmentation<[String]>.deletion(0.5), .swap(), .crop(0...1), .sentenceShuffle(), .typos(1)]
    {
      #expect(empty([], seed: 1).isEmpty)
    }
  }

  @Test func replacesWordsBySynonyms() {
    let list = ["it": ["this", "that"], "bad": ["poor"], "fact": [], "don't": ["do not"]]
    for result in results(.synonyms(0.5, from: list)) {
      for (new, old) in zip(result, words) {
        let others = ["It": ["This", "That"], "it?": ["this?", "that?"], "bad.": ["poor."]][old] ?? []
        #expect(new == old || others.contains(new), "\(old) became \(new)")
      }
    }
    let marked = ["\"Bad,", "(bad)", "BAD-", "bad", "not-bad", "--", "", "Don't!", "été."]
    let changed = Augmentation.synonyms(1, from: list.merging(["été": ["hiver"]]) { $1 })(marked, seed: 1)
    #expect(
      changed == ["\"Poor,", "(poor)", "Poor-", "poor", "not-bad", "--", "", "Do not!", "hiver."])
  }

  @Test func strikesNeighboringKeys() {
    for result in results(.typos(0.5)) {
      for (new, old) in zip(result, words) {
        #expect(new.count == old.count)
        #expect(zip(new, old).count { $0 != $1 } <= 1)
      }
    }
    let keys = Set((0..<100).map { Augmentation.typos(1)(["g"], seed: $0)[0] })
    #expect(keys == ["f", "h", "t", "y", "v", "b"])
    #expect(Set((0..<100).map { Augmentation.typos(1)(["Q!"], seed: $0)[0] }) == ["W!", "A!"])
    #expect(Augmentation.typos(1)(["42"], seed: 1) == ["42"])
  }

  @Test func shufflesWholeSentences() {
    let sentences = [
      ["It", "was", "not", "bad."], ["It", "was", "very", "good,", "in", "fact!"], ["Was", "it?"],
    ]
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map {
      $0.flatMap { sentences[$0] }
    }
    let found = results(.sentenceShuffle())
    #expect(found.allSatisfy(orders.contains))
    #expect(Set(found).count == 6)
  }

  @Test func expandsTexts() {
    let texts = [LabeledText(text: "a b c d", label: 1), LabeledText(text: "e f g h", label: 0)]
    let expanded = Augmentation.deletion(0.4).expanded(texts, copies: 3, seed: 1)
    #expect(expanded.count == 8)
    #expect(Array(expanded.prefix(2)) == texts)
    #expect(expanded.map(\.label) == [1, 0, 1, 0, 1, 0, 1, 0])
    #expect(Set(expanded.map(\.text)).count > 3)
    #expect(Augmentation.deletion(0.4).expanded(texts, copies: 3, seed: 1) == expanded)
  }

  @Test func changesIdsOfBatches() throws {
    var batch = Batch(
      inputs: [Tensor(shape: [2, 4], values: [5, 6, 7, 0, 8, 0, 0, 0])], targets: .labels([0, 1], shape: []))
    var generator = SeededGenerator(seed: 1)
    try Augmentation<[Int]>.substitution(1, by: [9]).onBatches(&batch, &generator)
    #expect(batch.inputs[0].values == [9, 9, 9, 0, 9, 0, 0, 0])
    try Augmentation<[Int]>.crop(0...0).onBatches(&batch, &generator)
    #expect(batch.inputs[0].values == [9, 0, 0, 0, 9, 0, 0, 0])
    let longer = Augmentation<[Int]>("double") { ids, _ in ids += ids + ids + ids + ids }
    try longer.onBatches(&batch, &generator)
    #expect(batch.inputs[0].values == [9, 9, 9, 9, 9, 9, 9, 9])
  }

  @Test func changesSounds() {
    let sound = Sound(samples: (0..<1000).map { sin(Float($0) / 7) / 4 }, rate: 8000)
    #expect(Sound(samples: [1, 2, 3], rate: 8).delayed(by: 1).samples == [0, 1, 2])
    #expect(Sound(samples: [1, 2, 3], rate: 8).delayed(by: -2).samples == [3, 0, 0])
    let shifted = (0..<20).map { Augmentation.timeShift(upTo: 0.1)(sound, seed: $0) }
    #expect(Set(shifted.map(\.samples)).count > 5)
    #expect(shifted.allSatisfy { found in (-100...100).contains { sound.delayed(by: $0) == found } })

    // 6.0206 decibels are a factor of 2; 40 would leave the range.
    let louder = Augmentation.gain(decibels: 6.0206...6.0206)(sound, seed: 1)
    for (new, old) in zip(louder.samples, sound.samples) { #expect(abs(new - 2 * old) < 1e-5) }
    #expect(Augmentation.gain(decibels: 40...40)(sound, seed: 1).samples.allSatisfy { (-1...1).contains($0) })

    let noisy = Augmentation.noise(signalToNoise: 20...20)(sound, seed: 1)
    func power(_ samples: [Float]) -> Float { samples.reduce(0) { $0 + $1 * $1 } }
    let ratio = power(sound.samples) / power(zip(noisy.samples, sound.samples).map { $0 - $1 })
    #expect(abs(10 * log10(ratio) - 20) < 0.5)
    let silence = Sound(samples: [0, 0, 0], rate: 8000)
    #expect(Augmentation.noise(signalToNoise: 0...10)(silence, seed: 1) == silence)
  }

  @Test func hidesRunsOfSpectrograms() {
    let spectrogram = Spectrogram(frames: 10, bins: 8, values: [Float](repeating: 1, count: 80))
    var (most, fewest) = (0, 80)
    for seed in 0..<200 {
      let hidden = Augmentation.specAugment(bins: 3, frames: 4, value: 0)(spectrogram, seed: UInt64(seed))
      let rows = (0..<10).filter { frame in (0..<8).allSatisfy { hidden.values[frame * 8 + $0] == 0 } }
      let columns = (0..<8).filter { bin in (0..<10).allSatisfy { hidden.values[$0 * 8 + bin] == 0 } }
      for run in [rows, columns] where !run.isEmpty { #expect(run.last! - run.first! == run.count - 1) }
      #expect(rows.count <= 4 && columns.count <= 3)
      let count = hidden.values.count { $0 == 0 }
      #expect(count == rows.count * 8 + columns.count * 10 - rows.count * columns.count)
      (most, fewest) = (max(most, count), min(fewest, count))
    }
    #expect(most == 4 * 8 + 3 * 10 - 12 && fewest == 0)
    let all = Augmentation.specAugment(bins: 99, frames: 99)(spectrogram, seed: 3)
    #expect(all == spectrogram, "the mean of ones is one")
  }
}
