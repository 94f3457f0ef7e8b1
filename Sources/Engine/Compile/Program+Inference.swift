extension Program {
  /// The results for one example of a program with one input, row-major in `inputShape`.
  ///
  /// - Throws: `ProgramError` when the number of values is not that of `inputShape`, or one is infinite or not a number.
  public func logits(for image: [Float]) throws(ProgramError) -> [Float] {
    guard inputShapes.count == 1 else { throw .inputCount(expected: inputShapes.count, actual: 1) }
    guard image.count == inputShape.reduce(1, *) else {
      throw .imageShape(expected: inputShape, actual: [image.count])
    }
    return try logits(images: Tensor(shape: [1] + inputShape, values: image)).values
  }

  /// The results for examples `[n] + inputShape`, as `[n] + outputShape`.
  ///
  /// - Throws: `ProgramError` for examples of another shape, or with a value that is infinite or not a number.
  public func logits(images: Tensor) throws(ProgramError) -> Tensor {
    try logits(inputs: [images])
  }

  /// The results for examples of a program with several inputs.
  ///
  /// - Parameter inputs: for each input `[n]` and its shape.
  /// - Returns: `[n] + outputShape`.
  /// - Throws: `ProgramError` when the inputs are not those of the program, or hold a value that is infinite or not a
  ///   number, or no id where ids are read. `Context.infer` checks none of the values.
  public func logits(inputs: [Tensor]) throws(ProgramError) -> Tensor {
    let examples = try exampleCount(of: inputs)
    try checkValues(of: inputs)
    let context = Context(self)
    let classes = outputShape.reduce(1, *)
    var result = Tensor(uninitialized: [examples] + outputShape)
    result.withUnsafeMutableBuffer { logits in
      for index in 0..<examples {
        context.read(example: index, of: inputs)
        packed.run(context, output: logits.baseAddress! + index * classes)
      }
    }
    return result
  }

  /// The 8-bit results for 8-bit examples of a program with one input, each `inputShape`, row-major: no float is
  /// computed on the way.
  ///
  /// - Throws: `ProgramError` when the number of values is not that of `inputShape`, or the program needs floats.
  public func integers(for image: [Int8]) throws(ProgramError) -> [Int8] {
    guard inputShapes.count == 1 else { throw .inputCount(expected: inputShapes.count, actual: 1) }
    guard takesIntegers else {
      throw .layer(name: storedLayers[0].name, reason: "the program computes in float, not only in integers")
    }
    guard image.count == inputShape.reduce(1, *) else {
      throw .imageShape(expected: inputShape, actual: [image.count])
    }
    var results = [Int8](repeating: 0, count: outputShape.reduce(1, *))
    let context = Context(self)
    image.withUnsafeBufferPointer { image in
      results.withUnsafeMutableBufferPointer { context.infer(integers: [image], into: $0) }
    }
    return results
  }

  /// The index of the largest logit for each of the examples `[n] + inputShape`; of equal ones, the first.
  ///
  /// - Throws: `ProgramError` as `logits(images:)`.
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

  /// Checks that the program has one input and that images have the shape `[n] + inputShape`.
  func checkShape(of images: Tensor) throws(ProgramError) { _ = try exampleCount(of: [images]) }

  /// Checks that all values are finite, and ids where ids are read.
  private func checkValues(of inputs: [Tensor]) throws(ProgramError) {
    for layer in storedLayers where layer.kind.readsIDs && layer.inputs[0] < 0 {
      let limit = layer.kind == .embedding ? layer.parameters[0].shape[0] : nil
      if let reason = wrongID(in: inputs[-1 - layer.inputs[0]], limit: limit) {
        throw .layer(name: layer.name, reason: reason)
      }
    }
    for (index, input) in inputs.enumerated() {
      if let example = input.exampleNotFinite { throw .notFinite(input: index, example: example) }
    }
  }

  /// The number of examples in tensors that hold `[n]` and the shape of an input each.
  func exampleCount(of inputs: [Tensor]) throws(ProgramError) -> Int {
    guard inputs.count == inputShapes.count else {
      throw .inputCount(expected: inputShapes.count, actual: inputs.count)
    }
    for (input, shape) in zip(inputs, inputShapes)
    where input.shape.count != shape.count + 1 || Array(input.shape.dropFirst()) != shape {
      throw .imageShape(expected: shape, actual: Array(input.shape.dropFirst()))
    }
    guard inputs.allSatisfy({ $0.shape[0] == inputs[0].shape[0] }) else {
      throw .inputCount(expected: inputShapes.count, actual: inputs.count)
    }
    return inputs[0].shape[0]
  }
}

extension Program.Context {
  /// Lets the program read one of the examples in tensors, which must live on.
  func read(example: Int, of tensors: [Tensor]) {
    for (index, tensor) in tensors.enumerated() {
      let size = packed.inputShapes[index].reduce(1, *)
      inputs[index] = UnsafeRawPointer(tensor.pointer + example * size)
    }
    connectInputs()
  }
}
