/// What each layer of a network costs.
public struct LayerTable: Codable, Sendable, Equatable {
  /// One layer.
  public struct Row: Codable, Sendable, Equatable {
    /// The name of the layer.
    public var name: String
    /// What it computes, as in `conv2D`.
    public var kind: String
    /// How many weights and biases it stores.
    public var parameters: Int
    /// Its multiplications for one input.
    public var multiplyAccumulates: Int
    /// The bytes of its parameters in a model file.
    public var bytes: Int
    /// The time it takes for one input, in seconds; nil where it was not measured.
    public var seconds: Double?

    /// Makes a row.
    public init(
      _ name: String, kind: String, parameters: Int, multiplyAccumulates: Int, bytes: Int,
      seconds: Double? = nil
    ) {
      self.name = name
      self.kind = kind
      self.parameters = parameters
      self.multiplyAccumulates = multiplyAccumulates
      self.bytes = bytes
      self.seconds = seconds
    }
  }

  /// The layers in the order in which they run.
  public var rows: [Row]

  /// Makes a table.
  public init(_ rows: [Row]) { self.rows = rows }

  /// Makes a table of a program's layers.
  ///
  /// - Parameter seconds: the time of each layer for one input, in the order in which they run; empty if it was
  ///   not measured.
  public init(_ program: Program, seconds: [Double] = []) {
    self.init(
      program.cost.layers.enumerated().map { index, layer in
        Row(
          layer.name, kind: layer.kind, parameters: layer.parameters,
          multiplyAccumulates: layer.multiplyAccumulates, bytes: layer.bytes,
          seconds: index < seconds.count ? seconds[index] : nil)
      })
  }

  /// All layers together; without a time unless every layer has one.
  public var total: Row {
    let times = rows.compactMap(\.seconds)
    return Row(
      "total", kind: "", parameters: rows.reduce(0) { $0 + $1.parameters },
      multiplyAccumulates: rows.reduce(0) { $0 + $1.multiplyAccumulates },
      bytes: rows.reduce(0) { $0 + $1.bytes },
      seconds: times.count == rows.count && !rows.isEmpty ? times.reduce(0, +) : nil)
  }
}

extension LayerTable: FigureData {
  var defect: String? {
    guard Limits.allow(rows.map(\.name), upTo: Limits.edge), Limits.allow(rows.map(\.kind), upTo: Limits.edge)
    else { return "has too many layers" }
    let isSane = rows.allSatisfy { row in
      [row.parameters, row.multiplyAccumulates, row.bytes].allSatisfy { (0...Limits.count).contains($0) }
        && row.seconds.map { $0.isFinite && $0 >= 0 } ?? true
    }
    return isSane ? nil : "has a layer whose costs make no sense"
  }

  var plainLines: [String] {
    (rows + [total]).map { row in
      let count = Metric.Unit.count
      let facts =
        [
          "\(count.text(Double(row.parameters))) parameters",
          "\(count.text(Double(row.multiplyAccumulates))) MACs", Metric.Unit.bytes.text(Double(row.bytes)),
        ] + (row.seconds.map { [Metric.Unit.seconds.text($0)] } ?? [])
      let name = row.kind.isEmpty ? row.name : "\(row.name) (\(row.kind))"
      return "\(name): \(facts.joined(separator: ", "))"
    }
  }

  var summary: String { plainLines[rows.count] }
}
