/// A model under construction: layers so far, and the first thing that did not fit.
final class ModelBuilder {
  private(set) var layers: [ModelLayer] = []
  private(set) var error: ModelError?

  private var generator: SeededGenerator
  private var counts: [String: Int] = [:]

  /// What the names of layers begin with, inside a group.
  private var prefix = ""

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// The symbols of the inputs.
  func inputs(_ shapes: [[Int]]) -> [Symbol] {
    if shapes.isEmpty { error = .noInputs }
    for shape in shapes {
      guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) != nil else {
        error = .inputShape(shape)
        break
      }
    }
    return shapes.enumerated().map { Symbol(source: .input($0), shape: $1, builder: self) }
  }

  /// Adds layers that act as one, of the kind `kind`; their names begin with that of the whole, as in
  /// `separableConv2d_1/depthwise`.
  func group(_ kind: String, _ body: () -> Symbol) -> Symbol {
    let outer = prefix
    let whole = outer + kind
    counts[whole, default: 0] += 1
    prefix = "\(whole)_\(counts[whole]!)/"
    defer { prefix = outer }
    return body()
  }

  /// Adds a layer, with newly drawn parameters.
  ///
  /// After the first error nothing is added any more: what follows could only complain about its consequences.
  ///
  /// - Parameter label: the name of the layer inside its group; if nil, its kind and a number.
  func add(_ layer: some Layer, to inputs: [Symbol], as label: String? = nil) -> Symbol {
    let kind = prefix + type(of: layer).kind
    let name = label.map { prefix + $0 } ?? "\(kind)_\(counts[kind, default: 0] + 1)"
    do throws(ModelError) {
      if let error { throw error }
      guard inputs.allSatisfy({ $0.builder === self }) else { throw ModelError.foreignSymbol(name: name) }
      let shapes = inputs.map(\.shape)
      let output = try layer.outputShape(for: shapes, name: name)
      try checkSize(of: "the result", output, input: shapes[0], name: name)
      counts[kind, default: 0] += 1
      layers.append(
        ModelLayer(
          name: name, layer: layer, inputs: inputs.map(\.source), outputShape: output,
          parameters: layer.makeParameters(for: shapes, name: name, using: &generator)))
      return Symbol(source: .layer(layers.count - 1), shape: output, builder: self)
    } catch {
      self.error = error
      return Symbol(source: .input(0), shape: [], builder: self)
    }
  }
}
