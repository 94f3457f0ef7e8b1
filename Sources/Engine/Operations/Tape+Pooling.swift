import CKernels

extension Tape {
  /// The maximum of each `size` by `size` window of `x` `[n, h, w, c]`, side by side: `[n, h / size, w / size, c]`.
  ///
  /// Rows and columns left over at the bottom and right are dropped. The gradient goes to the first element, in
  /// row-major order, that has the maximum.
  func maxPool2D(_ x: Variable, size: Int) -> Variable {
    let pool = Pooling(x.value.shape, size: size)
    var y = Tensor(uninitialized: pool.outputShape)
    let winners = Bytes(count: y.count)  // [n, h / size, w / size, c]: which element of its window
    let out = y.mutablePointer
    parallelFor(pool.batch) { image in
      var extents = pool.extents
      let output = image * pool.outputImage
      kernels.max_pool(
        &extents, x.value.pointer + image * pool.inputImage, out + output, winners.pointer + output)
    }
    return record(y, from: [x]) { dy in
      var dx = Tensor(uninitialized: x.value.shape)
      let out = dx.mutablePointer
      parallelFor(pool.batch) { image in
        var extents = pool.extents
        let output = image * pool.outputImage
        kernels.max_pool_gradient(
          &extents, dy.pointer + output, winners.pointer + output, out + image * pool.inputImage)
      }
      x.accumulate(dx)
    }
  }
}

/// The extents of pooling over a batch of images.
struct Pooling {
  /// The largest `size`: which element of a window won is kept in one byte.
  static let largestSize = 16

  let batch: Int
  let extents: ck_pool
  let outputShape: [Int]

  init(_ shape: [Int], size: Int) {
    precondition(shape.count == 4 && size >= 1 && size <= Pooling.largestSize)
    batch = shape[0]
    extents = ck_pool(
      height: Int64(shape[1]), width: Int64(shape[2]), channels: Int64(shape[3]), size: Int64(size))
    outputShape = [batch, shape[1] / size, shape[2] / size, shape[3]]
  }

  /// The floats in one image, before and after.
  var inputImage: Int { Int(extents.height * extents.width * extents.channels) }
  var outputImage: Int { outputShape.dropFirst().reduce(1, *) }
}

/// A buffer of bytes from the pool of tensor memory, undefined until written.
final class Bytes {
  private let storage: Storage

  init(count: Int) { storage = Storage(count: (count + 3) / 4) }

  var pointer: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(storage.base).assumingMemoryBound(to: UInt8.self)
  }
}
