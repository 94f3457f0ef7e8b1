import Codelab

func judgeCosts(_ regular: Int, _ separable: Int, _ trial: SizeTrial) {
  let square = trial.kernel * trial.kernel
  let title =
    "\(trial.height) x \(trial.width) x \(trial.channels), \(trial.filters) filters of \(trial.kernel) x \(trial.kernel)"
  let weights = square * trial.channels * trial.filters
  expect(
    "regular", regular == trial.places * weights, title,
    expected: "\(trial.places) places times \(weights) weights = \(trial.places * weights)",
    actual: "\(regular)",
    mistake: regular == weights ? "one-place" : nil)
  let (deep, point) = (trial.places * trial.channels * square, trial.places * trial.channels * trial.filters)
  let mistake: String? =
    switch separable {
    case deep: "depthwise-only"
    case point: "pointwise-only"
    case trial.places * weights: "product"
    default: nil
    }
  expect(
    "separable", separable == deep + point, title, expected: "\(deep) and \(point), \(deep + point) together",
    actual: "\(separable)", mistake: mistake)
}

func isNear(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 }
}

func judgeDepthwise(_ handed: [Float], _ trial: ImageTrial) {
  let sizes = trial.sizes
  let (rows, columns) = (sizes.height - sizes.kernel + 1, sizes.width - sizes.kernel + 1)
  let right = (0..<rows * columns * sizes.channels).map { place -> Float in
    let (pixel, channel) = (place / sizes.channels, place % sizes.channels)
    let (row, column) = (pixel / columns, pixel % columns)
    return (0..<sizes.kernel * sizes.kernel).reduce(0) { sum, tap in
      let (y, x) = (row + tap / sizes.kernel, column + tap % sizes.kernel)
      return sum + trial.image[(y * sizes.width + x) * sizes.channels + channel]
        * trial.depthwise[tap * sizes.channels + channel]
    }
  }
  let place = places(handed, right)
  expect(
    "depthwise", isNear(handed, right), "\(trial.name): each channel by itself", expected: place.expected,
    actual: place.actual)
}

func judgePointwise(_ handed: [Float], _ trial: ImageTrial) {
  let (channels, filters) = (trial.sizes.channels, trial.sizes.filters)
  func mixed(_ weight: (_ channel: Int, _ filter: Int) -> Float) -> [Float] {
    (0..<trial.image.count / channels * filters).map { place in
      (0..<channels).reduce(0) {
        $0 + trial.image[place / filters * channels + $1] * weight($1, place % filters)
      }
    }
  }
  let right = mixed { trial.pointwise[$0 * filters + $1] }
  let place = places(handed, right)
  expect(
    "pointwise", isNear(handed, right), "\(trial.name): the channels of each pixel, mixed",
    expected: place.expected,
    actual: place.actual,
    mistake: isNear(handed, mixed { trial.pointwise[$1 * channels + $0] }) && !isNear(handed, right)
      ? "transposed" : nil)
}

func judgeCombined(_ handed: [Float], _ trial: ImageTrial) {
  let (channels, filters) = (trial.sizes.channels, trial.sizes.filters)
  let right = (0..<trial.depthwise.count * filters).map { place in
    trial.depthwise[place / filters] * trial.pointwise[place / filters % channels * filters + place % filters]
  }
  let place = places(handed, right)
  expect(
    "combined", isNear(handed, right), "\(trial.name): the weight from a place and channel to a filter",
    expected: place.expected, actual: place.actual)
}

/// Says where two results differ first.
func places(_ handed: [Float], _ right: [Float]) -> (expected: String, actual: String) {
  guard handed.count == right.count else { return ("\(right.count) values", "\(handed.count) values") }
  let wrong = right.indices.first { !(abs(handed[$0] - right[$0]) < 1e-4) } ?? 0
  return ("value \(wrong): \(right[wrong])", "\(handed[wrong])")
}
