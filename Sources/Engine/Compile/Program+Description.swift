extension Program {
  /// What was fused, in which arithmetic each layer computes, and where its result lies: one line a layer, then
  /// what stayed in float and why, and the size of it all.
  public var planDescription: String {
    let inputs = inputShapes.map { "\($0)" }.joined(separator: ", ")
    var lines = [
      "\(arithmetic.rawValue) program, \(packed.instructions.rawValue) kernels, input \(inputs)"
    ]
    for index in packed.plans.indices { lines.append("  \(index) \(lineOfPlan(index))") }
    for fallback in fallbacks { lines.append("  float: \(fallback.layer), \(fallback.reason)") }
    let bytes = layers.reduce(0) { $0 + $1.byteCount }
    lines.append(
      "  peak memory \(packed.memory.byteCount) B, \(multiplyAccumulates) MACs, \(parameterCount) parameters "
        + "in \(bytes) B")
    return lines.joined(separator: "\n")
  }

  private func lineOfPlan(_ index: Int) -> String {
    let plan = packed.plans[index]
    let layer = plan.layer
    let fused = ([layer.name] + layer.absorbed).joined(separator: " + ")
    let shapes = plan.inputShapes.map { "\($0)" }.joined(separator: ", ")
    var line = "\(layer.kind.name) \(fused): \(shapes) -> \(plan.shape)"
    if layer.inputs != [index - 1] {
      let sources = layer.inputs.map { $0 < 0 ? "input \(-1 - $0)" : storedLayers[$0].name }
      line += " from \(sources.joined(separator: ", "))"
    }
    line += ", \(arithmetic(of: layer))"
    if let quantization = layer.outputQuantization {
      line += " (scale \(quantization.scale), zero point \(quantization.zeroPoint))"
    }
    line += ", \(plan.multiplyAccumulates) MACs, \(layers[index].byteCount) B"
    guard let offset = packed.offset(of: index) else { return line + ", in place" }
    let isShared = index > 0 && packed.places.results[..<index].contains(packed.places.results[index])
    return line + ", arena \(offset)..<\(offset + plan.byteCount)\(isShared ? " in place" : "")"
  }

  private func arithmetic(of layer: FusedLayer) -> String {
    if layer.isInteger { return "int8" }
    if layer.isConversion { return layer.kind == .quantize ? "float to int8" : "int8 to float" }
    if layer.isDynamic { return "dynamic int8" }
    return layer.parameters.contains { $0.quantized != nil } ? "float from integers" : "float"
  }
}
