/// Integers of 2 to 8 bits with the scales that make them real numbers: `real = scale * integer`.
///
/// The scheme is symmetric: 0 is the integer 0. One scale serves the whole tensor, or each index of the last
/// axis (the outputs of a layer) has its own.
public struct QuantizedTensor: Sendable, Equatable {
  /// The extent of each axis.
  public let shape: [Int]

  /// Bits of one value, 2...8.
  public let bits: Int

  /// The integers in row-major order, in `-2^(bits-1)...2^(bits-1)-1`.
  public let values: [Int8]

  /// One scale, or one for each index of the last axis; positive and finite.
  public let scales: [Float]

  /// Takes integers and scales as they are.
  ///
  /// - Throws: `QuantizationError` when counts, bits, values or scales are not what the properties promise.
  public init(shape: [Int], bits: Int, values: [Int8], scales: [Float]) throws(QuantizationError) {
    guard (2...8).contains(bits) else { throw .bits(bits) }
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), elementCount(shape) == values.count else {
      throw .valueCount(shape: shape, actual: values.count)
    }
    guard scales.count == 1 || scales.count == shape[shape.count - 1] else {
      throw .scaleCount(shape: shape, actual: scales.count)
    }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw .scale }
    let limit = 1 << (bits - 1)
    if let value = values.first(where: { Int($0) < -limit || Int($0) >= limit }) {
      throw .value(Int(value), bits: bits)
    }
    self.shape = shape
    self.bits = bits
    self.values = values
    self.scales = scales
  }

  /// Rounds real numbers to the nearest integers, ties to even.
  ///
  /// `scale = max|w| / (2^(bits-1) - 1)`, so the integers lie in `-(2^(bits-1)-1)...2^(bits-1)-1` and every
  /// value comes back to within half a scale. Where all weights are 0 the scale is 1.
  ///
  /// - Throws: `QuantizationError.notFinite` for a tensor that holds infinity or what is not a number.
  public init(
    _ tensor: Tensor, bits: Int = 8, granularity: Granularity = .perChannel
  ) throws(QuantizationError) {
    guard (2...8).contains(bits) else { throw .bits(bits) }
    let scales = try symmetricScales(of: tensor, bits: bits, granularity: granularity)
    try self.init(tensor, bits: bits, scales: scales)
  }

  /// Rounds real numbers to the nearest multiples of given scales, clamped to the symmetric range.
  init(_ tensor: Tensor, bits: Int, scales: [Float]) throws(QuantizationError) {
    let limit = Float(1 << (bits - 1) - 1)
    let values = tensor.withUnsafeBuffer { weights in
      weights.indices.map { index in
        let steps = weights[index] / scales[index % scales.count]
        return Int8(min(max(steps.rounded(.toNearestOrEven), -limit), limit))
      }
    }
    try self.init(shape: tensor.shape, bits: bits, values: values, scales: scales)
  }

  /// The real numbers that the integers stand for.
  public func dequantized() -> Tensor {
    Tensor(shape: shape, values: values.indices.map { Float(values[$0]) * scales[$0 % scales.count] })
  }
}

/// How many weights share a scale.
public enum Granularity: String, Sendable, CaseIterable {
  /// All weights of a tensor.
  case perTensor

  /// The weights of one output (one index of the last axis).
  case perChannel
}

/// The symmetric scales of a tensor: `max|w| / (2^(bits-1) - 1)`, or 1 where all weights are 0.
func symmetricScales(
  of tensor: Tensor, bits: Int, granularity: Granularity
) throws(QuantizationError) -> [Float] {
  let channels = granularity == .perTensor ? 1 : tensor.shape[tensor.shape.count - 1]
  var largest = [Float](repeating: 0, count: channels)
  let isFinite = tensor.withUnsafeBuffer { weights in
    for index in weights.indices {
      guard weights[index].isFinite else { return false }
      largest[index % channels] = max(largest[index % channels], abs(weights[index]))
    }
    return true
  }
  guard isFinite else { throw .notFinite }
  return largest.map { magnitude in
    let scale = magnitude / Float(1 << (bits - 1) - 1)
    return scale > 0 ? scale : 1
  }
}

/// Why numbers do not make a quantized tensor.
public enum QuantizationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A number of bits outside 2...8.
  case bits(Int)

  /// The values do not fill the shape.
  case valueCount(shape: [Int], actual: Int)

  /// Neither one scale nor one for each output.
  case scaleCount(shape: [Int], actual: Int)

  /// A scale that is not positive and finite.
  case scale

  /// An integer that the bits cannot hold.
  case value(Int, bits: Int)

  /// A weight that is infinite or not a number.
  case notFinite

  /// What is wrong.
  public var description: String {
    switch self {
    case .bits(let bits): "\(bits) bits: a quantized value has 2 to 8"
    case .valueCount(let shape, let actual): "\(actual) integers do not fill the shape \(shape)"
    case .scaleCount(let shape, let actual):
      "\(actual) scales for the shape \(shape): give one, or one for each index of the last axis"
    case .scale: "a scale is not positive and finite"
    case .value(let value, let bits):
      "the integer \(value) does not fit \(bits) bits (\(-(1 << (bits - 1)))...\(1 << (bits - 1) - 1))"
    case .notFinite: "the tensor holds infinity or a value that is not a number"
    }
  }
}
