/// Checks the settings of a layer whose windows slide over its input, and infers what they leave.
///
/// - Parameters:
///   - input: `[height, width, channels]` for two `axes`, or `[length, features]` for one.
///   - window: the extent of a window along each axis.
/// - Returns: the extents along the axes, without the channels.
/// - Throws: `ModelError.layer`, naming the layer, when a setting is out of range or no window fits.
func slidingExtents(
  of input: [Int], axes: Int, window: Int, stride: Int, padding: Padding = .valid, name: String
) throws(ModelError) -> [Int] {
  try checkSettings(of: input, axes: axes, window: window, stride: stride, name: name)
  let extents = input.dropLast().map { padding.outputExtent(input: $0, kernel: window, stride: stride) }
  guard extents.allSatisfy({ $0 > 0 }) else {
    let size = [String](repeating: "\(window)", count: axes).joined(separator: " x ")
    throw .layer(name: name, input: input, reason: "a window of \(size) does not fit")
  }
  return extents
}

/// Checks the settings of a transposed convolution, and infers the height and width of its result.
func transposedExtents(
  of input: [Int], kernel: Int, stride: Int, padding: Padding, name: String
) throws(ModelError) -> [Int] {
  try checkSettings(of: input, axes: 2, window: kernel, stride: stride, name: name)
  return input.dropLast().map { padding.transposedExtent(input: $0, kernel: kernel, stride: stride) }
}

private func checkSettings(
  of input: [Int], axes: Int, window: Int, stride: Int, name: String
) throws(ModelError) {
  for (setting, value) in [("window", window), ("stride", stride)] {
    guard (1...settingLimit).contains(value) else {
      throw .layer(
        name: name, input: input,
        reason: "the \(setting) (\(value)) must lie in 1...\(settingLimit)")
    }
  }
  guard input.count == axes + 1 else {
    let shape = axes == 2 ? "[height, width, channels]" : "[length, features]"
    throw .layer(name: name, input: input, reason: "it needs an input \(shape)")
  }
}

/// Checks the number of filters of a convolution.
func checkFilters(_ filters: Int, of input: [Int], name: String) throws(ModelError) {
  guard filters > 0 else {
    throw .layer(name: name, input: input, reason: "the filters (\(filters)) must be positive")
  }
}

/// Checks that a tensor of a layer holds no more elements than memory can be expected to: 2^28, a gigabyte.
func checkSize(of what: String, _ shape: [Int], input: [Int], name: String) throws(ModelError) {
  guard elementCount(shape) != nil else {
    throw .layer(name: name, input: input, reason: "\(what), \(shape), would have more than 2^28 elements")
  }
}
