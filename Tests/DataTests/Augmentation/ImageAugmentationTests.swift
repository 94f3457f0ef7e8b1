import Engine
import Foundation
import Testing

@testable import Data

@Suite struct ImageAugmentationTests {
  private func image(_ height: Int, _ width: Int, channels: Int = 2) -> Image {
    var generator = SeededGenerator(seed: 3)
    return Image(
      height: height, width: width, channels: channels,
      pixels: generator.uniform(count: height * width * channels, in: -1...1),
      mask: (0..<height * width).map { $0 })
  }

  @Test(arguments: [(1, 1), (3, 5), (4, 7), (6, 6)]) func flipsAreTheirOwnInverse(height: Int, width: Int) {
    let image = image(height, width)
    let flipped = image.flippedHorizontally
    #expect(flipped.flippedHorizontally == image)
    #expect(image.flippedVertically.flippedVertically == image)
    #expect(flipped.mask?.prefix(width) == image.mask?.prefix(width).reversed()[...])
    #expect(flipped.pixels.prefix(2) == image.pixels[(2 * width - 2)..<(2 * width)])
    // Both together are half a turn.
    let half = image.warped(by: .rotation(turns: 0.5), surroundings: .value(9))
    #expect(flipped.flippedVertically == half)
  }

  @Test(arguments: [3, 4]) func quarterTurnsAreExact(side: Int) {
    let image = image(side, side)
    let turned = image.warped(by: .rotation(turns: 0.25), surroundings: .value(9))
    for y in 0..<side {
      for x in 0..<side {
        // Counterclockwise, the top row comes from the right column.
        let (new, old) = (y * side + x, x * side + side - 1 - y)
        #expect(turned.mask?[new] == old)
        #expect(turned.pixels[2 * new] == image.pixels[2 * old])
      }
    }
    let back = turned.warped(by: .rotation(turns: 3.75), surroundings: .edge)
    #expect(back == image)
    #expect(image.warped(by: .rotation(turns: -2), surroundings: .edge) == image)
  }

  @Test func mapsMoveAndScale() {
    let row = Image(height: 1, width: 4, channels: 1, pixels: [1, 2, 3, 4])
    func warped(_ map: AffineMap, _ surroundings: Surroundings = .value(0)) -> [Float] {
      row.warped(by: map, surroundings: surroundings).pixels
    }
    #expect(warped(.shift(right: 1, down: 0)) == [0, 1, 2, 3])
    #expect(warped(.shift(right: -1, down: 0), .edge) == [2, 3, 4, 4])
    #expect(warped(.shift(right: 0.5, down: 0)) == [0.5, 1.5, 2.5, 3.5])
    #expect(warped(.shift(right: 0, down: 1)) == [0, 0, 0, 0])
    #expect(warped(.shift(right: 1e30, down: -1e30)) == [0, 0, 0, 0])
    #expect(warped(.zoom(2)) == [1.75, 2.25, 2.75, 3.25])
    #expect(warped(.zoom(0.5)) == [0, 1.5, 3.5, 0])
    #expect(warped(.zoom(1e-30), .edge) == [1, 1, 4, 4])
    let square = image(3, 3, channels: 1)
    let sheared = square.warped(by: .shear(horizontal: 1, vertical: 0), surroundings: .edge)
    #expect(sheared.mask == [1, 2, 2, 3, 4, 5, 6, 6, 7])
  }

  @Test func changesValues() {
    let gray = Image(height: 1, width: 3, channels: 1, pixels: [-1, 0, 0.4])
    #expect(gray.brightened(by: 0.75, in: -1...1).pixels == [-0.25, 0.75, 1])
    let contrasted = gray.contrasted(by: 2, in: -1...1).pixels
    for (value, expected) in zip(contrasted, [-1, 0.2, 1] as [Float]) {
      #expect(abs(value - expected) < 1e-6)
    }
    let cut = image(5, 5, channels: 1).cutOut(center: (0, 4), side: 3, value: 7)
    #expect(cut.pixels.indices.filter { cut.pixels[$0] == 7 } == [3, 4, 8, 9])
    #expect(image(5, 5).cutOut(center: (2, 2), side: 0, value: 7) == image(5, 5))
  }

  /// A point becomes the product of two normal distributions, cut at three deviations; what is even stays so.
  @Test func blursByANormalDistribution() {
    var point = Image(height: 9, width: 9, channels: 1, pixels: [Float](repeating: 0, count: 81))
    point.pixels[40] = 1
    let blurred = point.blurred(radius: 1.2)
    let bell = (-4...4).map { exp(-Float($0 * $0) / (2 * 1.2 * 1.2)) }
    let sum = bell.reduce(0, +)
    for y in 0..<9 {
      for x in 0..<9 { #expect(abs(blurred.pixels[9 * y + x] - bell[y] * bell[x] / sum / sum) < 1e-6) }
    }
    let even = Image(height: 2, width: 3, channels: 1, pixels: [Float](repeating: 0.25, count: 6))
    #expect(even.blurred(radius: 5).pixels.allSatisfy { abs($0 - 0.25) < 1e-6 })
  }

  /// All changes keep the size, stay in range, follow the seed, and do something.
  @Test func followsTheSeed() {
    let changes: [Augmentation<Image>] = [
      .horizontalFlip(), .verticalFlip(), .rotation(upTo: 0.1), .shift(upTo: 0.2), .zoom(by: 0.8...1.2),
      .shear(upTo: 0.3), .brightness(upTo: 0.2), .contrast(by: 0.5...2), .noise(0.1), .blur(upTo: 2),
      .cutout(side: 4), .randAugment(count: 2, magnitude: 10), .draw(of: [.noise(1)]),
      .sequence([.noise(0.1).sometimes(0.5), .horizontalFlip()]),
    ]
    let image = image(9, 8)
    for change in changes {
      let results = (0..<20).map { change(image, seed: $0) }
      #expect(results == (0..<20).map { change(image, seed: $0) }, "\(change.name)")
      #expect(Set(results.map(\.pixels)).count > 1, "\(change.name)")
      #expect(results.allSatisfy { $0.pixels.allSatisfy { (-1...1).contains($0) } }, "\(change.name)")
    }
    #expect((0..<20).allSatisfy { Augmentation<Image>.noise(1).sometimes(0)(image, seed: $0) == image })
    let half = (0..<1000).count { Augmentation<Image>.horizontalFlip()(image, seed: $0) != image }
    #expect((420...580).contains(half))
  }
}
