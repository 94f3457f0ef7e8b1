import Engine
import Foundation
import Testing

@testable import ModelFiles

@Suite struct ModelFileTests {
  @Test(arguments: 0..<7) func programsComeBack(arithmetic: Int) throws {
    for graph in [try digitGraph(), try varietyGraph(), try everythingGraph()] {
      let program = try programs(graph)[arithmetic]
      let bytes = ModelFile.encode(program)
      let loaded = try ModelFile.decode(bytes)
      let inputs = examples(2, of: graph, seed: 4)
      #expect(try loaded.logits(inputs: inputs) == program.logits(inputs: inputs))
      #expect(loaded.planDescription == program.planDescription)
      #expect(ModelFile.encode(loaded) == bytes)
      // Huffman codes change the file, not the program.
      let coded = ModelFile.encode(program, coding: .huffman)
      #expect(coded.count <= bytes.count)
      #expect(ModelFile.encode(try ModelFile.decode(coded)) == bytes)
      #expect(ModelFile.encode(try ModelFile.decode(coded), coding: .huffman) == coded)
    }
  }

  @Test func filesAreSmall() throws {
    let programs = try programs(digitGraph())
    let sizes = programs.map { ModelFile.encode($0).count }
    let float = 4 * 34_826
    #expect(sizes[0] <= float + 2048)
    #expect(sizes[1] <= 34_826 + 2048)
    #expect(sizes[1] <= 37 * 1024)
    // Half a byte a weight, four a bias and a scale.
    #expect(sizes[3] <= 34_720 / 2 + 4 * (106 + 106) + 1500)
  }

  /// Blocks, zero points and single bits travel too, and take the bytes that the program says.
  @Test func everyWeightSchemeComesBack() throws {
    let schemes: [(Tensor) throws -> QuantizedTensor] = [
      { try QuantizedTensor($0, bits: 4, granularity: .blocks(32)) },
      { try .affine($0, bits: 5) }, { try .affine($0, bits: 3, granularity: .blocks(7)) },
      { try .binary($0) }, { try .ternary($0, granularity: .perTensor) },
    ]
    for scheme in schemes {
      let program = try digitGraph().compiled { _, weight in try scheme(weight) }
      let bytes = ModelFile.encode(program)
      let loaded = try ModelFile.decode(bytes)
      for (layer, original) in zip(loaded.layers, program.layers) {
        #expect(layer.quantizedWeight == original.quantizedWeight)
      }
      let parameters = program.layers.reduce(0) { $0 + $1.byteCount }
      #expect(bytes.count > parameters && bytes.count <= parameters + 2048)
    }
  }

  /// Each kind of program: the parts make up the file, and each has the bytes of its numbers.
  @Test(arguments: 0..<7) func partsMakeUpTheFile(arithmetic: Int) throws {
    for graph in [try digitGraph(), try varietyGraph(), try everythingGraph()] {
      let program = try programs(graph)[arithmetic]
      let bytes = ModelFile.encode(program)
      let size = try ModelFile.size(of: bytes)
      #expect(size.total == bytes.count)
      #expect(size.codeTables == 0)
      #expect(size.weights + size.scales + size.biases == program.layers.reduce(0) { $0 + $1.byteCount })
      #expect(size.structure > 16 && size.structure <= 320 * program.layers.count)
    }
  }

  @Test func partsOfTheDigitNetwork() throws {
    let programs = try programs(digitGraph())
    let float = try ModelFile.size(of: ModelFile.encode(programs[0]))
    #expect((float.weights, float.scales, float.biases) == (4 * 34_720, 0, 4 * 106))
    let int8 = try ModelFile.size(of: ModelFile.encode(programs[1]))
    #expect((int8.weights, int8.scales, int8.biases) == (34_720, 4 * 106, 4 * 106))
    let bytes = ModelFile.encode(programs[1])
    #expect(throws: ModelFileError.corrupt) { try ModelFile.size(of: bytes.dropLast() + [bytes.last! ^ 1]) }
    #expect(throws: ModelFileError.self) { try ModelFile.size(of: ModelFile.encode(state: [])) }
  }

  /// Weights near 0 are frequent in trained networks; codes shrink them to nearly what their entropy says, and nothing
  /// else.
  @Test(arguments: [8, 4, 2]) func codesShrinkWeights(bits: Int) throws {
    var generator = SeededGenerator(seed: 3)
    var graph = try Graph(input: [200])
    for index in 0..<2 {
      let weight = Tensor.normal(shape: [200, 200], standardDeviation: 0.1, using: &generator)
      try graph.append(.dense(weight: weight, bias: nil), name: "dense\(index)")
    }
    let program = try graph.compiled { try QuantizedTensor($1, bits: bits, granularity: .perTensor) }
    let (packed, coded) = (ModelFile.encode(program), ModelFile.encode(program, coding: .huffman))
    let (before, after) = (try ModelFile.size(of: packed), try ModelFile.size(of: coded))
    #expect(before.total == packed.count && after.total == coded.count)
    #expect((before.scales, before.biases) == (after.scales, after.biases))
    var (least, tables) = (0.0, 0)
    for values in program.layers.map({ $0.quantizedWeight!.values }) {
      let counts = Dictionary(grouping: values) { $0 }.mapValues { Double($0.count) }
      least += counts.values.reduce(0) { $0 - $1 * log2($1 / Double(values.count)) }
      tables += 2 + (Int(values.max()!) - Int(values.min()!) + 2) / 2
    }
    #expect(Double(8 * after.weights) >= least && Double(8 * after.weights) < least + 80_000)
    #expect(Double(8 * after.weights) < 1.2 * least || bits == 2)
    #expect(after.codeTables == tables)
    #expect(after.total < before.total)
    #expect((packed[4], coded[4]) == (1, 2))
  }

  /// Scales travel as text in the header; every one must come back bit for bit.
  @Test func scalesComeBackExactly() throws {
    var numbers = Numbers(seed: 5)
    for _ in 0..<500 {
      let bits = UInt32(truncatingIfNeeded: numbers.next() << 16 ^ numbers.next()) % 0x7F00_0000 + 0x0080_0000
      let scale = Float(bitPattern: bits)
      guard scale.isFinite else { continue }
      let parameters = AffineParameters(scale: scale, zeroPoint: -7)
      let data = try JSONEncoder().encode(parameters)
      #expect(try JSONDecoder().decode(AffineParameters.self, from: data) == parameters)
    }
  }

  @Test func checkpointsComeBack() throws {
    var numbers = Numbers(seed: 6)
    let state = [
      NamedTensor(name: "conv2d_1/weight", tensor: numbers.tensor([3, 3, 1, 4])),
      NamedTensor(name: "step", tensor: Tensor(shape: [], values: [12])),
      NamedTensor(name: "empty", tensor: Tensor(shape: [0, 3])),
    ]
    #expect(try ModelFile.decodeState(ModelFile.encode(state: state)) == state)
    #expect(throws: ModelFileError.content(expected: "program", actual: "checkpoint")) {
      try ModelFile.decode(ModelFile.encode(state: state))
    }
    #expect(throws: ModelFileError.content(expected: "checkpoint", actual: "program")) {
      try ModelFile.decodeState(ModelFile.encode(varietyGraph().compiled()))
    }
  }

  @Test func damageIsNamed() throws {
    let bytes = ModelFile.encode(try varietyGraph().compiled())
    func error(_ bytes: [UInt8]) throws -> ModelFileError {
      try #require(throws: ModelFileError.self) { try ModelFile.decode(bytes) }
    }
    func changed(_ position: Int, _ value: UInt8) -> [UInt8] {
      var copy = bytes
      copy[position] = value
      return copy
    }
    #expect(try error(changed(0, 0)) == .notAModelFile)
    #expect(try error(Array("PK".utf8)) == .notAModelFile)
    #expect(try error([]) == .truncated(expected: 16, actual: 0))
    #expect(try error(changed(4, 3)) == .futureVersion(3))
    #expect(try error(changed(bytes.count - 1, bytes.last! ^ 1)) == .corrupt)
    #expect(try error(changed(40, bytes[40] ^ 1)) == .corrupt)
    #expect(try error(bytes + [0]) == .corrupt)
    for count in 0..<bytes.count {
      switch try error(Array(bytes[..<count])) {
      case .truncated, .corrupt: break
      case let other: Issue.record("cut at \(count): \(other)")
      }
    }
  }
}
