import Engine

/// Writes the layers of a program, one after the other, as operations of ONNX.
struct ONNXExporter {
  let program: Program
  let layers: [FusedLayer]
  var builder: ONNXBuilder

  /// What the layers gave so far.
  private var results: [Value] = []

  /// The inputs of the program.
  private var inputs: [Value] = []

  /// Values that were transposed already.
  private var transposed: [String: String] = [:]

  /// A result of a layer, or an input.
  struct Value {
    /// The name in the graph.
    var name: String
    /// The extents as the engine has them, without the batch axis.
    var shape: [Int]
    /// How 8-bit integers stand for real numbers; nil where there are floats.
    var quantization: AffineParameters?
    /// Whether the channels stand before height and width, as convolutions of ONNX want them.
    var channelsFirst = false
  }

  init(_ program: Program, name: String) {
    self.program = program
    layers = program.storedLayers
    builder = ONNXBuilder(name: name)
  }

  /// Adds everything to the graph.
  mutating func export() {
    for (index, shape) in program.inputShapes.enumerated() {
      let name = program.inputShapes.count == 1 ? "input" : "input_\(index)"
      inputs.append(Value(name: builder.input(name, type: .float, shape: shape), shape: shape))
    }
    for (index, layer) in layers.enumerated() {
      builder.scope = layer.name
      let operands = layer.inputs.map { $0 < 0 ? inputs[-1 - $0] : results[$0] }
      var result = value(of: layer, operands)
      result.shape = program.layers[index].shape
      result.quantization = layer.outputQuantization
      results.append(result)
    }
    let output = channelsLast(results[results.count - 1])
    builder.output(output.name, name: "output", type: .float, shape: output.shape)
  }

  /// Adds a layer.
  ///
  /// The caller fills in the shape and quantization of the result.
  private mutating func value(of layer: FusedLayer, _ x: [Value]) -> Value {
    switch layer.kind {
    case .dense, .conv2D, .conv1D, .depthwiseConv2D, .convTranspose2D: product(layer, x[0])
    case .pool2D(let kind, let size, let stride): pool(layer, x[0], kind, [size, size], stride)
    case .pool1D(let kind, let size, let stride): pool(layer, x[0], kind, [size], stride)
    case .globalPool(let kind): globalPool(layer, x, kind)
    case .scale: scale(layer, x[0])
    case .layerNorm(let epsilon): layerNorm(layer, x[0], epsilon: epsilon)
    case .activation(let function): activation(layer, x[0], function)
    case .softmax: softmax(layer, x[0])
    case .embedding, .hashedEmbedding, .projection, .paddingMask: lookup(layer, x[0])
    case .gru(let recurrence): recurrent(layer, x, gates: 3, recurrence)
    case .lstm(let recurrence): recurrent(layer, x, gates: 4, recurrence)
    case .attention(let heads, let scale): attention(layer, x, heads: heads, scale: scale)
    case .add, .multiply: combination(layer, x)
    case .concatenate: concatenation(layer, x)
    case .reshape(let shape): channelsLast(x[0]).replacing { builder.reshape($0, to: shape) }
    case .quantize: x[0].replacing { quantize($0, layer.outputQuantization!) }
    case .dequantize: x[0].replacing { dequantize($0, x[0].quantization!) }
    }
  }

  // MARK: Layouts

  /// A value with the channels last, as the engine has them.
  mutating func channelsLast(_ value: Value) -> Value {
    guard value.channelsFirst else { return value }
    return transpose(value, [0] + Array(2...value.shape.count) + [1], channelsFirst: false)
  }

  /// An image or sequence with the channels first.
  mutating func channelsFirst(_ value: Value) -> Value {
    guard !value.channelsFirst else { return value }
    return transpose(value, [0, value.shape.count] + Array(1..<value.shape.count), channelsFirst: true)
  }

  private mutating func transpose(_ value: Value, _ axes: [Int], channelsFirst: Bool) -> Value {
    var result = value
    result.channelsFirst = channelsFirst
    result.name = transposed[value.name] ?? builder.transpose(value.name, axes)
    transposed[value.name] = result.name
    transposed[result.name] = value.name
    return result
  }

  /// A number for each channel, as a constant that is spread over a value of this layout.
  mutating func perChannel(_ numbers: [Float], like value: Value) -> String {
    builder.constant(numbers, shape: value.channelAxes(numbers.count))
  }

  // MARK: Integers

  /// 8-bit integers for reals.
  mutating func quantize(_ x: String, _ quantization: AffineParameters) -> String {
    builder.node(
      "QuantizeLinear", x, builder.constant(quantization.scale),
      builder.constant([Int8(quantization.zeroPoint)], shape: []))
  }

  /// The reals that 8-bit integers stand for.
  mutating func dequantize(_ x: String, _ quantization: AffineParameters) -> String {
    builder.node(
      "DequantizeLinear", x, builder.constant(quantization.scale),
      builder.constant([Int8(quantization.zeroPoint)], shape: []))
  }

  /// The integers of a value less their zero point, as floats.
  mutating func steps(of value: Value) -> String {
    dequantize(value.name, AffineParameters(scale: 1, zeroPoint: value.quantization!.zeroPoint))
  }

  /// The nearest 8-bit results of a layer for numbers in steps of its scale, clamped as the layer asks.
  mutating func quantizedResults(ofSteps steps: String, _ layer: FusedLayer) -> String {
    let zero = layer.outputQuantization!.zeroPoint
    return clampIntegers(quantize(steps, AffineParameters(scale: 1, zeroPoint: zero)), layer)
  }

  /// The clamp of a layer on its 8-bit results.
  mutating func clampIntegers(_ x: String, _ layer: FusedLayer) -> String {
    guard let clamp = layer.clamp, let quantization = layer.outputQuantization else { return x }
    let low = Int8(quantization.zeroPoint)
    let high = clamp == .relu6 ? quantization.quantize(6) : 127
    if low == -128, high == 127 { return x }
    return builder.node(
      "Clip", x, builder.constant([low], shape: []), builder.constant([high], shape: []))
  }

  /// The clamp of a layer on its results in floats.
  mutating func clampFloats(_ x: String, _ layer: FusedLayer) -> String {
    switch layer.clamp {
    case .relu: builder.node("Relu", x)
    case .relu6: builder.node("Clip", x, builder.constant(0), builder.constant(6))
    default: x
    }
  }
}

extension ONNXExporter.Value {
  /// The same kind of value under the name that a function adds.
  func replacing(_ function: (String) -> String) -> Self {
    var result = self
    result.name = function(name)
    return result
  }

  /// The shape of numbers for each channel that spread over the value.
  func channelAxes(_ count: Int) -> [Int] {
    channelsFirst ? [count] + Array(repeating: 1, count: shape.count - 1) : [count]
  }

  /// The axes in the graph that are neither the batch's nor the channels'.
  var positionAxes: [Int] { channelsFirst ? Array(2...shape.count) : Array(1..<shape.count) }
}
