extension Tensor {
  /// Whether no element is infinite or not a number.
  var isFinite: Bool {
    // As integers, the magnitudes of floats are in order, and what is not finite is above all else: a maximum, which
    // vectors compute.
    let largest = withUnsafeBuffer { elements in
      elements.reduce(UInt32(0)) { max($0, $1.bitPattern & 0x7FFF_FFFF) }
    }
    return largest < Float.infinity.bitPattern
  }

  /// The first example of `[n, ...]` with an element that is infinite or not a number; nil if there is none.
  var exampleNotFinite: Int? {
    guard !isFinite else { return nil }
    let position = withUnsafeBuffer { $0.firstIndex { !$0.isFinite } }
    return position.map { $0 / (count / shape[0]) }
  }
}
