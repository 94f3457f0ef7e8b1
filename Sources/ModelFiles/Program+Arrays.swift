import Engine

extension Program {
  /// What the program stores, by name: `dense_1/weight`, `dense_1/bias` and so on, in the order of the layers.
  ///
  /// Integers of up to 8 bits stand unpacked, one a byte; `.scale` and, unless all are 0, `.zeroPoint` are beside them.
  public var arrays: [(name: String, array: NumericArray)] {
    var arrays: [(name: String, array: NumericArray)] = []
    for layer in storedLayers {
      for (part, parameter) in zip(layer.kind.parameterNames, layer.parameters) {
        let name = "\(layer.name)/\(part)"
        switch parameter {
        case .float(let tensor): arrays.append((name, NumericArray(tensor)))
        case .int32(let integers):
          arrays.append((name, NumericArray(shape: [integers.count], .int32(integers))))
        case .quantized(let tensor):
          arrays.append((name, NumericArray(shape: tensor.shape, .int8(tensor.values))))
          let outputs = tensor.shape[tensor.shape.count - 1]
          let count = tensor.scales.count
          let shape = tensor.blockSize == nil ? [count] : [count / outputs, outputs]
          arrays.append(("\(name).scale", NumericArray(shape: shape, .float32(tensor.scales))))
          if !tensor.zeroPoints.isEmpty {
            arrays.append(("\(name).zeroPoint", NumericArray(shape: shape, .int8(tensor.zeroPoints))))
          }
        }
      }
    }
    return arrays
  }
}

extension SafeTensors {
  /// What a program stores, with notes on layouts and on the integers of activations.
  public init(_ program: Program) {
    var notes = Self.layoutNotes
    notes["arithmetic"] = program.arithmetic.rawValue
    notes["quantization"] =
      "real = scale * (integer - zeroPoint); one scale a tensor, an output (last axis) or a block"
    for layer in program.storedLayers {
      guard let output = layer.outputQuantization else { continue }
      notes["output of \(layer.name)"] = "scale \(output.scale), zeroPoint \(output.zeroPoint)"
    }
    self.init(Dictionary(uniqueKeysWithValues: program.arrays.map { ($0.name, $0.array) }), metadata: notes)
  }
}

extension LayerKind {
  /// What the parameters of a layer are called, in their order.
  fileprivate var parameterNames: [String] {
    switch self {
    case .scale: ["factor", "offset"]
    case .layerNorm: ["gamma", "beta"]
    case .embedding, .hashedEmbedding: ["table"]
    case .gru: ["weight", "recurrent", "bias", "recurrentBias"]
    case .lstm: ["weight", "recurrent", "bias"]
    default: ["weight", "bias"]
    }
  }
}
