/// Counts of values in bins of equal width, with the levels of a quantizer where there is one.
public struct Bins: Codable, Sendable, Equatable {
  /// The low edge of the first bin.
  public var minimum: Double
  /// The high edge of the last bin.
  public var maximum: Double
  /// How many values fell into each bin.
  public var counts: [Int]
  /// What the axis measures, as in `weight`.
  public var axis: String
  /// The values that a quantizer can represent, drawn on the axis; each value goes to the nearest.
  public var levels: [Double]

  /// Makes a histogram of counts.
  public init(minimum: Double, maximum: Double, counts: [Int], axis: String, levels: [Double] = []) {
    self.minimum = minimum
    self.maximum = maximum
    self.counts = counts
    self.axis = axis
    self.levels = levels
  }

  /// Counts values into `bins` bins of equal width between their minimum and maximum.
  ///
  /// Values that are not finite are left out. The range is wide enough for the levels, too.
  public init(of values: [Float], bins: Int, axis: String, levels: [Double] = []) {
    let finite = values.filter(\.isFinite)
    let ends = levels.filter(\.isFinite) + [finite.min(), finite.max()].compactMap { $0.map(Double.init) }
    let low = ends.min() ?? 0
    let high = ends.max() ?? 0
    let width = (high - low) / Double(max(bins, 1))
    var counts = [Int](repeating: 0, count: max(bins, 1))
    for value in finite {
      let bin = width > 0 ? Int((Double(value) - low) / width) : 0
      counts[min(max(bin, 0), counts.count - 1)] += 1
    }
    self.init(minimum: low, maximum: high, counts: counts, axis: axis, levels: levels)
  }

  /// Counts the weights of one output of a layer, with the levels to which they were quantized.
  ///
  /// - Parameters:
  ///   - weights: the weights before quantization; their last axis has the outputs.
  ///   - quantized: the same weights as integers.
  ///   - output: which output; nil for all of them, possible where they share one scale.
  ///   - bins: how many bins.
  /// - Precondition: both have the same shape, and an output is given unless one scale serves all weights.
  public init(of weights: Tensor, quantized: QuantizedTensor, output: Int? = nil, bins: Int = 64) {
    precondition(
      weights.shape == quantized.shape, "\(weights.shape) are not the weights of \(quantized.shape)")
    precondition(output != nil || quantized.scales.count == 1, "outputs with scales of their own: choose one")
    let outputs = quantized.shape.last ?? 1
    let own = weights.values.enumerated().filter { output == nil || $0.offset % outputs == output }.map(
      \.element)
    self.init(of: own, bins: bins, axis: "weight", levels: quantized.levels(ofOutput: output ?? 0))
  }
}

extension QuantizedTensor {
  /// The real numbers that the integers of one output can stand for, in ascending order.
  ///
  /// - Parameter output: an index of the last axis.
  public func levels(ofOutput output: Int) -> [Double] {
    let outputs = scales.count == 1 ? 1 : shape.last ?? 1
    let own = scales.indices.filter { $0 % outputs == output % outputs }
    let integers = bits == 1 ? [-1, 1] : Array(-(1 << (bits - 1))..<(1 << (bits - 1)))
    let levels = own.flatMap { group in
      let zero = zeroPoints.isEmpty ? 0 : Int(zeroPoints[group])
      return integers.map { Double(scales[group] * Float($0 - zero)) }
    }
    return Set(levels).sorted()
  }
}

extension Bins: FigureData {
  var defect: String? {
    guard minimum.isFinite, maximum.isFinite, minimum <= maximum else {
      return "has a range that makes no sense"
    }
    guard levels.count <= Limits.samples, levels.allSatisfy(\.isFinite) else {
      return "has levels that make no sense"
    }
    let isSane = counts.count <= Limits.samples && counts.allSatisfy { (0...Limits.count).contains($0) }
    return isSane ? nil : "has counts that make no sense"
  }

  var plainLines: [String] {
    let unit = Metric.Unit.number
    var lines = [
      "\(counts.reduce(0, +)) values of \(axis) from \(unit.text(minimum)) to \(unit.text(maximum)), in "
        + "\(counts.count { $0 > 0 }) of \(counts.count) bins"
    ]
    if let largest = counts.max(), largest > 0, let bin = counts.firstIndex(of: largest) {
      // Sums of widths miss zero by a little.
      let width = (maximum - minimum) / Double(counts.count)
      let edges = [bin, bin + 1].map { minimum + Double($0) * width }.map { abs($0) < width * 1e-9 ? 0 : $0 }
      lines.append("most, \(largest), from \(unit.text(edges[0])) to \(unit.text(edges[1]))")
    }
    if let low = levels.min(), let high = levels.max() {
      lines.append("\(levels.count) levels from \(unit.text(low)) to \(unit.text(high))")
    }
    return lines
  }

  var summary: String {
    let unit = Metric.Unit.number
    return "\(axis) from \(unit.text(minimum)) to \(unit.text(maximum))"
      + (levels.isEmpty ? "" : ", \(levels.count) levels")
  }
}
