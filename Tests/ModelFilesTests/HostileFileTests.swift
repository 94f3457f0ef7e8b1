import Engine
import Foundation
import Testing

@testable import ModelFiles

/// Files that were made to deceive: their checksum is right, so that only the checks behind it protect.
@Suite struct HostileFileTests {
  /// Replaces text of the header; the checksum follows.
  private func rewritten(_ program: Program, _ old: String, _ new: String) throws -> [UInt8] {
    var container = try Container(ModelFile.encode(program))
    let header = String(decoding: container.header, as: UTF8.self)
    try #require(header.contains(old), "\(old) is not in \(header)")
    container.header = Array(header.replacingOccurrences(of: old, with: new).utf8)
    return container.bytes
  }

  @Test(arguments: [
    ("\"shape\":[3,3,2,3]", "\"shape\":[-3,-3,2,3]"), ("\"shape\":[3,3,2,3]", "\"shape\":[0,3,2,3]"),
    ("\"shape\":[3,3,2,3]", "\"shape\":[4294967296,4294967296,2,3]"),
    ("\"shape\":[3,3,2,3]", "\"shape\":[3,3,3,2]"), ("\"shape\":[3,3,2,3]", "\"shape\":[54]"),
    ("\"shape\":[3,3,2,3]", "\"shape\":[]"), ("\"shape\":[3,4]", "\"shape\":[3,4000000]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":[[]]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":[]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":[[6,-5,2]]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":[[16384,8192,2]]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":[[9223372036854775807,2,2]]"),
    ("\"inputs\":[[6,5,2]]", "\"inputs\":null"),
    ("\"stride\":2", "\"stride\":0"),
    ("\"stride\":2", "\"stride\":-1"),
    ("\"stride\":2", "\"stride\":4611686018427387904"),
    ("\"size\":2", "\"size\":0"),
    ("\"size\":2", "\"size\":-2"),
    ("\"size\":2", "\"size\":9223372036854775807"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"pool\":{\"height\":2,\"width\":2}"),
    ("\"kind\":{\"conv2D\"", "\"pool\":{\"height\":2,\"width\":-2},\"kind\":{\"conv2D\""),
    ("\"kind\":{\"conv2D\"", "\"pool\":{\"height\":9,\"width\":9},\"kind\":{\"conv2D\""),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"reads\":[7]"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"reads\":[-2]"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"reads\":[]"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"reads\":[0,1]"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"softmax\":{}}"),
    (
      "\"kind\":{\"dense\":{}}",
      "\"kind\":{\"gru\":{\"recurrence\":{\"reversed\":false,\"returnsSequence\":true}}}"
    ),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"scale\":{}}"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"transformer\":{}}"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{}"),
    ("\"name\":\"dense\"", "\"name\":\"conv\""),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"clamp\":7"),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"clamp\":\"tanh\""),
    ("\"kind\":{\"dense\":{}}", "\"kind\":{\"dense\":{}},\"dynamic\":true"),
    ("\"encoding\":\"f32\"", "\"encoding\":\"f64\""), ("\"encoding\":\"f32\"", "\"encoding\":\"i32\""),
    ("\"encoding\":\"f32\"", "\"encoding\":\"i8\""),
    ("{", "["), ("\"layers\":", "\"layers\":[],\"other\":"), ("\"layers\":", "\"tensors\":[],\"layers\":"),
  ]) func deceptionInTheHeaderIsAnError(old: String, new: String) throws {
    let bytes = try rewritten(varietyGraph().compiled(), old, new)
    let error = #expect(throws: ModelFileError.self) { try ModelFile.decode(bytes) }
    #expect(error.map { "\($0)".count > 10 } == true)
  }

  @Test(arguments: [
    ("\"scale\":", "\"scale\":-"), ("\"scale\":", "\"scale\":1e-999,\"s\":"),
    ("\"scale\":", "\"scale\":1e999,\"s\":"), ("\"scale\":", "\"scale\":1e-44,\"s\":"),
    ("\"zeroPoint\":", "\"zeroPoint\":128,\"z\":"),
    ("\"zeroPoint\":", "\"zeroPoint\":-9223372036854775808,\"z\":"),
    ("\"encoding\":\"i8\"", "\"encoding\":\"i7\""), ("\"encoding\":\"i32\"", "\"encoding\":\"f32\""),
    ("\"encoding\":\"i8\"", "\"encoding\":\"i9\""), ("\"quantization\":", "\"q\":"),
  ]) func deceptionInAnIntegerProgramIsAnError(old: String, new: String) throws {
    let bytes = try rewritten(programs(varietyGraph())[1], old, new)
    #expect(throws: ModelFileError.self) { try ModelFile.decode(bytes) }
  }

  @Test func scalesAndBiasesInThePayloadAreChecked() throws {
    let program = try programs(digitGraph())[1]
    let container = try Container(ModelFile.encode(program))
    // conv2d_1 in the payload: 288 weights, 32 scales, 32 biases.
    for (position, word) in [
      (288, Float.nan.bitPattern), (288, Float.infinity.bitPattern), (292, Float(-1).bitPattern), (288, 0),
      (288, 1), (288 + 128, UInt32(bitPattern: .max)), (288 + 128, UInt32(bitPattern: .min)),
    ] {
      var hostile = container
      hostile.payload.replaceSubrange(position..<position + 4, with: littleEndian(word))
      #expect(throws: ModelFileError.self) { try ModelFile.decode(hostile.bytes) }
    }
    var hostile = container
    hostile.payload[0] = 0x80  // -128
    #expect(throws: ModelFileError.self) { try ModelFile.decode(hostile.bytes) }
  }

  /// A network whose weights are Huffman-coded: table and codes begin the payload.
  private func codedFile() throws -> Container {
    var generator = SeededGenerator(seed: 3)
    var graph = try Graph(input: [40])
    let weight = Tensor.normal(shape: [40, 30], standardDeviation: 1, using: &generator)
    try graph.append(.dense(weight: weight, bias: nil), name: "dense")
    let program = try graph.compiled { try QuantizedTensor($1, bits: 4, granularity: .perTensor) }
    return try Container(ModelFile.encode(program, coding: .huffman))
  }

  @Test func deceptionInCodesIsAnError() throws {
    let container = try codedFile()
    #expect(try ModelFile.decode(container.bytes).layers.count == 1)
    /// Why a file with other bytes at the start of its payload, where table and codes lie, is refused.
    func reason(_ position: Int, _ byte: UInt8) -> String? {
      var hostile = container
      hostile.payload[position] = byte
      return #expect(throws: ModelFileError.self) { try ModelFile.decode(hostile.bytes) }?.description
    }
    #expect(reason(0, 120)?.contains("beyond 8 bits") == true)
    #expect(reason(1, 255)?.contains("beyond 8 bits") == true)
    #expect(reason(2, 0x11)?.contains("too short") == true)  // two codes of one bit, and more
    #expect(reason(2, 0)?.contains("without a meaning") == true)
    #expect(reason(2, 0xFF)?.contains("without a meaning") == true)
    for (old, new) in [
      ("h4", "h0"), ("h4", "h9"), ("h4", "h"), ("h4", "h1"), ("h4", "i4"),
      ("[40,30]", "[1073741824,1073741824]"), ("[40,30]", "[40,3000000]"), ("[40,30]", "[40,29]"),
      ("[40,30]", "[-40,-30]"),
    ] {
      var hostile = container
      let header = String(decoding: container.header, as: UTF8.self)
      hostile.header = Array(header.replacingOccurrences(of: old, with: new).utf8)
      #expect(throws: ModelFileError.self, "\(new)") { try ModelFile.decode(hostile.bytes) }
    }
    for count in 0..<container.payload.count {
      var hostile = container
      hostile.payload = Array(container.payload[..<count])
      #expect(throws: ModelFileError.self) { try ModelFile.decode(hostile.bytes) }
    }
    var old = container
    old.version = 1
    #expect(throws: ModelFileError.header("Huffman codes in a file of version 1")) {
      try ModelFile.decode(old.bytes)
    }
  }

  /// Whatever happens to a file, it is loaded or refused; what is loaded runs.
  @Test(arguments: 0..<7, [false, true]) func mutatedFilesNeverTrap(arithmetic: Int, everything: Bool) throws
  {
    let graph = try everything ? everythingGraph() : varietyGraph()
    try mutate(Container(ModelFile.encode(programs(graph)[arithmetic])), seed: UInt64(100 + arithmetic))
  }

  @Test func mutatedCodesNeverTrap() throws { try mutate(codedFile(), seed: 200, leastLoaded: 2) }

  private func mutate(_ container: Container, seed: UInt64, leastLoaded: Int = 20) throws {
    var numbers = Numbers(seed: seed)
    var loaded = 0
    var refused = 0
    for _ in 0..<1500 {
      var hostile = container
      for _ in 0...numbers.next() % 3 { mutate(&hostile, &numbers) }
      do throws(ModelFileError) {
        let program = try ModelFile.decode(hostile.bytes)
        loaded += 1
        let shapes = program.inputShapes
        guard shapes.allSatisfy({ $0.reduce(1, *) < 1 << 16 }) else { continue }
        run(program)
      } catch {
        refused += 1
      }
    }
    #expect(loaded > leastLoaded)
    #expect(refused > 400)
  }

  /// Runs a program on numbers that no id is, which are not checked here.
  private func run(_ program: Program) {
    let inputs = program.inputShapes.map { shape in
      let input = UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.reduce(1, *))
      input.initialize(repeating: 0.5)
      return input
    }
    defer { for input in inputs { input.deallocate() } }
    var results = [Float](repeating: 0, count: program.outputShape.reduce(1, *))
    let context = Program.Context(program)
    results.withUnsafeMutableBufferPointer {
      context.infer(inputs: inputs.map { UnsafeBufferPointer($0) }, into: $0)
    }
  }

  /// Changes a number, a character or a byte, or cuts or inserts some.
  private func mutate(_ container: inout Container, _ numbers: inout Numbers) {
    let interesting = [
      "0", "-1", "1", "2", "7", "255", "65536", "2147483648", "4294967297", "9223372036854775807", "1e39",
      "1e-46", "null", "[]", "{}", "\"\"", "true",
    ]
    switch numbers.next() % 6 {
    case 0, 1, 2:
      // Replaces one number of the header.
      var runs: [Range<Int>] = []
      var start: Int?
      for (index, byte) in container.header.enumerated() {
        let isNumber = (48...57).contains(byte) || byte == 45 || byte == 46
        if isNumber, start == nil { start = index }
        if !isNumber, let begin = start {
          runs.append(begin..<index)
          start = nil
        }
      }
      guard !runs.isEmpty else { return }
      let run = runs[Int(numbers.next()) % runs.count]
      let text = interesting[Int(numbers.next()) % interesting.count]
      container.header.replaceSubrange(run, with: Array(text.utf8))
    case 3:
      guard !container.header.isEmpty else { return }
      container.header[Int(numbers.next()) % container.header.count] = UInt8(32 + numbers.next() % 95)
    case 4:
      guard !container.payload.isEmpty else { return }
      for _ in 0..<4 {
        container.payload[Int(numbers.next()) % container.payload.count] = UInt8(numbers.next() & 255)
      }
    default:
      let end = container.payload.count
      let cut = Int(numbers.next()) % (end + 1)
      if numbers.next() % 2 == 0 {
        container.payload.removeSubrange(cut..<min(end, cut + Int(numbers.next() % 9)))
      } else {
        container.payload.insert(UInt8(numbers.next() & 255), at: cut)
      }
    }
  }
}
