import Engine

/// A cat or a dog in a pose, ready to be drawn.
struct Pet {
  /// What it looks like.
  enum Species: CaseIterable { case cat, dog }

  /// How it holds itself.
  enum Pose: CaseIterable { case standing, sitting, lying, portrait }

  let species: Species
  let pose: Pose
  let frame: Frame
  let coat: Coat

  /// Where it looks: -1 left, 1 right, in its own coordinates.
  let look: Float

  /// Chooses everything about a pet.
  init(using generator: inout SeededGenerator) {
    species = Species.allCases[generator.index(below: 2)]
    pose = Pose.allCases[generator.index(below: 4)]
    let scale = Float(generator.between(0.2, 0.34))
    let height: ClosedRange<Double> = pose == .lying ? 0.5...0.7 : pose == .portrait ? 0.35...0.55 : 0.4...0.6
    frame = Frame(
      origin: Point(
        Float(generator.between(0.35, 0.65)), Float(generator.between(height.lowerBound, height.upperBound))),
      scale: scale, turn: direction(Float(generator.between(-0.08, 0.08))), isMirrored: generator.chance(0.5))
    coat = Coat(size: scale, using: &generator)
    look = Float(
      pose == .sitting || pose == .portrait ? generator.between(-0.6, 0.6) : generator.between(0, 1))
  }

  /// Where its shadow lies on the ground.
  var shadow: Shape {
    switch pose {
    case .standing: frame.ellipse(0, 1.25, 1.3, 0.16)
    case .sitting: frame.ellipse(0.1, 1.2, 1, 0.2)
    case .lying: frame.ellipse(0, 0.5, 1.5, 0.2)
    case .portrait: frame.ellipse(0.3, 1.6, 1.7, 1.2)
    }
  }

  /// Draws the pet, from what is behind to what is in front.
  func draw(on canvas: inout Canvas) {
    switch pose {
    case .standing: drawStanding(on: &canvas)
    case .sitting: drawSitting(on: &canvas)
    case .lying: drawLying(on: &canvas)
    case .portrait:
      fur(frame.ellipse(0, 1.7, 1.25, 1.2), on: &canvas)
      drawHead(in: frame, on: &canvas)
    }
  }

  private func drawStanding(on canvas: inout Canvas) {
    fur(frame.limb(0.55, 0.3, to: 0.6, 1.12, 0.17, 0.11), tone: 0.7, on: &canvas)
    fur(frame.limb(-0.6, 0.3, to: -0.62, 1.12, 0.18, 0.11), tone: 0.7, on: &canvas)
    drawTail(from: (-0.95, -0.2), on: &canvas)
    fur(frame.ellipse(0, 0, 1.05, 0.47), on: &canvas)
    fur(frame.ellipse(0.68, 0.02, 0.42, 0.5), on: &canvas)
    fur(frame.limb(0.7, -0.15, to: 1, -0.6, 0.34, 0.28), on: &canvas)
    fur(frame.ellipse(-0.72, 0.15, 0.34, 0.46), on: &canvas)
    for (x, lean) in [(Float(0.78), Float(0.05)), (-0.8, -0.05)] {
      fur(frame.limb(x, 0.3, to: x + lean, 1.18, 0.2, 0.12), on: &canvas)
      fur(frame.ellipse(x + lean + 0.06, 1.22, 0.18, 0.09), on: &canvas)
    }
    drawHead(in: frame.frame(1.1, -0.75, scale: 0.5), on: &canvas)
  }

  private func drawSitting(on canvas: inout Canvas) {
    drawTail(from: (0.5, 1), on: &canvas)
    fur(frame.ellipse(0, 0.4, 0.6, 0.85), on: &canvas)
    for x: Float in [-0.5, 0.5] { fur(frame.ellipse(x, 0.88, 0.36, 0.4), on: &canvas) }
    fur(frame.ellipse(0, 0.05, 0.48, 0.6), tone: 1.1, on: &canvas)
    for x: Float in [-0.22, 0.22] {
      fur(frame.limb(x, 0.3, to: x, 1.1, 0.19, 0.14), tone: 1.05, on: &canvas)
      fur(frame.ellipse(x, 1.2, 0.19, 0.11), on: &canvas)
    }
    drawHead(in: frame.frame(0, -0.72, scale: 0.6), on: &canvas)
  }

  private func drawLying(on canvas: inout Canvas) {
    drawTail(from: (-1.15, 0.25), on: &canvas)
    fur(frame.ellipse(-0.15, 0.1, 1.1, 0.45), on: &canvas)
    fur(frame.ellipse(-0.8, 0.12, 0.45, 0.44), on: &canvas)
    fur(frame.limb(-0.7, 0.42, to: -0.15, 0.5, 0.17, 0.11), on: &canvas)
    for y: Float in [0.38, 0.5] { fur(frame.limb(0.6, y, to: 1.35, y, 0.16, 0.12), on: &canvas) }
    drawHead(in: frame.frame(0.85, -0.3, scale: 0.5), on: &canvas)
  }

  /// A cat's long tail, or a dog's short one.
  private func drawTail(from root: (x: Float, y: Float), on canvas: inout Canvas) {
    // On the side where the tail begins it goes away from the body.
    let away: Float = root.x < 0 ? -1 : 1
    let (middle, tip) = (root.x + away * 0.4, root.x + away * 0.38)
    if species == .cat {
      fur(frame.limb(root.x, root.y, to: middle, root.y - 0.3, 0.13, 0.11), on: &canvas)
      fur(frame.limb(middle, root.y - 0.3, to: tip, root.y - 0.9, 0.11, 0.08), on: &canvas)
    } else {
      fur(frame.limb(root.x, root.y, to: middle, root.y - 0.35, 0.15, 0.06), on: &canvas)
    }
  }

  /// Draws a part with fur on it.
  func fur(_ shape: Shape, tone: Float = 1, on canvas: inout Canvas) {
    canvas.draw(shape, isPet: true) { coat($0) * tone }
  }
}
