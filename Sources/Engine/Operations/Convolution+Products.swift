import CKernels

/// Pixels in a piece of work: so many that the weight, read once for each piece, is not what takes the time.
private let pixelsPerPiece = 288

extension Convolution {
  /// The result, `[n, oh, ow, out]`, for a padded input `[n, ph, pw, in]`: a product
  /// `[pixels, kh * kw * in] x [kh * kw * in, out]`.
  func forward(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    var y = Tensor(uninitialized: [batch, output.height, output.width, outputs])
    let place = Place(start: y.mutablePointer, pixel: outputs, row: yRow, image: yImage)
    writeForward(x.pointer, weight: weight, bias: bias, to: place)
    return y
  }

  /// Where the pixels of a result go, with the floats from one pixel, row and image to the next.
  struct Place {
    var start: UnsafeMutablePointer<Float>
    let pixel: Int
    let row: Int
    let image: Int
  }

  /// Computes the result and puts its pixels where they belong.
  func writeForward(_ x: UnsafePointer<Float>, weight: Tensor, bias: Tensor?, to place: Place) {
    if usesWinograd { return writeForwardByWinograd(x, weight: weight, bias: bias, to: place) }
    let depth = kernel.height * kernel.width * inputs
    // With few pixels the weight would be read no more often than it takes to pack it.
    let packed =
      pixels > pixelsPerPiece
      ? PackedMatrix(weight.pointer, rows: depth, columns: outputs, rowStride: outputs, columnStride: 1) : nil
    let right = packed?.matrix ?? RightMatrix(start: weight.pointer, row: outputs)
    let regions = imageRegions(
      batch: batch, height: output.height, width: output.width, ofPixels: pixelsPerPiece)
    let ranges = columnSlices(outputs, besides: regions.count)
    parallelFor(regions.count * ranges.count) { index in
      let (region, columns) = (regions[index % regions.count], ranges[index / regions.count])
      var product = ck_gemm(rows: output.width, columns: columns.count, depth: kernel.width * inputs)
      product.blocks = Int64(region.rows.count)
      product.images = Int64(region.images.count)
      product.segments = Int64(kernel.height)
      product.a = x + region.images.lowerBound * xImage + region.rows.lowerBound * stride * xRow
      product.a_row = Int64(stride * inputs)
      product.a_block = Int64(stride * xRow)
      product.a_image = Int64(xImage)
      product.a_depth = 1
      product.a_segment = Int64(xRow)
      product.setRight(right.from(columns.lowerBound))
      product.c =
        place.start + region.images.lowerBound * place.image + region.rows.lowerBound * place.row
        + columns.lowerBound
      product.c_row = Int64(place.pixel)
      product.c_block = Int64(place.row)
      product.c_image = Int64(place.image)
      product.bias = bias.map { $0.pointer + columns.lowerBound }
      kernels.gemm(&product)
    }
    withExtendedLifetime(packed) {}
  }

  /// The gradient by the weight, for `dy` `[n, oh, ow, out]` and a padded `x` `[n, ph, pw, in]`: a product
  /// `[kh * kw * in, pixels] x [pixels, out]`.
  ///
  /// Small weights have too few rows to keep threads busy. For them the pixels are cut into shares with sums of
  /// their own, which are added up in order; how many depends on the extents alone.
  func weightGradient(_ dy: Tensor, x: Tensor) -> Tensor {
    let pieces = weightRows()
    let shares = imageRegions(
      batch: batch, height: output.height, width: output.width,
      ofPixels: max(512, pixels / weightShares(besides: pieces.count)))
    let count = kernel.height * kernel.width * inputs * outputs
    var sums = Tensor(uninitialized: [shares.count, kernel.height, kernel.width, inputs, outputs])
    let out = sums.mutablePointer
    parallelFor(shares.count * pieces.count) { index in
      let (share, rows) = (shares[index / pieces.count], pieces[index % pieces.count])
      var product = ck_gemm(rows: rows.inRow.count, columns: outputs, depth: output.width)
      product.blocks = Int64(rows.kernel.count)
      product.segments = Int64(share.rows.count)
      product.parts = Int64(share.images.count)
      product.a =
        x.pointer + share.images.lowerBound * xImage + share.rows.lowerBound * stride * xRow
        + rows.kernel.lowerBound * xRow + rows.inRow.lowerBound
      product.a_row = 1
      product.a_block = Int64(xRow)
      product.a_depth = Int64(stride * inputs)
      product.a_segment = Int64(stride * xRow)
      product.a_part = Int64(xImage)
      product.b = dy.pointer + share.images.lowerBound * yImage + share.rows.lowerBound * yRow
      product.b_depth = Int64(outputs)
      product.b_panel = Int64(CK_PANEL)
      let row = rows.kernel.lowerBound * kernel.width * inputs + rows.inRow.lowerBound
      product.c = out + index / pieces.count * count + row * outputs
      product.c_row = Int64(outputs)
      product.c_block = Int64(kernel.width * inputs * outputs)
      kernels.gemm(&product)
    }
    return sums.sumOfRows()
  }

  /// The gradient by the input without its padding, `[n, h, w, in]`, for `dy` `[n, oh, ow, out]`.
  func inputGradient(_ dy: Tensor, weight: Tensor) -> Tensor {
    // Where a transposed convolution would mean many products with zeros, each kernel position adds its product
    // instead.
    if transposedWork * 10 <= output.height * output.width * kernel.height * kernel.width * 11 {
      return transposed(dy, weight: weight.swappingLastAxes(), bias: nil)
    }
    return cropped(scattered(dy, weight: weight))
  }

  /// For each kernel position, `dx[its pixels] += dy [pixels, out] weight^T [out, in]`, in the padded input.
  private func scattered(_ dy: Tensor, weight: Tensor) -> Tensor {
    let positions = kernel.height * kernel.width
    let transposed = (0..<positions).map { position in
      PackedMatrix(
        weight.pointer + position * inputs * outputs, rows: outputs, columns: inputs, rowStride: 1,
        columnStride: outputs)
    }
    var dx = Tensor(uninitialized: [batch, padded.height, padded.width, inputs])
    let out = dx.mutablePointer
    // Windows of neighboring rows overlap: a piece of work is whole images.
    let groups = slices(batch, ofAtMost: max(1, pixelsPerPiece / (output.height * output.width)))
    let ranges = columnSlices(inputs, besides: groups.count)
    parallelFor(groups.count * ranges.count) { index in
      let (images, columns) = (groups[index % groups.count], ranges[index / groups.count])
      let dInput = out + images.lowerBound * xImage + columns.lowerBound
      clear(dInput, pixels: images.count * padded.height * padded.width, channels: columns.count)
      var product = ck_gemm(rows: output.width, columns: columns.count, depth: outputs)
      product.blocks = Int64(output.height)
      product.images = Int64(images.count)
      product.a = dy.pointer + images.lowerBound * yImage
      product.a_row = Int64(outputs)
      product.a_block = Int64(yRow)
      product.a_image = Int64(yImage)
      product.a_depth = 1
      product.c_row = Int64(stride * inputs)
      product.c_block = Int64(stride * xRow)
      product.c_image = Int64(xImage)
      product.accumulate = true
      for (position, matrix) in transposed.enumerated() {
        product.setRight(matrix.matrix.from(columns.lowerBound))
        product.c = dInput + (position / kernel.width * xRow + position % kernel.width * inputs)
        kernels.gemm(&product)
      }
    }
    return dx
  }

  /// Zeros for some channels of the padded input.
  private func clear(_ dx: UnsafeMutablePointer<Float>, pixels: Int, channels: Int) {
    if channels == inputs { return dx.update(repeating: 0, count: pixels * inputs) }
    for pixel in 0..<pixels { (dx + pixel * inputs).update(repeating: 0, count: channels) }
  }
}

extension Convolution {
  /// Some rows of the weight as a matrix `[kh * kw * in, out]`: a range of each of some kernel rows.
  private struct WeightRows {
    let kernel: Range<Int>
    let inRow: Range<Int>
  }

  /// The rows of the weight in pieces of work: all of them if they are few, else parts of each kernel row.
  private func weightRows() -> [WeightRows] {
    let row = kernel.width * inputs
    if kernel.height * row <= pixelsPerPiece {
      return [WeightRows(kernel: 0..<kernel.height, inRow: 0..<row)]
    }
    return (0..<kernel.height).flatMap { y in
      slices(row, ofAtMost: pixelsPerPiece).map { WeightRows(kernel: y..<y + 1, inRow: $0) }
    }
  }

  /// How many sums of the weight's gradient to make: enough for threads, and of no more than 4 MB or two images.
  private func weightShares(besides rows: Int) -> Int {
    max(1, min(16 / rows, (1 << 20) / (kernel.height * kernel.width * inputs * outputs)))
  }
}
