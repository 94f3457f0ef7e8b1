import Engine

extension Augmentation where Example == Image {
  /// For `fit(transform:)`: changes each image of a batch `[n, height, width, channels]`, and with it a class for each
  /// pixel if there is one.
  public var onBatches: BatchTransform {
    { batch, generator in
      let shape = batch.inputs[0].shape
      guard shape.count == 4 else {
        throw AugmentationError.shape(shape, expected: "images [n, height, width, channels]")
      }
      let (height, width, channels) = (shape[1], shape[2], shape[3])
      var masks: [Int]?
      if case .labels(let labels, [height, width]) = batch.targets { masks = labels }
      changeExamples(of: &batch.inputs[0], using: &generator) { index, pixels, generator in
        let area = index * height * width..<(index + 1) * height * width
        var image = Image(
          height: height, width: width, channels: channels, pixels: pixels,
          mask: masks.map { Array($0[area]) })
        apply(to: &image, using: &generator)
        if let mask = image.mask { masks?.replaceSubrange(area, with: mask) }
        return image.pixels
      }
      if let masks { batch.targets = .labels(masks, shape: [height, width]) }
    }
  }
}

extension Augmentation where Example == Sound {
  /// For `fit(transform:)`: changes each sound of a batch `[n, samples]` or `[n, samples, 1]`.
  ///
  /// - Parameter rate: samples a second.
  public func onBatches(rate: Int) -> BatchTransform {
    { batch, generator in
      let shape = batch.inputs[0].shape
      guard shape.count == 2 || shape.count == 3 && shape[2] == 1 else {
        throw AugmentationError.shape(shape, expected: "sounds [n, samples]")
      }
      changeExamples(of: &batch.inputs[0], using: &generator) { _, samples, generator in
        var sound = Sound(samples: samples, rate: rate)
        apply(to: &sound, using: &generator)
        return sound.samples
      }
    }
  }
}

extension Augmentation where Example == Spectrogram {
  /// For `fit(transform:)`: changes each spectrogram of a batch `[n, frames, bins]` or `[n, frames, bins, 1]`.
  public var onBatches: BatchTransform {
    { batch, generator in
      let shape = batch.inputs[0].shape
      guard shape.count == 3 || shape.count == 4 && shape[3] == 1 else {
        throw AugmentationError.shape(shape, expected: "spectrograms [n, frames, bins]")
      }
      changeExamples(of: &batch.inputs[0], using: &generator) { _, values, generator in
        var spectrogram = Spectrogram(frames: shape[1], bins: shape[2], values: values)
        apply(to: &spectrogram, using: &generator)
        return spectrogram.values
      }
    }
  }
}

extension Augmentation where Example == [Int] {
  /// For `fit(transform:)`: changes the word ids of each text of a batch `[n, length]`; padding, 0, is taken away
  /// before and filled up after it.
  public var onBatches: BatchTransform {
    { batch, generator in
      let shape = batch.inputs[0].shape
      guard shape.count == 2 else { throw AugmentationError.shape(shape, expected: "word ids [n, length]") }
      changeExamples(of: &batch.inputs[0], using: &generator) { _, values, generator in
        var ids = values.filter { $0 != 0 }.map { Int($0) }
        apply(to: &ids, using: &generator)
        return ids.prefix(shape[1]).map(Float.init)
          + [Float](repeating: 0, count: max(0, shape[1] - ids.count))
      }
    }
  }
}

/// Several transformations of a batch, one after another.
public func inOrder(_ transforms: [BatchTransform]) -> BatchTransform {
  { batch, generator in
    for transform in transforms { try transform(&batch, &generator) }
  }
}

/// Replaces each example `[...]` of a tensor `[n, ...]` by what `change` makes of it.
///
/// Each has a generator of its own, seeded by the batch's and its place in the batch, so that none depends on what
/// was drawn for another.
private func changeExamples(
  of tensor: inout Tensor, using generator: inout SeededGenerator,
  _ change: (_ index: Int, _ values: [Float], _ generator: inout SeededGenerator) -> [Float]
) {
  let (seed, count) = (generator.next(), tensor.shape[0])
  let size = tensor.count / max(1, count)
  tensor.withUnsafeMutableBuffer { buffer in
    for index in 0..<count {
      var own = SeededGenerator(seed: seed &+ UInt64(index))
      let range = index * size..<(index + 1) * size
      let changed = change(index, Array(buffer[range]), &own)
      precondition(changed.count == size, "the augmentation changed the size of an example")
      _ = UnsafeMutableBufferPointer(rebasing: buffer[range]).update(fromContentsOf: changed)
    }
  }
}
