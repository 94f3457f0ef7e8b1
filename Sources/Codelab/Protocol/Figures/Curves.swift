/// Values over a common axis.
public struct Curves: Codable, Sendable, Equatable {
  /// One line.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var label: String
    /// The positions along the axis.
    public var x: [Double]
    /// The values at these positions.
    public var y: [Double]
    /// Whether the line is an earlier run's, drawn faintly to compare with.
    public var isGhost: Bool

    /// Makes a line.
    public init(_ label: String, x: [Double], y: [Double], isGhost: Bool = false) {
      self.label = label
      self.x = x
      self.y = y
      self.isGhost = isGhost
    }

    /// Makes a line of values at 1, 2, 3 and so on, as for epochs.
    public init(_ label: String, _ y: [Double], isGhost: Bool = false) {
      self.init(label, x: y.indices.map { Double($0 + 1) }, y: y, isGhost: isGhost)
    }
  }

  /// The lines.
  public var series: [Series]
  /// What the axis counts, as in `epoch`.
  public var axis: String
  /// The unit of the values.
  public var unit: Metric.Unit

  /// Makes curves.
  public init(_ series: [Series], axis: String, unit: Metric.Unit) {
    self.series = series
    self.axis = axis
    self.unit = unit
  }

  /// Makes the curves of accuracy over epochs, in training and on held-out data.
  ///
  /// - Parameters:
  ///   - history: what training measured so far.
  ///   - earlier: the training of another model, drawn faintly to compare with.
  public static func accuracy(of history: History, earlier: History? = nil) -> Curves {
    Curves(
      lines(history, \.accuracy, \.validationAccuracy, earlier: earlier), axis: "epoch", unit: .fraction)
  }

  /// Makes the curves of the loss over epochs, in training and on held-out data.
  ///
  /// - Parameters:
  ///   - history: what training measured so far.
  ///   - earlier: the training of another model, drawn faintly to compare with.
  public static func loss(of history: History, earlier: History? = nil) -> Curves {
    Curves(lines(history, \.loss, \.validationLoss, earlier: earlier), axis: "epoch", unit: .number)
  }

  private static func lines(
    _ history: History, _ training: KeyPath<History, [Double]>, _ heldOut: KeyPath<History, [Double]>,
    earlier: History?
  ) -> [Series] {
    var lines = [Series("train", history[keyPath: training])]
    if !history[keyPath: heldOut].isEmpty { lines.append(Series("held out", history[keyPath: heldOut])) }
    if let earlier {
      let values = earlier[keyPath: heldOut].isEmpty ? training : heldOut
      lines.append(Series("before", earlier[keyPath: values], isGhost: true))
    }
    return lines
  }
}

extension Curves: FigureData {
  var defect: String? {
    guard Limits.allow(series.map(\.label)) else { return "has too many curves" }
    let isShort = series.allSatisfy { $0.x.count <= Limits.samples && $0.y.count <= Limits.samples }
    return isShort ? nil : "has too many points"
  }

  var plainLines: [String] {
    series.map { series in
      guard let first = series.y.first, let last = series.y.last else {
        return "\(series.label): nothing yet"
      }
      var line =
        "\(series.label): \(unit.text(first)) to \(unit.text(last)) over \(series.y.count) values of \(axis)"
      let finite = series.y.filter(\.isFinite)
      if let low = finite.min(), let high = finite.max(), low < min(first, last) || high > max(first, last) {
        line += ", between \(unit.text(low)) and \(unit.text(high))"
      }
      return line
    }
  }

  var summary: String {
    let own = series.filter { !$0.isGhost }
    let values = own.compactMap { series in series.y.last.map { "\(series.label) \(unit.text($0))" } }
    return values.isEmpty ? "nothing yet" : values.joined(separator: "  ")
  }
}
