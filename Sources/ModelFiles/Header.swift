import Engine
import Foundation

/// The JSON between the container and the payload; what has its usual value is left out.
struct Header: Codable {
  /// A program: the shape of each input.
  var inputs: [[Int]]?
  /// A program: its layers.
  var layers: [LayerEntry]?
  /// A checkpoint: its tensors.
  var tensors: [TensorEntry]?

  /// A fused layer; what is absent has its usual value.
  struct LayerEntry: Codable {
    var name: String
    var absorbed: [String]?
    /// An object with one member, the name of the kind, which holds the settings.
    var kind: LayerKind
    /// What it reads: layers by number, inputs as -1, -2, and so on; absent: the layer before it, or the first input.
    var reads: [Int]?
    var clamp: Activation?
    var pool: PoolWindow?
    var quantization: AffineParameters?
    var dynamic: Bool?
    var fallback: String?
    /// Weights, then vectors.
    var parameters: [ParameterEntry]?
  }

  /// Numbers of a layer: floats, 32-bit integers, or integers of a few bits with scales.
  struct ParameterEntry: Codable {
    var values: TensorEntry
    var scales: TensorEntry?
    /// The integers that stand for 0, one for each scale; absent in a symmetric scheme.
    var zeroPoints: TensorEntry?
    /// How many neighboring weights of an output share a scale; absent when all of them do.
    var block: Int?
  }

  private static let sizeLimit = 1 << 20
  private static let layerLimit = 1024

  init(tensors: [TensorEntry]) { self.tensors = tensors }

  init(json: [UInt8]) throws(ModelFileError) {
    guard json.count <= Self.sizeLimit else { throw .header("it is longer than \(Self.sizeLimit) bytes") }
    do {
      self = try JSONDecoder().decode(Header.self, from: Data(json))
    } catch {
      throw .header("it is not the JSON of a model, or has a layer of an unknown kind")
    }
  }

  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only on numbers that are not finite, which no program holds.
    return Array(try! encoder.encode(self))
  }
}

extension Header {
  /// The format version that a reader must know: 2 if a tensor is Huffman-coded.
  var version: Int {
    let parameters = (layers ?? []).flatMap { $0.parameters ?? [] }
    return parameters.contains { $0.values.isCoded } ? 2 : 1
  }

  /// Describes a program and writes its tensors.
  init(_ program: Program, coding: WeightCoding, payload: inout PayloadWriter) {
    inputs = program.inputShapes
    var entries: [LayerEntry] = []
    for (index, layer) in program.storedLayers.enumerated() {
      var entry = LayerEntry(name: layer.name, kind: layer.kind)
      entry.absorbed = layer.absorbed.isEmpty ? nil : layer.absorbed
      entry.reads = layer.inputs == [index - 1] ? nil : layer.inputs
      entry.clamp = layer.clamp
      entry.pool = layer.pool == PoolWindow() ? nil : layer.pool
      entry.quantization = layer.outputQuantization
      entry.dynamic = layer.isDynamic ? true : nil
      entry.fallback = layer.fallback
      entry.parameters =
        layer.parameters.isEmpty
        ? nil : layer.parameters.map { ParameterEntry($0, coding: coding, payload: &payload) }
      entries.append(entry)
    }
    layers = entries
  }

  /// Makes the program that the header describes.
  func program(payload: inout PayloadReader) throws(ModelFileError) -> Program {
    guard let entries = layers, let inputs, tensors == nil else {
      throw .content(expected: "program", actual: "checkpoint")
    }
    guard entries.count <= Self.layerLimit else {
      throw .header("it has more than \(Self.layerLimit) layers")
    }
    var layers: [FusedLayer] = []
    for (index, entry) in entries.enumerated() {
      var parameters: [FusedLayer.Parameter] = []
      for (number, parameter) in (entry.parameters ?? []).enumerated() {
        parameters.append(
          try parameter.read(
            from: &payload, name: "\(entry.name), parameter \(number)",
            as: number < entry.kind.weightCount ? \.weights : \.biases))
      }
      layers.append(
        FusedLayer(
          name: entry.name, absorbed: entry.absorbed ?? [], kind: entry.kind,
          inputs: entry.reads ?? [index - 1], parameters: parameters, clamp: entry.clamp,
          pool: entry.pool ?? PoolWindow(), outputQuantization: entry.quantization,
          isDynamic: entry.dynamic ?? false, fallback: entry.fallback))
    }
    do {
      return try Program(inputShapes: inputs, layers: layers)
    } catch {
      throw .program(error)
    }
  }
}

extension Header.ParameterEntry {
  /// Writes numbers and describes them.
  fileprivate init(
    _ parameter: FusedLayer.Parameter, coding: WeightCoding, payload: inout PayloadWriter
  ) {
    switch parameter {
    case .float(let tensor): values = payload.write(tensor)
    case .int32(let integers): values = payload.write(integers)
    case .quantized(let tensor):
      values = payload.write(tensor, coding: coding)
      scales = payload.write(floats: tensor.scales, shape: [tensor.scales.count])
      zeroPoints = tensor.zeroPoints.isEmpty ? nil : payload.write(tensor.zeroPoints)
      block = tensor.blockSize
    }
  }

  /// Reads what was described.
  fileprivate func read(
    from payload: inout PayloadReader, name: String, as part: WritableKeyPath<FileSize, Int>
  ) throws(ModelFileError) -> FusedLayer.Parameter {
    guard let scales else {
      if values.encoding == "i32" { return .int32(try payload.integers(values, name: name, as: part)) }
      return .float(try payload.floats(values, name: name, as: part))
    }
    let integers = try payload.integers(values, name: name, allowsCodes: true, as: part)
    let factors = try payload.floats(scales, name: "scales of \(name)", as: \.scales).values
    let zeros = try zeroPoints.map { entry throws(ModelFileError) in
      try payload.integers(entry, name: "zero points of \(name)", allowsCodes: false, as: \.scales)
    }
    do {
      return .quantized(
        try QuantizedTensor(
          shape: values.shape, bits: values.bits!, values: integers, scales: factors,
          zeroPoints: zeros ?? [], blockSize: block))
    } catch {
      throw .tensor(name, reason: error.description)
    }
  }
}
