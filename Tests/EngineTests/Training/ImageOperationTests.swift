import Testing

@testable import Engine

/// Convolutions and pooling: gradients against central differences, and results against definitions.
@Suite struct ImageOperationTests {
  struct WindowCase: Sendable, CustomTestStringConvertible {
    var input = [2, 6, 7, 3]
    var kernel = [3, 3]
    var stride = 1
    var padding = Padding.valid

    var testDescription: String { "\(input) \(kernel) stride \(stride) \(padding)" }
  }

  static let windows = [
    WindowCase(), WindowCase(padding: .same), WindowCase(stride: 2), WindowCase(stride: 2, padding: .same),
    WindowCase(stride: 3, padding: .same), WindowCase(kernel: [1, 1]),
    WindowCase(kernel: [2, 3], padding: .same),
    WindowCase(input: [1, 3, 3, 1]), WindowCase(input: [3, 5, 4, 17]),
    WindowCase(input: [1, 2, 2, 5], kernel: [1, 1], stride: 3),
  ]

  // MARK: Depthwise convolution

  @Test(arguments: windows)
  func depthwiseConvolutionFollowsItsDefinition(_ test: WindowCase) {
    let channels = test.input[3]
    let x = randomTensor(test.input, seed: 1)
    let weight = randomTensor(test.kernel + [channels], seed: 2)
    let bias = randomTensor([channels], seed: 3)
    let y = Tape().depthwiseConv2D(
      Variable(x), weight: Variable(weight), bias: Variable(bias), stride: test.stride, padding: test.padding
    ).value
    // An ordinary convolution whose weight is 0 between different channels.
    var full = Tensor(shape: test.kernel + [channels, channels])
    for i in 0..<weight.count {
      full[i / channels * channels * channels + i % channels * (channels + 1)] = weight[i]
    }
    let expected = plainConvolution(x, full, bias, stride: test.stride, padding: test.padding)
    #expect(y.shape == expected.shape)
    #expect(normalizedError(y.values, expected.values) < 1e-12)
  }

  @Test(arguments: windows)
  func depthwiseConvolutionGradient(_ test: WindowCase) {
    let operands = [
      randomTensor(test.input, seed: 1), randomTensor(test.kernel + [test.input[3]], seed: 2),
      randomTensor([test.input[3]], seed: 3),
    ]
    let errors = gradientErrors(of: operands, step: 0.1) {
      $0.depthwiseConv2D($1[0], weight: $1[1], bias: $1[2], stride: test.stride, padding: test.padding)
    }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
  }

  // MARK: Transposed convolution

  static let transposed = [
    WindowCase(input: [2, 3, 4, 3], stride: 2, padding: .same),
    WindowCase(input: [2, 3, 4, 3], stride: 2), WindowCase(input: [1, 4, 3, 5]),
    WindowCase(input: [3, 4, 3, 2], padding: .same), WindowCase(input: [1, 2, 3, 17], stride: 3),
    WindowCase(input: [2, 3, 2, 3], kernel: [4, 2], stride: 2, padding: .same),
    WindowCase(input: [2, 3, 2, 3], kernel: [1, 2], stride: 3, padding: .same),
    WindowCase(input: [1, 3, 2, 3], kernel: [2, 1], stride: 3),
    WindowCase(input: [1, 1, 1, 1], kernel: [5, 5], stride: 2, padding: .same),
  ]

  @Test(arguments: transposed)
  func transposedConvolutionFollowsItsDefinition(_ test: WindowCase) {
    let (stride, filters) = (test.stride, 5)
    let x = randomTensor(test.input, seed: 1)
    let weight = randomTensor(test.kernel + [test.input[3], filters], seed: 2)
    let bias = randomTensor([filters], seed: 3)
    let y = Tape().convTranspose2D(
      Variable(x), weight: Variable(weight), bias: Variable(bias), stride: stride, padding: test.padding
    ).value
    let (kh, kw, inputs) = (test.kernel[0], test.kernel[1], test.input[3])
    let crop = test.kernel.map { test.padding == .same ? max($0 - stride, 0) / 2 : 0 }
    let extents = (0..<2).map {
      test.input[$0 + 1] * stride + (test.padding == .same ? 0 : max(test.kernel[$0] - stride, 0))
    }
    #expect(y.shape == [test.input[0]] + extents + [filters])
    var expected = (0..<y.count).map { Double(bias[$0 % filters]) }
    for i in 0..<x.count {
      let (pixel, c) = i.quotientAndRemainder(dividingBy: inputs)
      let (n, column) = (pixel / test.input[2] / test.input[1], pixel % test.input[2])
      let row = pixel / test.input[2] % test.input[1]
      for p in 0..<kh {
        for q in 0..<kw {
          let (outRow, outColumn) = (row * stride + p - crop[0], column * stride + q - crop[1])
          guard (0..<extents[0]).contains(outRow), (0..<extents[1]).contains(outColumn) else { continue }
          for o in 0..<filters {
            expected[((n * extents[0] + outRow) * extents[1] + outColumn) * filters + o] +=
              Double(x[i]) * Double(weight[((p * kw + q) * inputs + c) * filters + o])
          }
        }
      }
    }
    #expect(normalizedError(y.values, expected.map { Float($0) }) < 1e-12)
  }

  @Test(arguments: transposed)
  func transposedConvolutionGradient(_ test: WindowCase) {
    let operands = [
      randomTensor(test.input, seed: 1), randomTensor(test.kernel + [test.input[3], 4], seed: 2),
      randomTensor([4], seed: 3),
    ]
    let errors = gradientErrors(of: operands, step: 0.1) {
      $0.convTranspose2D($1[0], weight: $1[1], bias: $1[2], stride: test.stride, padding: test.padding)
    }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
  }

  // MARK: Sequences

  @Test(arguments: [(1, Padding.valid), (2, .valid), (1, .same), (3, .same)])
  func convolutionOfSequences(stride: Int, padding: Padding) {
    let (x, weight) = (randomTensor([2, 9, 3], seed: 1), randomTensor([4, 3, 5], seed: 2))
    let bias = randomTensor([5], seed: 3)
    let y = Tape().conv1D(
      Variable(x), weight: Variable(weight), bias: Variable(bias), stride: stride, padding: padding
    ).value
    let expected = plainConvolution(
      x.reshaped(to: [2, 1, 9, 3]), weight.reshaped(to: [1, 4, 3, 5]), bias, stride: stride, padding: padding)
    #expect(y.shape == [2, expected.shape[2], 5])
    #expect(normalizedError(y.values, expected.values) < 1e-12)
    let errors = gradientErrors(of: [x, weight, bias], step: 0.1) {
      $0.conv1D($1[0], weight: $1[1], bias: $1[2], stride: stride, padding: padding)
    }
    #expect(errors.allSatisfy { $0 < 1e-4 }, "\(errors)")
  }

  // MARK: Pooling

  @Test(arguments: [
    ([2, 6, 7, 3], 3, 2), ([1, 5, 5, 17], 2, 1), ([2, 7, 7, 2], 2, 3), ([3, 4, 6, 1], 2, 2),
    ([1, 20, 18, 1], 17, 17),
  ])
  func poolingFollowsItsDefinition(shape: [Int], size: Int, stride: Int) {
    let x = spacedTensor(shape, seed: 1)
    let maximum = Tape().maxPool2D(Variable(x), size: size, stride: stride).value
    let average = Tape().averagePool2D(Variable(x), size: size, stride: stride).value
    let (height, width) = ((shape[1] - size) / stride + 1, (shape[2] - size) / stride + 1)
    #expect(maximum.shape == [shape[0], height, width, shape[3]] && average.shape == maximum.shape)
    for i in 0..<maximum.count {
      let (pixel, channel) = i.quotientAndRemainder(dividingBy: shape[3])
      let (row, column) = (pixel / width % height, pixel % width)
      let window = (0..<size * size).map { at -> Float in
        let (y, z) = (row * stride + at / size, column * stride + at % size)
        return x[((pixel / width / height * shape[1] + y) * shape[2] + z) * shape[3] + channel]
      }
      #expect(maximum[i] == window.max())
      #expect(abs(average[i] - window.reduce(0, +) / Float(window.count)) < 1e-4)
    }
    #expect(gradientErrors(of: [x]) { $0.maxPool2D($1[0], size: size, stride: stride) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.averagePool2D($1[0], size: size, stride: stride) }[0] < 1e-3)
  }

  @Test(arguments: [(3, 2), (4, 4), (2, 3), (9, 1)])
  func poolingOfSequences(size: Int, stride: Int) {
    let x = spacedTensor([2, 9, 5], seed: 1)
    let maximum = Tape().maxPool1D(Variable(x), size: size, stride: stride).value
    let average = Tape().averagePool1D(Variable(x), size: size, stride: stride).value
    let length = (9 - size) / stride + 1
    #expect(maximum.shape == [2, length, 5] && average.shape == maximum.shape)
    for i in 0..<maximum.count {
      let (n, at, channel) = (i / 5 / length, i / 5 % length, i % 5)
      let window = (0..<size).map { x[(n * 9 + at * stride + $0) * 5 + channel] }
      #expect(maximum[i] == window.max())
      #expect(abs(average[i] - window.reduce(0, +) / Float(size)) < 1e-4)
    }
    #expect(gradientErrors(of: [x]) { $0.maxPool1D($1[0], size: size, stride: stride) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.averagePool1D($1[0], size: size, stride: stride) }[0] < 1e-3)
  }

  @Test(arguments: [[3, 4, 5, 3], [2, 7, 17], [1, 1, 1], [2, 33, 9]])
  func globalPooling(shape: [Int]) {
    let x = spacedTensor(shape, seed: 1)
    let channels = shape[shape.count - 1]
    let maximum = Tape().globalMaxPool(Variable(x)).value
    let average = Tape().globalAveragePool(Variable(x)).value
    #expect(maximum.shape == [shape[0], channels] && average.shape == maximum.shape)
    let count = x.count / shape[0]
    for i in 0..<maximum.count {
      let start = i / channels * count + i % channels
      let values = stride(from: start, to: i / channels * count + count, by: channels).map { x[$0] }
      #expect(maximum[i] == values.max())
      #expect(abs(average[i] - values.reduce(0, +) / Float(values.count)) < 1e-4)
    }
    #expect(gradientErrors(of: [x]) { $0.globalMaxPool($1[0]) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.globalAveragePool($1[0]) }[0] < 1e-3)
  }

  /// The third sequence has nothing left.
  @Test func globalPoolingOfMaskedSequences() {
    let x = spacedTensor([3, 4, 9], seed: 1)
    let mask = Tensor(shape: [3, 4], values: [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0])
    let maximum = Tape().globalMaxPool(Variable(x), mask: mask).value
    let average = Tape().globalAveragePool(Variable(x), mask: mask).value
    for i in 0..<maximum.count {
      let (n, channel) = (i / 9, i % 9)
      let values = (0..<4).filter { mask[n * 4 + $0] == 1 }.map { x[(n * 4 + $0) * 9 + channel] }
      #expect(maximum[i] == values.max() ?? 0)
      #expect(abs(average[i] - values.reduce(0, +) / Float(max(1, values.count))) < 1e-5)
    }
    #expect(gradientErrors(of: [x]) { $0.globalMaxPool($1[0], mask: mask) }[0] < 1e-3)
    #expect(gradientErrors(of: [x]) { $0.globalAveragePool($1[0], mask: mask) }[0] < 1e-3)
  }
}
