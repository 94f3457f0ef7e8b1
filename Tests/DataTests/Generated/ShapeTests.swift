import Testing

@testable import Data

@Suite struct ShapeTests {
  @Test func distancesAreThoseOfTheShapes() {
    func distance(_ shape: Shape, _ x: Float, _ y: Float) -> Float { shape.surface(at: Point(x, y)).distance }
    let circle = Shape.ellipse(center: Point(1, 2), radii: Point(3, 3))
    #expect(abs(distance(circle, 1, 7) - 2) < 1e-5)
    #expect(distance(circle, 1, 2) == -3)
    // Turned by a right angle, the long axis is the vertical one.
    let ellipse = Shape.ellipse(center: Point(0, 0), radii: Point(4, 1), turn: Point(0, 1))
    #expect(abs(distance(ellipse, 0, 4)) < 1e-5)
    #expect(abs(distance(ellipse, 1, 0)) < 1e-5)
    let limb = Shape.limb(from: Point(0, 0), to: Point(4, 0), radii: (1, 2))
    #expect(distance(limb, 2, 2) == 0.5)
    #expect(distance(limb, 8, 0) == 2)
    for triangle in [
      Shape.triangle(Point(0, 0), Point(3, 0), Point(0, 4)), .triangle(Point(0, 0), Point(0, 4), Point(3, 0)),
    ] {
      // The inscribed circle of this triangle has the center (1, 1) and the radius 1.
      #expect(abs(distance(triangle, 1, 1) + 1) < 1e-5)
      #expect(distance(triangle, 1, -2) == 2)
    }
    let box = Shape.box(center: Point(0, 0), half: Point(2, 1), corner: 0.5)
    #expect(distance(box, 3, 0) == 1)
    // From the center (1.5, 0.5) of the corner: 3 across, 4 down, less the radius.
    #expect(distance(box, 4.5, 4.5) == 4.5)
  }

  @Test func boundsHoldTheShapes() {
    let shapes: [Shape] = [
      .ellipse(center: Point(0.4, 0.5), radii: Point(0.3, 0.1), turn: direction(0.3)),
      .limb(from: Point(0.2, 0.7), to: Point(0.6, 0.3), radii: (0.05, 0.1)),
      .triangle(Point(0.1, 0.1), Point(0.9, 0.3), Point(0.4, 0.8)),
      .box(center: Point(0.5, 0.5), half: Point(0.2, 0.3), corner: 0.1),
    ]
    for shape in shapes {
      let (low, high) = shape.bounds
      for step in 0..<10_000 {
        let point = Point(Float(step % 100), Float(step / 100)) / 100
        guard shape.surface(at: point).distance < 0 else { continue }
        #expect(point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y)
      }
    }
  }

  @Test func directionsHaveLengthOne() {
    for half: Float in [-1, -0.5, 0, 0.25, 1] { #expect(abs(direction(half).length - 1) < 1e-6) }
    #expect(direction(0) == Point(1, 0))
    #expect(direction(1) == Point(0, 1))
  }

  @Test func noiseIsSmoothAndSpreadOut() {
    let noise = ValueNoise(seed: 5)
    let values = (0..<10_000).map { noise(Float($0 % 100) * 0.37, Float($0 / 100) * 0.37) }
    #expect(values.allSatisfy { (0...1).contains($0) })
    let mean = values.reduce(0, +) / 10_000
    #expect(abs(mean - 0.5) < 0.05)
    for index in 0..<100 {
      let x = Float(index) * 0.31 - 15
      // The steepest slope of the steps between random values is 3/2.
      #expect(abs(noise(x + 0.001, 2.5) - noise(x, 2.5)) < 0.002)
    }
    #expect(noise(0.5, 0.5) != ValueNoise(seed: 6)(0.5, 0.5))
  }
}
