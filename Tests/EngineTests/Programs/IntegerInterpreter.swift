@testable import Engine

/// What an int8 program of products computes, in plain integer arithmetic straight from the definition: every output is
/// requantized, and pooling takes the maximum of what was requantized.
///
/// Sums are whole numbers below 2^53, so the plain loops in double precision give them exactly.
func interpret(_ program: Program, _ input: [Float]) -> [Float] {
  var results: [Value] = []
  for plan in program.packed.plans {
    let source = plan.layer.inputs[0]
    let value =
      source < 0
      ? Value(numbers: Operand(values: input.map(Double.init), shape: plan.inputShapes[0]), meaning: nil)
      : results[source]
    results.append(interpret(plan, value))
  }
  return results.last!.numbers.values.map(Float.init)
}

/// Real numbers, or integers and what they mean.
private struct Value {
  var numbers: Operand
  var meaning: AffineParameters?
}

private func interpret(_ plan: LayerPlan, _ input: Value) -> Value {
  let output = plan.layer.outputQuantization
  var numbers = input.numbers
  switch plan.layer.kind {
  case .quantize:
    numbers.values = numbers.values.map { value in
      let step = (Float(value) / output!.scale).rounded(.toNearestOrEven)
      return Double(min(max(step + Float(output!.zeroPoint), -128), 127))
    }
  case .dequantize:
    numbers.values = numbers.values.map {
      Double(input.meaning!.scale * Float($0 - Double(input.meaning!.zeroPoint)))
    }
  case .reshape: break
  default: numbers.values = product(plan, input)
  }
  numbers.shape = plan.shape
  return Value(numbers: numbers, meaning: output)
}

private func product(_ plan: LayerPlan, _ input: Value) -> [Double] {
  let (layer, output) = (plan.layer, plan.layer.outputQuantization!)
  guard case .int32(let bias) = layer.parameters[1], let weight = layer.parameters[0].quantized else {
    fatalError("\(layer.kind.name) is no product of integers")
  }
  // Outputs that pooling drops are left out: they change nothing.
  var full = plan.shape
  if full.count == 3 { full = [full[0] * layer.pool.height, full[1] * layer.pool.width, full[2]] }
  if full.count == 2 { full[0] *= layer.pool.width }
  let zero = Double(input.meaning!.zeroPoint)
  let differences = Operand(values: input.numbers.values.map { $0 - zero }, shape: plan.inputShapes[0])
  let integers = Tensor(shape: weight.shape, values: weight.values.map(Float.init))
  let sums = naive(layer.kind.operation(integers), [differences], to: full)
  let steps = sums.indices.map { index in
    let channel = index % bias.count
    let scale = weight.scales.count == 1 ? weight.scales[0] : weight.scales[channel]
    let factor = input.meaning!.scale * scale / output.scale
    let step = (Float(sums[index] + Double(bias[channel])) * factor).rounded(.toNearestOrEven)
    let zero = Float(output.zeroPoint)
    let low = layer.clamp == nil ? -128 : zero
    let high = layer.clamp == .relu6 ? min(127, (6 / output.scale).rounded(.toNearestOrEven) + zero) : 127
    return Double(min(max(step + zero, low), high))
  }
  let window = layer.pool
  let image = full.count == 3 ? full : [1, full.dropLast().reduce(1, *), full.last!]
  return naiveMap([image[0] / window.height, image[1] / window.width, image[2]]) { y, x, c in
    var largest = -Double.infinity
    for dy in 0..<window.height {
      for dx in 0..<window.width {
        let pixel = (y * window.height + dy) * image[1] + x * window.width + dx
        largest = max(largest, steps[pixel * image[2] + c])
      }
    }
    return largest
  }
}

extension LayerKind {
  /// The operation of a product without bias.
  fileprivate func operation(_ weight: Tensor) -> Engine.Operation {
    switch self {
    case .dense: .dense(weight: weight, bias: nil)
    case .conv2D(let stride, let padding):
      .conv2D(weight: weight, bias: nil, stride: stride, padding: padding)
    case .conv1D(let stride, let padding):
      .conv1D(weight: weight, bias: nil, stride: stride, padding: padding)
    case .depthwiseConv2D(let stride, let padding):
      .depthwiseConv2D(weight: weight, bias: nil, stride: stride, padding: padding)
    case .convTranspose2D(let stride, let padding):
      .convTranspose2D(weight: weight, bias: nil, stride: stride, padding: padding)
    default: fatalError("\(name) is no product")
    }
  }
}
