/// Heads: what tells a cat from a dog.
extension Pet {
  /// Draws the head in a frame whose unit is its radius.
  func drawHead(in head: Frame, on canvas: inout Canvas) {
    switch species {
    case .cat: drawCatHead(in: head, on: &canvas)
    case .dog: drawDogHead(in: head, on: &canvas)
    }
  }

  private func drawCatHead(in head: Frame, on canvas: inout Canvas) {
    let shift = look * 0.3
    for side: Float in [-1, 1] {
      fur(.triangle(head(0.98 * side, -0.2), head(0.82 * side, -1.45), head(0.08 * side, -0.75)), on: &canvas)
      plain(
        .triangle(head(0.84 * side, -0.45), head(0.78 * side, -1.2), head(0.34 * side, -0.78)),
        [0.72, 0.5, 0.47], on: &canvas)
    }
    fur(head.ellipse(0, 0, 1.08, 0.9), on: &canvas)
    for side: Float in [-1, 1] {
      fur(head.ellipse(shift + 0.22 * side, 0.45, 0.32, 0.26), tone: 1.25, on: &canvas)
      plain(head.ellipse(shift + 0.43 * side, -0.08, 0.22, 0.2), [0.72, 0.75, 0.25], on: &canvas)
      plain(head.ellipse(shift + 0.43 * side, -0.08, 0.09, 0.18), [0.04, 0.04, 0.04], on: &canvas)
    }
    plain(
      .triangle(head(shift - 0.14, 0.2), head(shift + 0.14, 0.2), head(shift, 0.37)), [0.7, 0.4, 0.4],
      on: &canvas)
  }

  private func drawDogHead(in head: Frame, on canvas: inout Canvas) {
    let shift = look * 0.4
    fur(head.ellipse(0, -0.1, 0.92, 0.95), on: &canvas)
    for side: Float in [-1, 1] {
      fur(head.ellipse(0.9 * side, 0.05, 0.34, 0.8, lean: -0.1 * side), tone: 0.75, on: &canvas)
    }
    plain(head.ellipse(shift * 1.9, 0.98, 0.17, 0.26), [0.8, 0.42, 0.42], on: &canvas)
    fur(head.ellipse(shift * 1.7, 0.48, 0.5, 0.48), tone: 1.2, on: &canvas)
    plain(head.ellipse(shift * 2.1, 0.28, 0.22, 0.16), [0.06, 0.05, 0.05], on: &canvas)
    for side: Float in [-1, 1] {
      plain(head.ellipse(shift + 0.36 * side, -0.2, 0.14, 0.14), [0.1, 0.06, 0.03], on: &canvas)
      plain(head.ellipse(shift + 0.36 * side + 0.04, -0.25, 0.04, 0.04), [0.95, 0.95, 0.95], on: &canvas)
    }
  }

  /// Draws a part of the pet that has no fur.
  private func plain(_ shape: Shape, _ color: Color, on canvas: inout Canvas) {
    canvas.draw(shape, isPet: true, bulge: 0.3) { _ in color }
  }
}
