import CKernels
import Foundation

@testable import Engine

/// What a graph computes, node by node in double precision and plain loops: the oracle of compiled programs.
func naiveForward(_ graph: Graph, inputs: [[Float]]) -> [Double] {
  var results: [[Double]] = []
  for node in graph.nodes {
    let operands = node.inputs.map { source in
      Operand(
        values: source < 0 ? inputs[-1 - source].map(Double.init) : results[source],
        shape: graph.shape(of: source))
    }
    results.append(naive(node.operation, operands, to: node.shape))
  }
  return results[graph.output]
}

func naiveForward(_ graph: Graph, _ image: [Float]) -> [Double] { naiveForward(graph, inputs: [image]) }

/// A value and its shape.
struct Operand {
  var values: [Double]
  var shape: [Int]

  var features: Int { shape.last! }
  var rows: [[Double]] {
    stride(from: 0, to: values.count, by: features).map { Array(values[$0..<$0 + features]) }
  }
}

func naive(_ operation: Engine.Operation, _ inputs: [Operand], to: [Int]) -> [Double] {
  let x = inputs[0]
  switch operation {
  case .flatten, .dropout, .reshape: return x.values
  case .activation(let function): return x.values.map(function.exact)
  case .softmax: return x.rows.flatMap(softmax)
  case .add: return x.values.indices.map { i in inputs.reduce(0) { $0 + $1.values[i] } }
  case .multiply: return x.values.indices.map { i in inputs.reduce(1) { $0 * $1.values[i] } }
  case .concatenate: return x.rows.indices.flatMap { row in inputs.flatMap { $0.rows[row] } }
  case .batchNorm(let gamma, let beta, let mean, let variance, let epsilon):
    return x.values.indices.map { index in
      let c = index % gamma.count
      let normal = (x.values[index] - Double(mean[c])) / Double(variance[c] + epsilon).squareRoot()
      return Double(gamma[c]) * normal + Double(beta[c])
    }
  case .layerNorm(let gamma, let beta, let epsilon):
    return x.rows.flatMap { row in
      let mean = row.reduce(0, +) / Double(row.count)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.indices.map {
        (row[$0] - mean) / (variance + Double(epsilon)).squareRoot() * Double(gamma[$0]) + Double(beta[$0])
      }
    }
  case .dense(let weight, let bias):
    return x.rows.flatMap { affine($0, weight, bias) }
  case .pool2D, .pool1D, .globalPool: return naivePool(operation, inputs, to: to)
  case .conv2D, .conv1D, .depthwiseConv2D, .convTranspose2D: return naiveConvolution(operation, x, to: to)
  case .embedding(let table):
    return x.values.flatMap { id in row(Int(id) < table.shape[0] ? Int(id) : 0, of: table) }
  case .hashedEmbedding(let table, let hashes):
    return x.values.flatMap { id in
      (0..<hashes).map { row(Int(ck_hash(UInt64($0), UInt32(id))) % table.shape[0], of: table) }
        .reduce([Double](repeating: 0, count: to[1])) { zip($0, $1).map(+) }
    }
  case .projection(let bits):
    return x.values.flatMap { id in
      (0..<bits).map { [0, 1, -1, 0][Int(ck_hash(UInt64($0), UInt32(id)) & 3)] }
    }
  case .paddingMask: return x.values.map { $0 == 0 ? 0 : 1 }
  case .gru, .lstm: return naiveRecurrent(operation, inputs)
  case .attention(let heads, let scale): return naiveAttention(inputs, heads: heads, scale: Double(scale))
  }
}

extension Activation {
  /// The function in double precision.
  func exact(_ x: Double) -> Double {
    switch self {
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .gelu: x * (1 + erf(x / 2.0.squareRoot())) / 2
    case .silu: x / (1 + exp(-x))
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }
}

private func softmax(_ row: [Double]) -> [Double] {
  let largest = row.max()!
  let powers = row.map { exp($0 - largest) }
  return powers.map { $0 / powers.reduce(0, +) }
}

private func row(_ index: Int, of table: Tensor) -> [Double] {
  (0..<table.shape[1]).map { Double(table[index * table.shape[1] + $0]) }
}

private func affine(_ row: [Double], _ weight: Tensor, _ bias: Tensor?) -> [Double] {
  let outputs = weight.shape[1]
  return (0..<outputs).map { o in
    row.indices.reduce(Double(bias?[o] ?? 0)) { $0 + row[$1] * Double(weight[$1 * outputs + o]) }
  }
}

private func naivePool(_ operation: Engine.Operation, _ inputs: [Operand], to: [Int]) -> [Double] {
  let x = inputs[0]
  func pooled(_ kind: PoolKind, _ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    return kind == .max ? values.max()! : values.reduce(0, +) / Double(values.count)
  }
  switch operation {
  case .globalPool(let kind):
    let rows = x.rows.indices.filter { inputs.count == 1 || inputs[1].values[$0] != 0 }
    return (0..<x.features).map { c in pooled(kind, rows.map { x.rows[$0][c] }) }
  case .pool1D(let kind, let size, let stride):
    return (0..<to[0]).flatMap { y in
      (0..<to[1]).map { c in pooled(kind, (0..<size).map { x.rows[y * stride + $0][c] }) }
    }
  case .pool2D(let kind, let size, let stride):
    return naiveMap(to) { y, xx, c in
      pooled(kind, naiveWindow(size).map { x.rows[(y * stride + $0) * x.shape[1] + xx * stride + $1][c] })
    }
  default: fatalError("no pooling")
  }
}

private func naiveConvolution(_ operation: Engine.Operation, _ x: Operand, to: [Int]) -> [Double] {
  /// Reads an image with zeros around it.
  func pixel(_ y: Int, _ x0: Int, _ c: Int, _ shape: [Int]) -> Double {
    guard (0..<shape[0]).contains(y), (0..<shape[1]).contains(x0) else { return 0 }
    return x.values[(y * shape[1] + x0) * shape[2] + c]
  }
  switch operation {
  case .conv1D(let weight, let bias, let stride, let padding):
    let left = padding == .valid ? 0 : samePadding(x.shape[0], weight.shape[0], stride)
    return naiveMap([1, to[0], to[1]]) { _, position, o in
      var sum = Double(bias?[o] ?? 0)
      for k in 0..<weight.shape[0] {
        for i in 0..<x.features {
          let w = Double(weight[(k * x.features + i) * to[1] + o])
          sum += pixel(0, position * stride + k - left, i, [1] + x.shape) * w
        }
      }
      return sum
    }
  case .conv2D(let weight, let bias, let stride, let padding),
    .depthwiseConv2D(let weight, let bias, let stride, let padding):
    let kernel = weight.shape
    let isDepthwise = kernel.count == 3
    let top = padding == .valid ? 0 : samePadding(x.shape[0], kernel[0], stride)
    let left = padding == .valid ? 0 : samePadding(x.shape[1], kernel[1], stride)
    return naiveMap(to) { y, column, o in
      var sum = Double(bias?[o] ?? 0)
      for ky in 0..<kernel[0] {
        for kx in 0..<kernel[1] {
          for i in isDepthwise ? o..<o + 1 : 0..<x.features {
            let tap = (ky * kernel[1] + kx) * x.features + i
            let w = Double(weight[isDepthwise ? tap : tap * to[2] + o])
            sum += pixel(y * stride + ky - top, column * stride + kx - left, i, x.shape) * w
          }
        }
      }
      return sum
    }
  case .convTranspose2D(let weight, let bias, let stride, let padding):
    let kernel = weight.shape
    let top = padding == .valid ? 0 : max(kernel[0] - stride, 0) / 2
    let left = padding == .valid ? 0 : max(kernel[1] - stride, 0) / 2
    return naiveMap(to) { y, column, o in
      var sum = Double(bias?[o] ?? 0)
      for iy in 0..<x.shape[0] {
        for ix in 0..<x.shape[1] {
          let (ky, kx) = (y + top - iy * stride, column + left - ix * stride)
          guard (0..<kernel[0]).contains(ky), (0..<kernel[1]).contains(kx) else { continue }
          for i in 0..<x.features {
            let w = Double(weight[((ky * kernel[1] + kx) * x.features + i) * to[2] + o])
            sum += pixel(iy, ix, i, x.shape) * w
          }
        }
      }
      return sum
    }
  default: fatalError("no convolution")
  }
}

private func naiveRecurrent(_ operation: Engine.Operation, _ inputs: [Operand]) -> [Double] {
  let x = inputs[0]
  let (weight, recurrent, bias, recurrentBias, settings): (Tensor, Tensor, Tensor, Tensor?, Recurrence)
  switch operation {
  case .gru(let w, let u, let b, let c, let s):
    (weight, recurrent, bias, recurrentBias, settings) = (w, u, b, c, s)
  case .lstm(let w, let u, let b, let s):
    (weight, recurrent, bias, recurrentBias, settings) = (w, u, b, nil, s)
  default: fatalError("not recurrent")
  }
  let units = recurrent.shape[0]
  func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  var (h, c) = ([Double](repeating: 0, count: units), [Double](repeating: 0, count: units))
  var states = [[Double]](repeating: h, count: x.rows.count)
  for step in settings.reversed ? Array(x.rows.indices.reversed()) : Array(x.rows.indices) {
    if inputs.count == 1 || inputs[1].values[step] != 0 {
      let a = affine(x.rows[step], weight, bias)
      let b = affine(h, recurrent, recurrentBias)
      for unit in 0..<units {
        func gate(_ index: Int) -> Double { a[index * units + unit] + b[index * units + unit] }
        if recurrentBias != nil {
          let (z, r) = (sigmoid(gate(0)), sigmoid(gate(1)))
          h[unit] = z * h[unit] + (1 - z) * tanh(a[2 * units + unit] + r * b[2 * units + unit])
        } else {
          c[unit] = sigmoid(gate(1)) * c[unit] + sigmoid(gate(0)) * tanh(gate(2))
          h[unit] = sigmoid(gate(3)) * tanh(c[unit])
        }
      }
    }
    states[step] = h
  }
  return settings.returnsSequence ? states.flatMap { $0 } : h
}

private func naiveAttention(_ inputs: [Operand], heads: Int, scale: Double) -> [Double] {
  let (q, k, v) = (inputs[0], inputs[1], inputs[2])
  let keys = k.rows.indices.filter { inputs.count == 3 || inputs[3].values[$0] != 0 }
  let (width, valueWidth) = (q.features / heads, v.features / heads)
  return q.rows.flatMap { query in
    (0..<heads).flatMap { head -> [Double] in
      guard !keys.isEmpty else { return [Double](repeating: 0, count: valueWidth) }
      let weights = softmax(
        keys.map { key in
          (head * width..<(head + 1) * width).reduce(0) { $0 + query[$1] * k.rows[key][$1] } * scale
        })
      return (head * valueWidth..<(head + 1) * valueWidth).map { feature in
        zip(keys, weights).reduce(0) { $0 + $1.1 * v.rows[$1.0][feature] }
      }
    }
  }
}
