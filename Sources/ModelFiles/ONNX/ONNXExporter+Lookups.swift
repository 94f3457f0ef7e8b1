import Engine

extension ONNXExporter {
  /// A layer that reads token ids.
  mutating func lookup(_ layer: FusedLayer, _ x: Value) -> Value {
    let result: String
    switch layer.kind {
    case .embedding:
      result = builder.gather(table(of: layer), row(of: x.name, count: layer.parameters[0].shape[0]))
    case .hashedEmbedding(let hashes):
      let bits = hash(x.name, keys: hashes)
      let rows = builder.node("Mod", bits, builder.constant([layer.parameters[0].shape[0]], shape: []))
      result = sum(layer, builder.gather(table(of: layer), rows))
    case .projection(let bits):
      let pairs = builder.node("BitwiseAnd", hash(x.name, keys: bits), builder.constant([3], shape: []))
      // By two bits of the hash: 1 is 1, 2 is -1, 0 and 3 are 0.
      result =
        layer.isInteger
        ? builder.gather(builder.constant([0, 1, -1, 0] as [Int8]), pairs)
        : builder.gather(builder.constant([0, 1, -1, 0] as [Float]), pairs)
    default:
      let isPadding = builder.node("Equal", x.name, builder.constant(0))
      result = builder.cast(builder.node("Not", isPadding), to: layer.isInteger ? .int8 : .float)
    }
    return Value(name: result, shape: [])
  }

  /// The table as reals, or as the integers that are the layer's results.
  private mutating func table(of layer: FusedLayer) -> String {
    guard layer.isInteger, let integers = layer.parameters[0].quantized else {
      return weight(layer.parameters[0])
    }
    return builder.constant(integers.values, shape: integers.shape)
  }

  /// The rows of all hashes added up; `rows` is `[batch, length, hashes, width]`.
  private mutating func sum(_ layer: FusedLayer, _ rows: String) -> String {
    guard let output = layer.outputQuantization, let table = layer.parameters[0].quantized else {
      return builder.reduce("Sum", rows, axes: [2], keepsAxes: false)
    }
    let steps = dequantize(rows, AffineParameters(scale: 1, zeroPoint: 0))
    let sum = builder.reduce("Sum", steps, axes: [2], keepsAxes: false)
    return quantizedResults(
      ofSteps: builder.multiply(sum, builder.constant(table.scales[0] / output.scale)), layer)
  }

  /// The row of each id in a table of so many; ids outside, and what is not a number, read row 0.
  private mutating func row(of ids: String, count: Int) -> String {
    let isKnown = builder.node(
      "And", builder.node("GreaterOrEqual", ids, builder.constant(0)),
      builder.node("Less", ids, builder.constant(Float(count))))
    return builder.cast(builder.node("Where", isKnown, ids, builder.constant(0)), to: .int64)
  }

  /// The bits of `stableHash` for each id under the keys from 0: `[batch, length]` becomes `[batch, length, keys]`.
  ///
  /// In 64-bit integers, of which the lowest 32 bits count.
  private mutating func hash(_ ids: String, keys: Int) -> String {
    let isWhole = builder.node("Less", builder.node("Abs", ids), builder.constant(9e18))
    let whole = builder.cast(builder.node("Where", isWhole, ids, builder.constant(0)), to: .int64)
    let spread = (0..<keys).map { UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
    let low = builder.constant(spread.map { Int($0 & 0xFFFF_FFFF) })
    let high = builder.constant(spread.map { Int($0 >> 32) })
    let index = builder.node("Unsqueeze", lowBits(whole), builder.constant([-1]))
    var bits = builder.node("BitwiseXor", index, low)
    for _ in 0..<2 {
      bits = multiplied(mixed(bits, shift: 16), by: 0x7FEB_352D)
      bits = multiplied(mixed(bits, shift: 15), by: 0x846C_A68B)
      bits = builder.node("BitwiseXor", mixed(bits, shift: 16), high)
    }
    return bits
  }

  /// `x ^ x >> shift`.
  private mutating func mixed(_ x: String, shift: Int) -> String {
    builder.node("BitwiseXor", x, builder.divide(x, builder.constant([1 << shift], shape: [])))
  }

  /// The lowest 32 bits of a product, the factor in two halves so that nothing leaves 64 bits.
  private mutating func multiplied(_ x: String, by factor: Int) -> String {
    let low = builder.multiply(x, builder.constant([factor & 0xFFFF], shape: []))
    let high = builder.node(
      "BitwiseAnd", builder.multiply(x, builder.constant([factor >> 16], shape: [])),
      builder.constant([0xFFFF], shape: []))
    return lowBits(builder.multiplyAdd(high, builder.constant([1 << 16], shape: []), low))
  }

  private mutating func lowBits(_ x: String) -> String {
    builder.node("BitwiseAnd", x, builder.constant([0xFFFF_FFFF], shape: []))
  }
}
