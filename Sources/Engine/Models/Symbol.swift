/// A value that a model will compute: one of its inputs, or the result of a layer.
///
/// Layers are called like functions on symbols. Nothing is computed by that: it says what reads what.
/// ```swift
/// let model = try Model(input: [32, 32, 16], seed: 7) { x in
///   let y = x.then { Conv2D(16, kernel: 3, padding: .same); BatchNorm(); ReLU() }
///   return Dense(10)(Flatten()(x + y))
/// }
/// ```
public struct Symbol {
  /// Where the value comes from.
  let source: ModelLayer.Source

  /// The shape of one value, without the batch axis; empty once the model has an error.
  public let shape: [Int]

  let builder: ModelBuilder

  /// The result of layers that follow one another.
  public func then(@LayerBuilder _ blocks: () -> [any Block]) -> Symbol {
    blocks().reduce(self) { x, block in block(x) }
  }

  /// The sum of two values of one shape.
  public static func + (left: Symbol, right: Symbol) -> Symbol { Add()(left, right) }
}

/// A part of a model: a layer, or several.
///
/// A block is called like a function, with the symbols of what it reads; most read one value.
public protocol Block: Sendable {
  /// Adds the part to the model of `x`, and gives the symbol of its result.
  ///
  /// - Parameter others: what it reads besides `x`, such as a mask.
  func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol
}

extension Block {
  /// The symbol of the block's result, read from one value.
  public func callAsFunction(_ x: Symbol) -> Symbol { self(x, []) }

  /// The symbol of the block's result, read from two values or more.
  public func callAsFunction(_ first: Symbol, _ second: Symbol, _ others: Symbol...) -> Symbol {
    self(first, [second] + others)
  }
}

/// Layers whose result is added to what they read: `x + f(x)`.
///
/// The layers then learn what to change rather than what to keep, and gradients pass by them unhindered: He et
/// al., "Deep residual learning for image recognition" (2016). Their result must have the shape of their input.
public struct Residual: Block {
  private let blocks: [any Block]

  /// Collects the layers.
  public init(@LayerBuilder _ blocks: () -> [any Block]) { self.blocks = blocks() }

  /// The sum of `x` and of the layers' result; the first of the layers reads the others, if there are any.
  public func callAsFunction(_ x: Symbol, _ others: [Symbol]) -> Symbol {
    guard let first = blocks.first else { return x + x }
    return x + blocks.dropFirst().reduce(first(x, others)) { $1($0) }
  }
}

/// Collects the layers and blocks that a closure lists.
@resultBuilder
public enum LayerBuilder {
  /// One layer or block.
  public static func buildExpression(_ block: any Block) -> [any Block] { [block] }

  /// Layers made elsewhere.
  public static func buildExpression(_ blocks: [any Block]) -> [any Block] { blocks }

  /// Layers in sequence.
  public static func buildBlock(_ parts: [any Block]...) -> [any Block] { parts.flatMap { $0 } }

  /// Layers under an `if` without `else`.
  public static func buildOptional(_ part: [any Block]?) -> [any Block] { part ?? [] }

  /// Layers of the first branch.
  public static func buildEither(first: [any Block]) -> [any Block] { first }

  /// Layers of the second branch.
  public static func buildEither(second: [any Block]) -> [any Block] { second }

  /// Layers of a loop.
  public static func buildArray(_ parts: [[any Block]]) -> [any Block] { parts.flatMap { $0 } }
}
