/// Where intermediate results lie in memory, step by step.
public struct MemoryMap: Codable, Sendable, Equatable {
  /// Bytes that something occupies from one step to another.
  public struct Block: Codable, Sendable, Equatable {
    /// What lies there, as in `conv2d_1`.
    public var label: String
    /// The first byte.
    public var offset: Int
    /// How many bytes.
    public var bytes: Int
    /// The step that writes it.
    public var first: Int
    /// The last step that needs it.
    public var last: Int

    /// Makes a block.
    public init(_ label: String, offset: Int, bytes: Int, steps: ClosedRange<Int>) {
      self.label = label
      self.offset = offset
      self.bytes = bytes
      first = steps.lowerBound
      last = steps.upperBound
    }
  }

  /// The blocks, in the order in which they are written.
  public var blocks: [Block]
  /// The names of the steps.
  public var steps: [String]

  /// Makes a map.
  public init(_ blocks: [Block], steps: [String]) {
    self.blocks = blocks
    self.steps = steps
  }

  /// Makes the map of a program's plan.
  public init(_ program: Program) {
    let steps = program.layers.map(\.name)
    self.init(
      program.memoryBlocks.map { block in
        Block(block.name, offset: block.offset, bytes: block.byteCount, steps: block.steps)
      }, steps: steps)
  }

  /// The size of the whole memory: the end of the last block.
  public var bytes: Int { blocks.map { $0.offset + $0.bytes }.max() ?? 0 }
}

extension MemoryMap: FigureData {
  var defect: String? {
    guard Limits.allow(blocks.map(\.label), upTo: Limits.edge), Limits.allow(steps, upTo: Limits.edge) else {
      return "has too many blocks"
    }
    let isSane = blocks.allSatisfy { block in
      (0...Limits.count).contains(block.offset) && (0...Limits.count).contains(block.bytes)
        && block.first <= block.last && steps.indices.contains(block.first)
        && steps.indices.contains(block.last)
    }
    return isSane ? nil : "has a block that lies nowhere"
  }

  var plainLines: [String] {
    let unit = Metric.Unit.bytes
    let separate = blocks.reduce(0) { $0 + $1.bytes }
    let lines = blocks.map { block in
      let time =
        block.first == block.last
        ? "in \(steps[block.first])" : "from \(steps[block.first]) to \(steps[block.last])"
      return "\(block.label): \(unit.text(Double(block.bytes))) at byte \(block.offset), \(time)"
    }
    return ["\(unit.text(Double(bytes))) in all, \(unit.text(Double(separate))) if nothing shared memory"]
      + lines
  }

  var summary: String { plainLines[0] }
}
