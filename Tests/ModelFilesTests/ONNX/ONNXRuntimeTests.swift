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
    let calibration = digits.train.images.rows(0..<200)
    let cases = [
      Case(name: "float", program: try model.compiled(), inputs: [images]),
      Case(name: "int8", program: try model.quantized(calibration: calibration), inputs: [images]),
    ]
    for (test, theirs) in zip(cases, try resultsOfONNXRuntime(cases)) {
      let ours = try test.program.logits(images: images)
      #expect(try accuracy(of: test.program, on: digits.test).value > 0.8)
      #expect(classes(theirs) == classes(ours), "\(test.name)")
      if test.name == "int8" { #expect(theirs == ours) }
    }
  }

  /// The index of the largest of each row's ten numbers.
  private func classes(_ logits: Tensor) -> [Int] {
    let values = logits.values
    return stride(from: 0, to: values.count, by: 10).map { start in
      (start..<start + 10).max { values[$0] < values[$1] }! - start
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
