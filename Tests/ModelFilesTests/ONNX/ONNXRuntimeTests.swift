import Data
import Engine
import Foundation
import ModelFiles
import Testing

/// Exported programs in ONNX Runtime beside the engine.
@Suite struct ONNXRuntimeTests {
  /// A program to export, and what to run it on.
  struct Case {
    var name: String
    var program: Program
    var inputs: [Tensor]
  }

  /// The names of what `programs` makes, in its order.
  static let arithmetics = ["float", "int8", "int8-tensor", "bits4", "bits3", "dynamic", "mixed"]

  /// All kinds of layers in all kinds of arithmetic.
  static func cases() throws -> [Case] {
    let graphs = [
      "digits": try digitGraph(), "variety": try varietyGraph(), "everything": try everythingGraph(),
      "images": try imageGraph(), "sequences": try sequenceGraph(),
    ]
    var cases: [Case] = []
    for (name, graph) in graphs.sorted(by: { $0.key < $1.key }) {
      let inputs = examples(24, of: graph, seed: 9)
      for (arithmetic, program) in zip(arithmetics, try programs(graph)) {
        cases.append(Case(name: "\(name)-\(arithmetic)", program: program, inputs: inputs))
      }
      for (scheme, granularity) in [("blocks", Granularity.blocks(5)), ("affine", .perChannel)] {
        let program = try graph.compiled { _, weight in
          try scheme == "affine"
            ? QuantizedTensor.affine(weight, bits: 5, granularity: granularity)
            : QuantizedTensor(weight, bits: 6, granularity: granularity)
        }
        cases.append(Case(name: "\(name)-\(scheme)", program: program, inputs: inputs))
      }
    }
    return cases
  }

  /// Floats agree to rounding; a program that computes in integers gives the same integers, bit for bit.
  @Test(.needsPeers) func exportsComputeTheSame() throws {
    let cases = try Self.cases()
    for (test, theirs) in zip(cases, try resultsOfONNXRuntime(cases)) {
      let ours = try test.program.logits(inputs: test.inputs)
      #expect(theirs.shape == ours.shape, "\(test.name)")
      if test.program.arithmetic == .int8 {
        let differing = zip(ours.values, theirs.values).count { $0 != $1 }
        #expect(differing == 0, "\(test.name): \(differing) of \(ours.count) results differ")
      } else {
        let scale = ours.values.map(abs).max() ?? 1
        let error = zip(ours.values, theirs.values).map { abs($0 - $1) }.max() ?? 0
        // What is rounded to 8 bits on the way may fall to the other side now and then.
        let rounds = [.mixed, .dynamic].contains(test.program.arithmetic)
        let tolerance: Float = rounds ? 2e-2 : 2e-5
        #expect(error <= tolerance * scale, "\(test.name): \(error) of \(scale)")
      }
    }
  }

  /// A trained network gives all test images the same classes, and in int8 the same integers.
  @Test(.needsPeers) func trainedDigitsAreTheSame() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let digits = try Digits.load(from: root.appendingPathComponent("Datasets"))
    let model = try Model(input: [28, 28, 1], seed: 5) {
      Conv2D(8, kernel: 3)
      BatchNorm(momentum: 0.9)
      ReLU()
      MaxPool2D(2)
      Conv2D(16, kernel: 3)
      BatchNorm(momentum: 0.9)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dropout(0.2)
      Dense(10)
    }
    _ = try model.fit(digits.train, epochs: 5, batchSize: 64, optimizer: Adam(), seed: 5)
    let images = digits.test.images
    try expectTheSame(model, on: images, calibration: digits.train.images.rows(0..<200))
    #expect(try model.evaluate(digits.test).accuracy > 0.8)
  }

  /// A trained network of words: attention and recurrent layers in both directions, with padding left out.
  @Test(.needsPeers) func trainedTextsAreTheSame() throws {
    let reviews = Reviews.generate(train: 600, test: 300)
    let vocabulary = Vocabulary(of: reviews.train.map(\.text), size: 400)
    let train = try vocabulary.dataset(of: reviews.train, length: 32, classes: 2)
    let test = try vocabulary.dataset(of: reviews.test, length: 32, classes: 2)
    let model = try Model(input: [32], seed: 5) { ids in
      let (words, mask) = (Embedding(vocabulary.size, width: 16)(ids), PaddingMask()(ids))
      let attended = LayerNorm()(Add()(words, MultiHeadAttention(heads: 2)(words, mask)))
      return Dense(2)(Bidirectional(GRU(8))(attended, mask))
    }
    try model.fit(train, epochs: 2, optimizer: Adam(learningRate: 0.005), seed: 5)
    try expectTheSame(model, on: test.images, calibration: train.images.rows(0..<100))
  }

  /// A trained network that gives each pixel a class: depthwise separable and transposed convolutions.
  @Test(.needsPeers) func trainedMasksAreTheSame() throws {
    let pets = Pets.generate(side: 32, train: 60, test: 20)
    let model = try Model(input: [32, 32, 3], seed: 5) {
      Conv2D(8, kernel: 3, stride: 2, padding: .same)
      BatchNorm(momentum: 0.9)
      ReLU()
      SeparableConv2D(16, kernel: 3, stride: 2, padding: .same)
      ReLU()
      ConvTranspose2D(8, kernel: 3, stride: 2, padding: .same)
      ReLU()
      ConvTranspose2D(3, kernel: 3, stride: 2, padding: .same)
    }
    try model.fit(pets.train, epochs: 3, batchSize: 8, optimizer: Adam(learningRate: 0.005), seed: 5)
    try expectTheSame(model, on: pets.test.images, calibration: pets.train.images.rows(0..<20))
  }

  /// Compares the classes that the float and the int8 program give in both worlds, and the integers of the latter.
  private func expectTheSame(_ model: Model, on inputs: Tensor, calibration: Tensor) throws {
    let cases = [
      Case(name: "float", program: try model.compiled(), inputs: [inputs]),
      Case(name: "int8", program: try model.quantized(calibration: calibration), inputs: [inputs]),
    ]
    for (test, theirs) in zip(cases, try resultsOfONNXRuntime(cases)) {
      let ours = try test.program.logits(images: inputs)
      #expect(classes(theirs) == classes(ours), "\(test.name)")
      #expect(Set(classes(ours)).count > 1, "the network has learned nothing that could differ")
      if test.name == "int8" { #expect(theirs == ours) }
    }
  }

  /// No kind of layer is left out of the comparison, in floats or in integers.
  @Test func casesHaveEveryKindOfLayer() throws {
    let cases = try Self.cases()
    func kinds(_ arithmetic: String) -> Set<String> {
      let layers = cases.filter { $0.name.hasSuffix("-\(arithmetic)") }.flatMap(\.program.storedLayers)
      return Set(layers.map { String(String(describing: $0.kind).prefix { $0 != "(" }) })
    }
    let all: Set = [
      "dense", "conv2D", "conv1D", "depthwiseConv2D", "convTranspose2D", "scale", "layerNorm", "activation",
      "softmax", "pool2D", "pool1D", "globalPool", "embedding", "hashedEmbedding", "projection",
      "paddingMask", "gru", "lstm", "attention", "add", "multiply", "concatenate", "reshape",
    ]
    #expect(kinds("float") == all)
    #expect(kinds("int8") == all.union(["quantize", "dequantize"]))
  }

  /// The index of the largest number on each row of the last axis.
  private func classes(_ logits: Tensor) -> [Int] {
    let (values, count) = (logits.values, logits.shape[logits.shape.count - 1])
    return stride(from: 0, to: values.count, by: count).map { start in
      (start..<start + count).max { values[$0] < values[$1] }! - start
    }
  }

  /// The outputs of the exported programs in ONNX Runtime.
  private func resultsOfONNXRuntime(_ cases: [Case]) throws -> [Tensor] {
    try Peers.withFolder { folder in
      for test in cases {
        let path = folder.appendingPathComponent(test.name).path
        try Foundation.Data(ONNXFile.encode(test.program)).write(to: URL(fileURLWithPath: "\(path).onnx"))
        for (index, input) in test.inputs.enumerated() {
          try Foundation.Data(NumPyFile.encode(NumericArray(input)))
            .write(to: URL(fileURLWithPath: "\(path).input.\(index).npy"))
        }
      }
      _ = try Peers.run("run_onnx.py", on: folder)
      return try cases.map { test in
        let file = folder.appendingPathComponent("\(test.name).output.npy")
        return try #require(try NumPyFile.decode([UInt8](Foundation.Data(contentsOf: file))).tensor)
      }
    }
  }
}
