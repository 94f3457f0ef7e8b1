import Engine
import Foundation

/// The JSON between the container and the payload; what has its usual value is left out.
struct Header: Codable {
  /// A program: the shape of its input.
  var input: [Int]?
  /// A program: how its input becomes integers; absent in float.
  var quantization: AffineParameters?
  /// A program: its layers.
  var layers: [LayerEntry]?
  /// A checkpoint: its tensors.
  var tensors: [TensorEntry]?

  /// A fused layer; what is absent has its usual value.
  struct LayerEntry: Codable {
    var name: String
    var absorbed: [String]?
    /// "conv2D", "dense", "scale" or "elementwise".
    var kind: String
    /// The layer it reads; absent: the one before it, or the input of the program.
    var reads: Int?
    var stride: Int?
    var padding: Padding?
    var relu: Bool?
    var pool: Int?
    var quantization: AffineParameters?
    var weight: TensorEntry?
    var scales: TensorEntry?
    /// The integers that stand for 0, one for each scale; absent in a symmetric scheme.
    var zeroPoints: TensorEntry?
    /// How many neighboring weights of an output share a scale; absent when all of them do.
    var block: Int?
    var bias: TensorEntry?
  }

  private static let sizeLimit = 1 << 20
  private static let layerLimit = 1024

  init(tensors: [TensorEntry]) { self.tensors = tensors }

  init(json: [UInt8]) throws(ModelFileError) {
    guard json.count <= Self.sizeLimit else { throw .header("it is longer than \(Self.sizeLimit) bytes") }
    do {
      self = try JSONDecoder().decode(Header.self, from: Data(json))
    } catch {
      throw .header("it is not the JSON of a model")
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
  /// Describes a program and writes its tensors.
  init(_ program: Program, payload: inout PayloadWriter) {
    input = program.inputShape
    quantization = program.inputQuantization
    var entries: [LayerEntry] = []
    for (index, layer) in program.storedLayers.enumerated() {
      var entry = LayerEntry(
        name: layer.name, absorbed: layer.absorbed.isEmpty ? nil : layer.absorbed, kind: "elementwise",
        reads: layer.input == index - 1 ? nil : layer.input, relu: layer.relu ? true : nil,
        pool: layer.pool == 1 ? nil : layer.pool, quantization: layer.outputQuantization)
      switch layer.kind {
      case .conv2D(let stride, let padding):
        entry.kind = "conv2D"
        entry.stride = stride == 1 ? nil : stride
        entry.padding = padding == .valid ? nil : padding
      case .dense: entry.kind = "dense"
      case .scale: entry.kind = "scale"
      case .elementwise: break
      }
      switch layer.parameters {
      case .none: break
      case .float(let weight, let bias):
        entry.weight = payload.write(weight)
        entry.bias = payload.write(bias)
      case .weightOnly(let weight, let bias):
        entry.describe(weight, payload: &payload)
        entry.bias = payload.write(bias)
      case .integer(let weight, let bias):
        entry.describe(weight, payload: &payload)
        entry.bias = payload.write(bias)
      }
      entries.append(entry)
    }
    layers = entries
  }

  /// Makes the program that the header describes.
  func program(payload: inout PayloadReader) throws(ModelFileError) -> Program {
    guard let entries = layers, let input, tensors == nil else {
      throw .content(expected: "program", actual: "checkpoint")
    }
    guard entries.count <= Self.layerLimit else {
      throw .header("it has more than \(Self.layerLimit) layers")
    }
    var layers: [FusedLayer] = []
    for (index, entry) in entries.enumerated() {
      layers.append(
        FusedLayer(
          name: entry.name, absorbed: entry.absorbed ?? [], kind: try entry.fusedKind,
          input: entry.reads ?? index - 1, parameters: try entry.parameters(payload: &payload),
          relu: entry.relu ?? false, pool: entry.pool ?? 1, outputQuantization: entry.quantization))
    }
    do {
      return try Program(inputShape: input, inputQuantization: quantization, layers: layers)
    } catch {
      throw .program(error)
    }
  }
}

extension Header.LayerEntry {
  /// Writes integers, scales and zero points.
  fileprivate mutating func describe(_ tensor: QuantizedTensor, payload: inout PayloadWriter) {
    weight = payload.write(tensor)
    scales = payload.write(floats: tensor.scales, shape: [tensor.scales.count])
    zeroPoints = tensor.zeroPoints.isEmpty ? nil : payload.write(tensor.zeroPoints)
    block = tensor.blockSize
  }

  fileprivate var fusedKind: FusedLayer.Kind {
    get throws(ModelFileError) {
      switch kind {
      case "conv2D": return .conv2D(stride: stride ?? 1, padding: padding ?? .valid)
      case "dense": return .dense
      case "scale": return .scale
      case "elementwise": return .elementwise
      default: throw .header("the layer \"\(name)\" is of an unknown kind")
      }
    }
  }

  fileprivate func parameters(payload: inout PayloadReader) throws(ModelFileError) -> FusedLayer.Parameters {
    guard let weight, let bias else { return .none }
    guard weight.encoding != "f32" else {
      return .float(
        weight: try payload.floats(weight, name: name + " weight"),
        bias: try payload.floats(bias, name: name + " bias"))
    }
    guard let scales, let bits = weight.bits else {
      throw .tensor(name + " weight", reason: "integers need an encoding i1 to i8 and scales")
    }
    let values = try payload.packed(weight, name: name + " weight")
    let factors = try payload.floats(scales, name: name + " scales").values
    let zeros = try zeroPoints.map { entry throws(ModelFileError) in
      try payload.packed(entry, name: name + " zero points")
    }
    let integers: QuantizedTensor
    do {
      integers = try QuantizedTensor(
        shape: weight.shape, bits: bits, values: values, scales: factors, zeroPoints: zeros ?? [],
        blockSize: block)
    } catch {
      throw .tensor(name + " weight", reason: error.description)
    }
    if bias.encoding == "i32" {
      return .integer(weight: integers, bias: try payload.integers(bias, name: name + " bias"))
    }
    return .weightOnly(weight: integers, bias: try payload.floats(bias, name: name + " bias"))
  }
}
