/// Two recurrent layers over one sequence, one from each end, their results side by side.
///
/// Of `Bidirectional(GRU(64))` the result is `[128]`: what the sequence left behind read forward, then backward. With
/// `returnsSequence` each position knows what lies before it and what lies behind it. The parameters are those of the
/// layer, twice: `forward/...` and `backward/...`. From Schuster and Paliwal, "Bidirectional recurrent neural networks"
/// (1997).
public struct Bidirectional: Layer {
  /// The name of the kind.
  public static let kind = "bidirectional"

  private let directions: [any RecurrentLayer]

  /// Makes the layer from one direction; whether that one is reversed does not matter.
  public init(_ layer: some RecurrentLayer) {
    directions = [layer.running(reversed: false), layer.running(reversed: true)]
  }

  /// `[2 * units]` or `[length, 2 * units]`.
  public func outputShape(for inputs: [[Int]], name: String) throws(ModelError) -> [Int] {
    let one = try directions[0].outputShape(for: inputs, name: name)
    return one.dropLast() + [2 * directions[0].units]
  }

  /// The parameters of the forward direction, then those of the backward one.
  public func makeParameters(
    for inputs: [[Int]], name: String, using generator: inout SeededGenerator
  ) -> [Parameter] {
    var parameters: [Parameter] = []
    for (layer, direction) in zip(directions, names) {
      parameters += layer.makeParameters(for: inputs, name: "\(name)/\(direction)", using: &generator)
    }
    return parameters
  }

  /// The states of a batch, side by side.
  public func apply(to inputs: [Variable], parameters: [Parameter], on tape: Tape) -> Variable {
    tape.concatenate(
      zip(directions, halves(parameters)).map { $0.apply(to: inputs, parameters: $1, on: tape) })
  }

  /// Appends both directions and a concatenation.
  public func append(
    to graph: inout Graph, reading inputs: [Int], parameters: [Parameter], name: String
  ) throws(GraphError) -> Int {
    var results: [Int] = []
    for index in 0...1 {
      results.append(
        try directions[index].append(
          to: &graph, reading: inputs, parameters: halves(parameters)[index], name: "\(name)/\(names[index])")
      )
    }
    return try graph.append(.concatenate, name: name, inputs: results)
  }

  private var names: [String] { ["forward", "backward"] }

  private func halves(_ parameters: [Parameter]) -> [[Parameter]] {
    let half = parameters.count / 2
    return [Array(parameters[..<half]), Array(parameters[half...])]
  }
}
