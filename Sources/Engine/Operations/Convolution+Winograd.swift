import CKernels

/// Convolution of stride 1 with a kernel of 3 x 3 by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray,
/// "Fast algorithms for convolutional neural networks", 2016).
///
/// Each tile of 2 x 2 output pixels comes from 4 x 4 input pixels. Transformed to 16 numbers a channel, tile and
/// kernel are multiplied number by number: 16 products of matrices `[tiles, in] x [in, out]`, 16 multiplications for
/// what takes 4 * 9 otherwise.
extension Convolution {
  /// Whether whole tiles fill the output, and there are so many of them, and of channels, that the transforms of weight
  /// and images cost less than they save.
  var usesWinograd: Bool {
    kernel == (3, 3) && stride == 1 && output.height % 2 == 0 && output.width % 2 == 0
      && min(inputs, outputs) >= 32 && pixels >= 256
  }

  /// `writeForward` where `usesWinograd`.
  func writeForwardByWinograd(_ x: UnsafePointer<Float>, weight: Tensor, bias: Tensor?, to place: Place) {
    let transformed = transformed(weight)
    let regions = imageRegions(
      batch: batch, height: output.height / 2, width: output.width / 2, ofPixels: tilesPerPiece)
    let ranges = columnSlices(outputs, besides: regions.count)
    parallelFor(regions.count * ranges.count) { index in
      let (region, columns) = (regions[index % regions.count], ranges[index / regions.count])
      let imageTiles = region.rows.count * output.width / 2
      let tiles = region.images.count * imageTiles
      let (before, after) = (Planes(tiles * inputs), Planes(tiles * columns.count))
      var grid = ck_winograd()
      (grid.height, grid.width) = (Int64(2 * region.rows.count), Int64(output.width))
      (grid.channels, grid.plane) = (Int64(inputs), Int64(before.stride))
      (grid.row, grid.pixel) = (Int64(xRow), Int64(inputs))
      for (number, image) in region.images.enumerated() {
        kernels.winograd_input(
          &grid, x + image * xImage + 2 * region.rows.lowerBound * xRow,
          before[0] + number * imageTiles * inputs)
      }
      for plane in 0..<16 {
        let right = RightMatrix(start: transformed.pointer + plane * inputs * outputs, row: outputs)
        writeProduct(
          rows: tiles, columns: columns.count, depth: inputs, LeftMatrix(start: before[plane], row: inputs),
          right.from(columns.lowerBound), to: after[plane], stride: columns.count)
      }
      (grid.channels, grid.plane) = (Int64(columns.count), Int64(after.stride))
      (grid.row, grid.pixel) = (Int64(place.row), Int64(place.pixel))
      for (number, image) in region.images.enumerated() {
        kernels.winograd_output(
          &grid, after[0] + number * imageTiles * columns.count,
          bias.map { $0.pointer + columns.lowerBound },
          place.start + image * place.image + 2 * region.rows.lowerBound * place.row + columns.lowerBound)
      }
      withExtendedLifetime((before, after)) {}
    }
  }

  /// `weight` `[3, 3, in, out]` as the products need it, `[16, in, out]`.
  private func transformed(_ weight: Tensor) -> Tensor {
    var result = Tensor(uninitialized: [16, inputs, outputs])
    let out = result.mutablePointer
    parallelRanges(inputs * outputs, size: 4096) { range in
      kernels.winograd_kernel(
        Int64(range.count), Int64(inputs * outputs), weight.pointer + range.lowerBound, out + range.lowerBound
      )
    }
    return result
  }
}

/// Tiles in a piece of work: what they become stays in the caches between transforms and products.
private let tilesPerPiece = 96

/// The numbers of some tiles, 16 planes of equal size.
private struct Planes {
  /// The floats from a plane to the next.
  let stride: Int
  private let storage: Storage

  init(_ count: Int) {
    // With planes a power of two apart, the 16 numbers of a tile would meet in one set of the cache.
    stride = count + 16
    storage = Storage(count: 16 * stride)
  }

  subscript(plane: Int) -> UnsafeMutablePointer<Float> { storage.base + plane * stride }
}
