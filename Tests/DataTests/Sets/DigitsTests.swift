import Engine
import Foundation
import Testing

@testable import Data

@Suite struct DigitsTests {
  private static let datasets = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Datasets").standardizedFileURL

  /// Computed with exact fractions as weighted sums of tent functions at half-pixel centers, edges clamped.
  @Test func enlargesAsTheFormulaSays() {
    let image: [Float] = [0, 255, 16, 128, 64, 32]
    let expected: [Float] = [
      0.0, 36.42857, 145.71429, 255.0, 152.57143, 50.14286, 16.0,
      12.8, 44.67143, 140.28571, 235.9, 142.34286, 48.78571, 17.6,
      64.0, 77.64286, 118.57143, 159.5, 101.42857, 43.35714, 24.0,
      115.2, 110.61429, 96.85714, 83.1, 60.51429, 37.92857, 30.4,
      128.0, 118.85714, 91.42857, 64.0, 50.28571, 36.57143, 32.0,
    ]
    let enlarged = resizedBilinearly(image, from: (2, 3), to: (5, 7))
    #expect(enlarged.count == expected.count)
    for (value, reference) in zip(enlarged, expected) { #expect(abs(value - reference) < 1e-3) }
    #expect(
      resizedBilinearly([0, 10, 20, 40], from: (1, 4), to: (1, 8)) == [0, 2.5, 7.5, 12.5, 17.5, 25, 35, 40])
    #expect(resizedBilinearly(image, from: (2, 3), to: (2, 3)) == image)
    #expect(resizedBilinearly([7], from: (1, 1), to: (2, 2)) == [7, 7, 7, 7])
  }

  @Test func loadsTheDigits() throws {
    let digits = try Digits.load(from: Self.datasets)
    let (train, test) = (digits.train, digits.test)
    #expect(train.images.shape == [1437, 28, 28, 1])
    #expect(test.images.shape == [360, 28, 28, 1])
    #expect(train.classes == 10)
    for dataset in [train, test] {
      #expect(Set(dataset.labels) == Set(0...9))
      let pixels = dataset.images.values
      #expect(pixels.allSatisfy { (-1...1).contains($0) })
      #expect(pixels.contains(-1))
      #expect(pixels.contains(1))
    }
  }

  /// The corner pixels of an enlarged image are those of the stored one.
  @Test func drawsTheStoredImage() throws {
    let stored = try IDX(contentsOf: Self.datasets.appending(path: "digits/test-images-idx3-ubyte"), rank: 3)
    let test = try Digits.load(from: Self.datasets).test
    for index in [0, 7, 359] {
      let gray = Digits.gray(index, of: test)
      #expect(gray.count == 28 * 28)
      #expect(gray[0] == stored.bytes[index * 64])
      #expect(gray[27] == stored.bytes[index * 64 + 7])
      #expect(gray[28 * 27] == stored.bytes[index * 64 + 56])
    }
  }

  @Test func rejectsFilesThatDoNotBelongTogether() throws {
    func labels(_ values: [UInt8]) throws -> IDX {
      try IDX([0, 0, 8, 1, 0, 0, 0, UInt8(values.count)] + values, rank: 1, file: "l")
    }
    let images = try IDX([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6], rank: 3, file: "i")
    #expect(throws: DataError.counts(file: "l", images: 2, labels: 3)) {
      try LabeledImages(images: images, labels: labels([1, 2, 3]), classes: 10, labelFile: "l")
    }
    #expect(throws: DataError.label(file: "l", position: 1, label: 10, classes: 10)) {
      try LabeledImages(images: images, labels: labels([1, 10]), classes: 10, labelFile: "l")
    }
    #expect(throws: DataError.unreadable(file: "/nowhere/digits/train-images-idx3-ubyte")) {
      try Digits.load(from: URL(filePath: "/nowhere"))
    }
  }
}
