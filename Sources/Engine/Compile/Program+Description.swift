extension Program {
  /// What was fused, and where each result lies: one line a layer, then the size of the arena.
  public var planDescription: String {
    let layers = layers
    var lines = [
      "\(arithmetic.rawValue) program, \(packed.instructions.rawValue) kernels, input \(inputShape)"
    ]
    if let input = inputQuantization {
      lines.append("  input as int8: scale \(input.scale), zero point \(input.zeroPoint)")
    }
    for (index, layer) in layers.enumerated() {
      let fused = ([layer.name] + layer.absorbed).joined(separator: " + ")
      let offset = packed.memory.offsets[1 + index]
      let end = offset + packed.plans[index].count * (inputQuantization == nil ? 4 : 1)
      let source = packed.plans[index].layer.input
      var line = "  \(index) \(layer.kind) \(fused): \(layer.inputShape) -> \(layer.shape)"
      if source != index - 1 { line += " from \(source < 0 ? "the input" : layers[source].name)" }
      line += ", \(layer.multiplyAccumulates) MACs, \(layer.byteCount) B, arena \(offset)..<\(end)"
      lines.append(line)
    }
    lines.append(
      "  arena \(packed.memory.byteCount) B, \(multiplyAccumulates) MACs, \(parameterCount) parameters")
    return lines.joined(separator: "\n")
  }
}
