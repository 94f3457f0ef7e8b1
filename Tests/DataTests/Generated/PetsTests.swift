import Engine
import Testing

@testable import Data

@Suite struct PetsTests {
  private let pets = Pets.generate(train: 60, test: 20)

  @Test func hasTheSizesAskedFor() {
    #expect(pets.train.images.shape == [60, 64, 64, 3])
    #expect(pets.test.images.shape == [20, 64, 64, 3])
    #expect(pets.train.classes == 3)
    #expect(pets.train.labels.count == 60 * 64 * 64)
    let large = Pets.generate(side: 128, train: 10, test: 5)
    #expect(large.train.images.shape == [10, 128, 128, 3])
    #expect(checksum(large.train.images) == 14_338_582_063_493_878_293)
  }

  @Test func valuesAreColors() {
    let values = pets.train.images.values
    #expect(values.allSatisfy { (-1...1).contains($0) })
    let mean = values.reduce(0, +) / Float(values.count)
    #expect((-0.5...0.3).contains(mean))
  }

  /// About as in the Oxford-IIIT pets, whose pixels are pet, background and border as 29, 59 and 12 to a hundred.
  @Test(arguments: [64, 128]) func everyPictureShowsAPet(side: Int) {
    let pets = side == 64 ? pets : Pets.generate(side: side, train: 60, test: 20)
    let area = side * side
    for part in [pets.train, pets.test] {
      #expect(part.images.values.allSatisfy { (-1...1).contains($0) })
      let shares = (0..<3).map { label in
        Double(part.labels.count { $0 == label }) / Double(part.labels.count)
      }
      #expect((0.18...0.36).contains(shares[0]))
      #expect((0.08...0.15).contains(shares[2]))
      for index in 0..<part.count {
        let mask = part.labels[index * area..<(index + 1) * area]
        #expect(mask.count { $0 == 0 } > area / 64, "picture \(index)")
        #expect(mask.count { $0 == 1 } > area / 8, "picture \(index)")
      }
    }
  }

  /// The same scenes, drawn finer.
  @Test func largerPicturesShowTheSame() {
    let large = Pets.generate(side: 128, train: 12, test: 4)
    let small = Pets.generate(side: 64, train: 12, test: 4)
    var same = 0
    for (position, label) in small.train.labels.enumerated() {
      let (picture, y, x) = (position / 4096, position / 64 % 64, position % 64)
      let corner = picture * 16_384 + 2 * y * 128 + 2 * x
      if [0, 1, 128, 129].contains(where: { large.train.labels[corner + $0] == label }) { same += 1 }
    }
    #expect(Double(same) / Double(small.train.labels.count) > 0.95)
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(checksum(pets.train.images) == 14_054_300_042_323_061_427)
    #expect(checksum(pets.test.labels.map { UInt8($0) }) == 7_959_408_039_169_394_913)
    let first = Pets.generate(train: 1, test: 1).train.images.values
    #expect(first == pets.train.images.rows(0..<1).values)
    #expect(first != Pets.generate(seed: 3, train: 1, test: 1).train.images.values)
  }

  @Test func picturesAllDiffer() {
    let pictures = [pets.train, pets.test].flatMap { part in
      (0..<part.count).map { part.images.rows($0..<$0 + 1).values }
    }
    #expect(Set(pictures).count == 80)
  }

  /// A disc of radius 1/4: its border is the band of pixels whose neighbors are on both sides of the edge.
  @Test func bordersLieBetweenPetAndBackground() {
    var canvas = Canvas(side: 64) { _ in Color(repeating: 0) }
    canvas.draw(.ellipse(center: Point(0.5, 0.5), radii: Point(0.25, 0.25)), isPet: true) { _ in
      Color(repeating: 1)
    }
    let trimap = canvas.trimap()
    for row in 0..<64 {
      for column in 0..<64 {
        let distance = (Point(Float(column), Float(row)) + 0.5 - 32).length - 16
        let label = trimap[row * 64 + column]
        if distance < -2 { #expect(label == 0) } else if distance > 2 { #expect(label == 1) }
        if abs(distance) < 0.5 { #expect(label == 2) }
      }
    }
  }
}
