extension Convolution {
  /// The transposed convolution: `y` `[n, oh, ow, out]` sent back to the input's place, `[n, h, w, in]`, through `weight`
  /// `[kh, kw, out, in]`, plus `bias` `[in]`.
  ///
  /// It is the gradient by the input, and what a layer of transposed convolution computes. Pixels of the result that
  /// are `stride` apart meet the same positions of the kernel: they are a convolution of stride 1 of `y` with this
  /// part of the kernel, so each pixel is written once (Shi et al., "Is the deconvolution layer the same as a
  /// convolutional layer?", 2016).
  func transposed(_ y: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    let (rows, columns) = (rowPhases, columnPhases)
    let before = (height: zerosBefore(rows), width: zerosBefore(columns))
    let padded = (
      height: before.height + output.height + zerosAfter(rows, output.height),
      width: before.width + output.width + zerosAfter(columns, output.width)
    )
    let source = Convolution(
      batch: batch, inputs: outputs, outputs: inputs, kernel: (1, 1), input: output, before: before,
      padded: padded, output: output
    ).padded(y)
    var x = Tensor(uninitialized: [batch, input.height, input.width, inputs])
    let out = x.mutablePointer
    for row in rows {
      for column in columns {
        let place = Place(
          start: out + (row.first * input.width + column.first) * inputs, pixel: stride * inputs,
          row: stride * input.width * inputs, image: input.height * input.width * inputs)
        let part = Convolution(
          batch: batch, inputs: outputs, outputs: inputs, kernel: (row.taps, column.taps), input: padded,
          before: (0, 0), padded: padded, output: (row.count, column.count))
        if row.taps * column.taps == 0 {
          part.fill(place, with: bias)
        } else {
          let corner = (row.start + before.height) * padded.width + column.start + before.width
          part.writeForward(
            source.pointer + corner * outputs, weight: self.part(of: weight, rows: row, columns: column),
            bias: bias, to: place)
        }
      }
    }
    return x
  }

  /// The multiply-adds of a transposed convolution for each image and pair of channels, those with zeros included.
  var transposedWork: Int {
    rowPhases.reduce(0) { $0 + $1.count * $1.taps } * columnPhases.reduce(0) { $0 + $1.count * $1.taps }
  }

  private var rowPhases: [Phase] {
    Phase.all(extent: input.height, kernel: kernel.height, stride: stride, before: before.height)
  }

  private var columnPhases: [Phase] {
    Phase.all(extent: input.width, kernel: kernel.width, stride: stride, before: before.width)
  }

  /// The convolution of stride 1 of images that are padded already.
  private init(
    batch: Int, inputs: Int, outputs: Int, kernel: (height: Int, width: Int),
    input: (height: Int, width: Int), before: (height: Int, width: Int), padded: (height: Int, width: Int),
    output: (height: Int, width: Int)
  ) {
    self.batch = batch
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.input = input
    self.before = before
    self.padded = padded
    self.output = output
    stride = 1
  }

  /// The kernel positions of `weight` `[kh, kw, a, b]` that two phases meet, in the order of the pixels they read.
  private func part(of weight: Tensor, rows: Phase, columns: Phase) -> Tensor {
    let size = inputs * outputs
    var result = Tensor(uninitialized: [rows.taps, columns.taps] + weight.shape[2...])
    let out = result.mutablePointer
    for row in 0..<rows.taps {
      for column in 0..<columns.taps {
        let position = rows.position(ofTap: row) * kernel.width + columns.position(ofTap: column)
        (out + (row * columns.taps + column) * size).update(
          from: weight.pointer + position * size, count: size)
      }
    }
    return result
  }

  /// The result where no pixel reaches: the bias alone.
  private func fill(_ place: Place, with bias: Tensor?) {
    let bias = bias ?? Tensor(shape: [outputs])
    for image in 0..<batch {
      for row in 0..<output.height {
        for column in 0..<output.width {
          (place.start + image * place.image + row * place.row + column * place.pixel).update(
            from: bias.pointer, count: outputs)
        }
      }
    }
  }
}

/// The pixels of a transposed convolution's result, along one axis, that are `stride` apart.
private struct Phase {
  /// The first of them, and how many there are.
  let first: Int
  let count: Int
  /// How many kernel positions they meet.
  let taps: Int
  /// The source pixel, maybe before the border, of the first pixel's first tap; each next one is a pixel further on.
  let start: Int

  private let lastPosition: Int
  private let stride: Int

  static func all(extent: Int, kernel: Int, stride: Int, before: Int) -> [Phase] {
    (0..<min(stride, extent)).map { first in
      // Source pixel s reaches pixel x from kernel position k = x + before - s * stride.
      let remainder = (first + before) % stride
      let taps = kernel > remainder ? (kernel - remainder + stride - 1) / stride : 0
      return Phase(
        first: first, count: (extent - first + stride - 1) / stride, taps: taps,
        start: (first + before) / stride - (taps - 1), lastPosition: remainder + (taps - 1) * stride,
        stride: stride)
    }
  }

  func position(ofTap tap: Int) -> Int { lastPosition - tap * stride }
}

/// How many pixels before the first one phases read.
private func zerosBefore(_ phases: [Phase]) -> Int {
  phases.reduce(0) { $1.taps > 0 ? max($0, -$1.start) : $0 }
}

/// How many pixels after the last one phases read.
private func zerosAfter(_ phases: [Phase], _ extent: Int) -> Int {
  phases.reduce(0) { $1.taps > 0 ? max($0, $1.start + $1.count + $1.taps - 1 - extent) : $0 }
}

extension Tensor {
  /// The elements of `[..., a, b]` as `[..., b, a]`.
  func swappingLastAxes() -> Tensor {
    let axes = shape.count
    let (rows, columns) = (shape[axes - 2], shape[axes - 1])
    var result = Tensor(uninitialized: shape.dropLast(2) + [columns, rows])
    let out = result.mutablePointer
    parallelFor(count / max(1, rows * columns)) { matrix in
      sequenceKernels.transpose(
        Int64(rows), Int64(columns), pointer + matrix * rows * columns, Int64(columns),
        out + matrix * rows * columns, Int64(rows))
    }
    return result
  }
}
