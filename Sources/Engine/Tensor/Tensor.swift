/// A dense array of 32-bit floats with a shape, stored in row-major order.
///
/// Images are `[batch, height, width, channels]`. A tensor is a value: copies share memory until one of
/// them is written.
public struct Tensor: Sendable {
  /// The extent of each axis, outermost first; a scalar has no axes.
  public let shape: [Int]

  private var storage: Storage

  /// Makes a tensor whose elements are undefined until they are written.
  init(uninitialized shape: [Int]) {
    self.shape = shape
    storage = Storage(count: memoryCount(shape))
  }

  /// Makes a tensor with the same value everywhere.
  ///
  /// - Precondition: no extent is negative, and memory can hold so many elements.
  public init(shape: [Int], repeating value: Float = 0) {
    self.init(uninitialized: shape)
    storage.base.update(repeating: value, count: storage.count)
  }

  /// Makes a tensor from its elements in row-major order.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public init(shape: [Int], values: [Float]) {
    require(values.count == memoryCount(shape), "\(values.count) values do not fill the shape \(shape)")
    self.init(uninitialized: shape)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { storage.base.update(from: base, count: source.count) }
    }
  }

  /// The number of elements.
  public var count: Int { storage.count }

  /// The elements in row-major order, copied.
  public var values: [Float] { withUnsafeBuffer { Array($0) } }

  /// The element at a row-major position.
  public subscript(position: Int) -> Float {
    get {
      require(position >= 0 && position < count, "position \(position) of \(count) elements")
      return storage.base[position]
    }
    set {
      require(position >= 0 && position < count, "position \(position) of \(count) elements")
      makeUnique()
      storage.base[position] = newValue
    }
  }

  /// The same elements under another shape.
  ///
  /// - Precondition: both shapes hold the same number of elements.
  public func reshaped(to shape: [Int]) -> Tensor {
    require(shape.reduce(1, *) == count, "\(self.shape) does not reshape to \(shape)")
    return Tensor(shape: shape, storage: storage)
  }

  /// The rows `range` of the outermost axis, copied.
  public func rows(_ range: Range<Int>) -> Tensor {
    require(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "rows \(range) of a tensor of shape \(shape)")
    let stride = shape[0] == 0 ? 0 : count / shape[0]
    let result = Tensor(uninitialized: [range.count] + shape.dropFirst())
    result.storage.base.update(
      from: storage.base + range.lowerBound * stride, count: range.count * stride)
    return result
  }

  /// Reads the elements in place.
  public func withUnsafeBuffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// Writes the elements in place; copies them first if another tensor shares them.
  public mutating func withUnsafeMutableBuffer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  /// The address of the elements, for kernel calls, while the tensor is alive.
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.base) }

  /// The address of the elements of a tensor that nobody else holds yet.
  var mutablePointer: UnsafeMutablePointer<Float> {
    mutating get {
      makeUnique()
      return storage.base
    }
  }

  private init(shape: [Int], storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let copy = Storage(count: storage.count)
    copy.base.update(from: storage.base, count: storage.count)
    storage = copy
  }
}

extension Tensor: Equatable {
  /// Whether shapes and all elements are equal.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeBuffer { a in right.withUnsafeBuffer { b in a.elementsEqual(b) } }
  }
}

/// The product of a shape that memory can be expected to hold.
///
/// - Precondition: no extent is negative, and the product is at most 2^40.
func memoryCount(_ shape: [Int]) -> Int {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    require(extent >= 0 && !overflow && product <= 1 << 40, "no tensor has the shape \(shape)")
    count = product
  }
  return count
}

/// A precondition whose message also reaches a learner from optimized code.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard condition else { fatalError(message()) }
}
