extension Program {
  /// The memory that one inference at a time works in; reuse it, and nothing is allocated.
  ///
  /// A context serves one thread and the program it was made for.
  public final class Context {
    let packed: PackedProgram
    let arena: UnsafeMutableRawPointer

    private let threads: Int

    /// Takes the memory that `program` planned.
    ///
    /// - Parameter threads: how many threads may share one inference, the calling one included. Programs of a few
    ///   microseconds stay on one. Results do not depend on it.
    public init(_ program: Program, threads: Int = 1) {
      packed = program.packed
      self.threads = max(1, min(threads, 64))
      let bytes = packed.memory.byteCount + (self.threads - 1) * packed.scratchByteCount
      arena = .allocate(byteCount: max(64, bytes), alignment: 64)
    }

    deinit { arena.deallocate() }

    /// Runs one image and writes its logits, without allocating memory.
    ///
    /// - Parameters:
    ///   - image: as many floats as the program's `inputShape` holds, row-major.
    ///   - logits: as many floats as its `outputShape` holds.
    /// - Precondition: both buffers have those sizes.
    public func infer(
      _ image: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>
    ) {
      precondition(image.count == packed.inputShape.reduce(1, *), "the image does not fill the input")
      precondition(logits.count == packed.plans[packed.plans.count - 1].count, "logits of another size")
      packed.run(image: image.baseAddress!, arena: arena, output: logits.baseAddress!, threads: threads)
    }
  }

  /// The results for one image, row-major in `inputShape`.
  ///
  /// - Throws: `ProgramError.imageShape` when the number of pixels is not that of `inputShape`.
  public func logits(for image: [Float]) throws(ProgramError) -> [Float] {
    guard image.count == inputShape.reduce(1, *) else {
      throw .imageShape(expected: inputShape, actual: [image.count])
    }
    let context = Context(self)
    return [Float](unsafeUninitializedCapacity: outputShape.reduce(1, *)) { logits, count in
      count = outputShape.reduce(1, *)
      let target = UnsafeMutableBufferPointer(rebasing: logits[..<count])
      image.withUnsafeBufferPointer { context.infer($0, into: target) }
    }
  }

  /// The results for images `[n] + inputShape`, as `[n] + outputShape`.
  ///
  /// - Throws: `ProgramError.imageShape` for images of another shape.
  public func logits(images: Tensor) throws(ProgramError) -> Tensor {
    try checkShape(of: images)
    let context = Context(self)
    var result = Tensor(uninitialized: [images.shape[0]] + outputShape)
    let pixels = inputShape.reduce(1, *)
    let classes = outputShape.reduce(1, *)
    images.withUnsafeBuffer { images in
      result.withUnsafeMutableBuffer { logits in
        for index in 0..<images.count / pixels {
          context.infer(
            UnsafeBufferPointer(rebasing: images[index * pixels..<(index + 1) * pixels]),
            into: UnsafeMutableBufferPointer(rebasing: logits[index * classes..<(index + 1) * classes]))
        }
      }
    }
    return result
  }

  /// The index of the largest logit for each of the images `[n] + inputShape`; of equal ones, the first.
  ///
  /// - Throws: `ProgramError.imageShape` for images of another shape.
  public func predict(_ images: Tensor) throws(ProgramError) -> [Int] {
    let classes = outputShape.reduce(1, *)
    return try logits(images: images).withUnsafeBuffer { logits in
      (0..<logits.count / classes).map { image in
        let scores = logits[image * classes..<(image + 1) * classes]
        return scores.indices.reduce(scores.startIndex) { scores[$1] > scores[$0] ? $1 : $0 }
          - scores.startIndex
      }
    }
  }

  /// Checks that images have the shape `[n] + inputShape`.
  func checkShape(of images: Tensor) throws(ProgramError) {
    guard images.shape.count == inputShape.count + 1, Array(images.shape.dropFirst()) == inputShape else {
      throw .imageShape(expected: inputShape, actual: Array(images.shape.dropFirst()))
    }
  }
}
