/// Labeled amounts side by side, with an optional budget that they are held against.
public struct Bars: Codable, Sendable, Equatable {
  /// A share of an amount.
  public struct Part: Codable, Sendable, Equatable {
    /// What makes up the share, as in `weights`.
    public var label: String
    /// Its amount, in the figure's unit.
    public var value: Double

    /// Makes a part.
    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// One amount.
  public struct Bar: Codable, Sendable, Equatable {
    /// What was measured.
    public var label: String
    /// The amount, in the figure's unit.
    public var value: Double
    /// What the amount is made up of, in the order in which it is stacked; empty where nobody asked.
    public var parts: [Part]

    /// Makes a bar.
    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
      parts = []
    }

    /// Makes a bar from its parts; its amount is their sum.
    public init(_ label: String, parts: [Part]) {
      self.label = label
      self.parts = parts
      value = parts.reduce(0) { $0 + $1.value }
    }
  }

  /// The amounts, in the order they are drawn.
  public var bars: [Bar]
  /// The unit of all amounts.
  public var unit: Metric.Unit
  /// The limit, drawn as a line.
  public var budget: Double?
  /// The amount that all others are compared with, usually that of the model before compression.
  public var baseline: Double?

  /// Makes bars.
  public init(_ bars: [Bar], unit: Metric.Unit, budget: Double? = nil, baseline: Double? = nil) {
    self.bars = bars
    self.unit = unit
    self.budget = budget
    self.baseline = baseline
  }

  /// Makes bars of model files by what they hold, held against the first of them and the budget.
  ///
  /// - Parameters:
  ///   - sizes: the models with their sizes, from `ModelFile.size(of:)`; the first one is the baseline.
  ///   - budget: the bytes a model may have.
  public init(_ sizes: [(label: String, size: FileSize)], budget: Int? = nil) {
    self.init(
      sizes.map { Bar($0.label, parts: $0.size.parts) }, unit: .bytes, budget: budget.map(Double.init),
      baseline: sizes.count > 1 ? sizes.first.map { Double($0.size.total) } : nil)
  }
}

extension FileSize {
  /// The bytes by what they hold, without what is empty.
  var parts: [Bars.Part] {
    [
      ("weights", weights), ("scales", scales), ("biases", biases), ("code tables", codeTables),
      ("structure", structure),
    ]
    .filter { $0.1 > 0 }.map { Bars.Part($0.0, Double($0.1)) }
  }
}

extension Bars: FigureData {
  var defect: String? {
    let parts = bars.flatMap(\.parts)
    guard Limits.allow(bars.map(\.label)), bars.allSatisfy({ $0.parts.count <= Limits.items }),
      Limits.allow(parts.map(\.label), upTo: Limits.samples)
    else { return "has too many bars" }
    let values = bars.map(\.value) + parts.map(\.value) + [budget ?? 0, baseline ?? 0]
    guard values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      return "has a bar that is negative or not finite"
    }
    let isWhole = bars.allSatisfy { bar in
      let sum = bar.parts.reduce(0) { $0 + $1.value }
      return bar.parts.isEmpty || abs(sum - bar.value) <= 1e-6 * max(sum, bar.value)
    }
    return isWhole ? nil : "has a bar whose parts do not add up"
  }

  var plainLines: [String] {
    let lines = bars.map { bar in
      var line = "\(bar.label): \(unit.text(bar.value))"
      if let share = share(of: bar) { line += ", \(share) of the baseline" }
      if let budget, bar.value > budget { line += ", over the budget" }
      let parts = bar.parts.map { "\($0.label) \(unit.text($0.value))" }
      return parts.isEmpty ? line : line + ": " + parts.joined(separator: ", ")
    }
    return lines + (budget.map { ["budget: \(unit.text($0))"] } ?? [])
  }

  /// The last bar, which is the newest model's, against the budget.
  var summary: String {
    guard let last = bars.last else { return "nothing yet" }
    return "\(last.label) \(unit.text(last.value))" + (budget.map { " of \(unit.text($0))" } ?? "")
  }

  /// How large a bar is compared with the baseline, in percent; nil for the baseline itself.
  public func share(of bar: Bar) -> String? {
    guard let baseline, baseline > 0, bar.value != baseline else { return nil }
    return Metric.Unit.fraction.text(bar.value / baseline)
  }
}
