import CKernels
import Testing

@testable import Engine

/// The products of a convolution against sums written out, on shapes that take each way of splitting the work.
@Suite struct ConvolutionTests {
  struct Shape: Sendable {
    var x: [Int]
    var kernel: (Int, Int)
    var outputs: Int
    var stride = 1
    var padding = Padding.same
  }

  static let shapes = [
    Shape(x: [2, 5, 6, 40], kernel: (3, 4), outputs: 70),  // columns split, a depth in two pieces
    Shape(x: [1, 16, 16, 32], kernel: (3, 3), outputs: 33),  // by Winograd, both ways
    Shape(x: [2, 33, 31, 3], kernel: (3, 3), outputs: 5),  // bands of rows, shares of pixels
    Shape(x: [5, 4, 4, 33], kernel: (3, 3), outputs: 17),  // many images in a piece
    Shape(x: [3, 7, 9, 17], kernel: (3, 2), outputs: 40, stride: 2),
    Shape(x: [2, 9, 8, 33], kernel: (2, 3), outputs: 7, stride: 2, padding: .valid),
    Shape(x: [1, 11, 11, 66], kernel: (3, 3), outputs: 3, padding: .valid),
    Shape(x: [3, 1, 62, 20], kernel: (1, 9), outputs: 33),
    Shape(x: [2, 3, 3, 5], kernel: (1, 1), outputs: 3, stride: 3),
  ]

  @Test(arguments: shapes)
  func productsAreTheirSums(shape: Shape) {
    let (x, weight, convolution) = operands(shape)
    let dy = randomTensor(
      [shape.x[0], convolution.output.height, convolution.output.width, shape.outputs], seed: 3)
    let bias = randomTensor([shape.outputs], seed: 4)
    let padded = convolution.padded(x)
    let y = convolution.forward(padded, weight: weight, bias: bias)

    var expected = (
      y: [Double](repeating: 0, count: dy.count), weight: [Double](repeating: 0, count: weight.count),
      x: [Double](repeating: 0, count: x.count)
    )
    let (xs, ws, ds) = (x.values, weight.values, dy.values)
    forEachProduct(convolution) { i, p, o in
      expected.y[o] += Double(xs[i]) * Double(ws[p])
      expected.weight[p] += Double(xs[i]) * Double(ds[o])
      expected.x[i] += Double(ws[p]) * Double(ds[o])
    }
    for o in expected.y.indices { expected.y[o] += Double(bias[o % shape.outputs]) }
    #expect(y.shape == dy.shape)
    #expect(normalizedError(y.values, expected.y.map { Float($0) }) < 1e-11)
    let dWeight = convolution.weightGradient(dy, x: padded)
    #expect(dWeight.shape == weight.shape)
    #expect(normalizedError(dWeight.values, expected.weight.map { Float($0) }) < 1e-11)
    let dx = convolution.inputGradient(dy, weight: weight)
    #expect(dx.shape == x.shape)
    #expect(normalizedError(dx.values, expected.x.map { Float($0) }) < 1e-11)
  }

  @Test(arguments: shapes)
  func productsDoNotDependOnThreads(shape: Shape) {
    let (x, weight, convolution) = operands(shape)
    func products(threads: Int32) -> [Tensor] {
      let before = ck_thread_count()
      defer { ck_set_thread_count(before) }
      ck_set_thread_count(threads)
      let padded = convolution.padded(x)
      let y = convolution.forward(padded, weight: weight, bias: nil)
      return [
        y, convolution.weightGradient(y, x: padded), convolution.inputGradient(y, weight: weight),
        columnSums(y, rows: convolution.pixels, columns: shape.outputs),
      ]
    }
    let one = products(threads: 1)
    #expect(products(threads: 2) == one)
    #expect(products(threads: 5) == one)
  }

  /// With half the channels each, the parts of a sum are computed directly.
  @Test(arguments: [Padding.same, .valid])
  func winogradIsTheSumOfDirectHalves(padding: Padding) {
    let (x, weight, whole) = operands(
      Shape(x: [2, 32, 30, 40], kernel: (3, 3), outputs: 50, padding: padding))  // bands of rows
    let bias = randomTensor([50], seed: 5)
    #expect(whole.usesWinograd)
    var sum = [Float](repeating: 0, count: whole.pixels * 50)
    for half in [0..<20, 20..<40] {
      let images = channels(half, of: x.values, count: 40, width: 1)
      let weights = channels(half, of: weight.values, count: 40, width: 50)
      let part = Convolution(x: [2, 32, 30, 20], weight: [3, 3, 20, 50], stride: 1, padding: padding)
      #expect(!part.usesWinograd)
      let y = part.forward(
        part.padded(Tensor(shape: [2, 32, 30, 20], values: images)),
        weight: Tensor(shape: [3, 3, 20, 50], values: weights), bias: half.lowerBound == 0 ? bias : nil)
      sum = zip(sum, y.values).map { $0 + $1 }
    }
    let y = whole.forward(whole.padded(x), weight: weight, bias: bias).values
    let largest = sum.reduce(0) { max($0, abs($1)) }
    #expect(zip(y, sum).allSatisfy { abs($0 - $1) <= 1e-5 * largest })
  }

  /// Some channels, `width` numbers each, of every pixel.
  private func channels(_ range: Range<Int>, of values: [Float], count: Int, width: Int) -> [Float] {
    stride(from: 0, to: values.count, by: count * width).flatMap {
      values[$0 + range.lowerBound * width..<$0 + range.upperBound * width]
    }
  }

  private func operands(_ shape: Shape) -> (x: Tensor, weight: Tensor, convolution: Convolution) {
    let x = randomTensor(shape.x, seed: 1)
    let weight = randomTensor([shape.kernel.0, shape.kernel.1, shape.x[3], shape.outputs], seed: 2)
    return (
      x, weight,
      Convolution(x: x.shape, weight: weight.shape, stride: shape.stride, padding: shape.padding)
    )
  }

  /// Calls `body` with the positions in `x`, the weight and the output of each multiplication.
  private func forEachProduct(_ c: Convolution, _ body: (Int, Int, Int) -> Void) {
    for pixel in 0..<c.pixels {
      let (row, column) = (pixel / c.output.width, pixel % c.output.width)
      let (image, y) = (row / c.output.height, row % c.output.height)
      for tap in 0..<c.kernel.height * c.kernel.width {
        let h = y * c.stride + tap / c.kernel.width - c.before.height
        let w = column * c.stride + tap % c.kernel.width - c.before.width
        guard (0..<c.input.height).contains(h), (0..<c.input.width).contains(w) else { continue }
        let source = ((image * c.input.height + h) * c.input.width + w) * c.inputs
        for i in 0..<c.inputs {
          for o in 0..<c.outputs {
            body(source + i, (tap * c.inputs + i) * c.outputs + o, pixel * c.outputs + o)
          }
        }
      }
    }
  }
}
