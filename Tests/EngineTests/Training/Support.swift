import Foundation
import Testing

@testable import Engine

/// A reference run stored in the folder Golden; the script of the same name made it.
func storedRun<Run: Decodable>(_ type: Run.Type, _ name: String) throws -> Run {
  let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
  return try JSONDecoder().decode(
    type, from: Data(contentsOf: folder.appendingPathComponent("\(name).json")))
}

/// The squared error in relation to the squared reference: 0 is equality.
func normalizedError(_ actual: [Float], _ expected: [Float]) -> Double {
  precondition(actual.count == expected.count)
  let error = zip(actual, expected).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
  let power = expected.reduce(0.0) { $0 + pow(Double($1), 2) }
  return error == 0 ? 0 : error / power  // NaN and infinity are failures, as no comparison with them holds
}

func randomTensor(_ shape: [Int], seed: UInt64, in range: ClosedRange<Float> = -1...1) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return Tensor(shape: shape, values: generator.uniform(count: shape.reduce(1, *), in: range))
}

/// Numbers that look random, in `offset ± scale`, by the hash of Golden/shared.py.
func noise(_ shape: [Int], scale: Double, phase: Int, offset: Double = 0) -> Tensor {
  let values = (0..<shape.reduce(1, *)).map { i -> Float in
    var bits = UInt32(truncatingIfNeeded: i + 1_000_003 * phase + 1) &* 2_654_435_761
    bits = (bits ^ bits >> 16) &* 2_246_822_519
    bits ^= bits >> 13
    return Float(offset + scale * (Double(bits) / 0x1p31 - 1))
  }
  return Tensor(shape: shape, values: values)
}

/// Numbers in random order, no two closer than `distance`, none closer to 0 than half of it: a small change moves
/// none across a kink of ReLU or max pooling.
func spacedTensor(_ shape: [Int], seed: UInt64, distance: Float = 0.05) -> Tensor {
  let count = shape.reduce(1, *)
  var generator = SeededGenerator(seed: seed)
  let values = generator.permutation(count: count).map { (Float($0 - count / 2) + 0.5) * distance }
  return Tensor(shape: shape, values: values)
}

/// The relative error of each operand's gradient, in norm, against central differences.
///
/// The function is `sum(output * cotangent)` with a fixed random cotangent. `operation` runs with a fresh tape
/// each time, from the same seed.
func gradientErrors(
  of operands: [Tensor], step: Float = 1e-2, _ operation: (Tape, [Variable]) -> Variable
) -> [Double] {
  let tape = Tape(trainingWith: SeededGenerator(seed: 1))
  let variables = operands.map { Variable($0, needsGradient: true) }
  let output = operation(tape, variables)
  let cotangent = randomTensor(output.value.shape, seed: 99)
  let sum = tape.record(Tensor(shape: [1]), from: [output]) { _ in output.accumulate(cotangent) }
  // Gradients of variables that no operation made stay where they are.
  _ = tape.backward(from: sum)

  func value(_ operands: [Tensor]) -> Double {
    let tape = Tape(trainingWith: SeededGenerator(seed: 1))
    let output = operation(tape, operands.map { Variable($0, needsGradient: true) }).value
    return zip(output.values, cotangent.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
  }
  return operands.indices.map { index in
    let numeric = (0..<operands[index].count).map { position -> Float in
      var (above, below) = (operands, operands)
      above[index][position] += step
      below[index][position] -= step
      let distance = Double(above[index][position]) - Double(below[index][position])
      return Float((value(above) - value(below)) / distance)
    }
    guard let gradient = variables[index].gradient else { return .infinity }
    return normalizedError(gradient.values, numeric).squareRoot()
  }
}

/// The network of chapter 2 with a choice of momentum and dropout.
func digitNetwork(seed: UInt64 = 7, dropout: Float = 0.2) throws -> Model {
  try Model(input: [28, 28, 1], seed: seed) {
    Conv2D(32, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Conv2D(64, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dropout(dropout)
    Dense(10)
  }
}

/// Noisy images whose class is where the bright square is.
func squares(count: Int, seed: UInt64, classes: Int = 4) throws -> Dataset {
  var generator = SeededGenerator(seed: seed)
  let labels = (0..<count).map { _ in Int(generator.next() % UInt64(classes)) }
  var images = Tensor(
    shape: [count, 12, 12, 1], values: generator.normal(count: count * 144, standardDeviation: 0.5))
  for (image, label) in labels.enumerated() {
    for y in 0..<4 {
      for x in 0..<4 {
        images[image * 144 + (y + label / 2 * 7) * 12 + x + label % 2 * 7] += 1.5
      }
    }
  }
  return try Dataset(images: images, labels: labels, classes: classes)
}

func squareNetwork(seed: UInt64 = 3) throws -> Model {
  try Model(input: [12, 12, 1], seed: seed) {
    Conv2D(5, kernel: 3)
    BatchNorm(momentum: 0.9)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dropout(0.1)
    Dense(4)
  }
}

extension Loss {
  /// The loss of outputs `[n, classes]` whose right classes are `labels`.
  func of(_ outputs: Variable, labels: [Int], on tape: Tape) -> Variable {
    of(outputs, batch: Batch(inputs: [], targets: .labels(labels, shape: [])), on: tape)
  }
}

/// A convolution as its definition reads.
func plainConvolution(
  _ x: Tensor, _ weight: Tensor, _ bias: Tensor, stride: Int, padding: Padding
) -> Tensor {
  let (n, h, w, inputs) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let (kh, kw, outputs) = (weight.shape[0], weight.shape[1], weight.shape[3])
  let oh = padding == .same ? (h + stride - 1) / stride : (h - kh) / stride + 1
  let ow = padding == .same ? (w + stride - 1) / stride : (w - kw) / stride + 1
  // TensorFlow: half of the zeros, rounded down, at the top and left.
  let top = padding == .same ? max(0, (oh - 1) * stride + kh - h) / 2 : 0
  let left = padding == .same ? max(0, (ow - 1) * stride + kw - w) / 2 : 0
  var y = Tensor(shape: [n, oh, ow, outputs])
  for image in 0..<n {
    for i in 0..<oh {
      for j in 0..<ow {
        for o in 0..<outputs {
          var sum = Double(bias[o])
          for p in 0..<kh {
            for q in 0..<kw {
              let (row, column) = (i * stride + p - top, j * stride + q - left)
              guard (0..<h).contains(row), (0..<w).contains(column) else { continue }
              for c in 0..<inputs {
                sum +=
                  Double(x[((image * h + row) * w + column) * inputs + c])
                  * Double(weight[((p * kw + q) * inputs + c) * outputs + o])
              }
            }
          }
          y[((image * oh + i) * ow + j) * outputs + o] = Float(sum)
        }
      }
    }
  }
  return y
}
