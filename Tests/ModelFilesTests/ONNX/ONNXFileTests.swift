import Engine
import Foundation
import Testing

@testable import ModelFiles

/// What can be said of exported files without another program.
@Suite struct ONNXFileTests {
  /// The digit network in int8 stores a byte a weight and four a bias and a scale.
  @Test func integerFilesAreSmall() throws {
    let programs = try programs(digitGraph())
    let float = ONNXFile.encode(programs[0]).count
    let int8 = ONNXFile.encode(programs[1]).count
    #expect(float > 4 * 34_826 && float < 4 * 34_826 + 4096)
    #expect(int8 > 34_720 + 4 * 2 * 106 && int8 < 34_720 + 8192)
  }

  /// Images are transposed at the border only: once behind the input, once before they are flattened.
  @Test func layoutsChangeAtTheBorderOnly() throws {
    for program in try programs(digitGraph()) {
      var exporter = ONNXExporter(program, name: "test")
      exporter.export()
      #expect(exporter.builder.graph.nodes.count { $0.operation == "Transpose" } == 2)
    }
  }

  /// A quantized graph as other tools expect it: each product between conversions.
  @Test func productsStandBetweenConversions() throws {
    var exporter = ONNXExporter(try programs(digitGraph())[1], name: "test")
    exporter.export()
    let nodes = exporter.builder.graph.nodes
    func maker(of value: String) -> String? { nodes.first { $0.outputs.contains(value) }?.operation }
    let products = nodes.filter { ["Conv", "Gemm"].contains($0.operation) }
    #expect(products.count == 3)
    for product in products {
      #expect(product.inputs.allSatisfy { maker(of: $0) == "DequantizeLinear" })
      let readers = nodes.filter { $0.inputs.contains(product.outputs[0]) }
      #expect(readers.map(\.operation) == ["QuantizeLinear"])
    }
  }

  @Test func filesAreReproducible() throws {
    let program = try programs(everythingGraph())[1]
    #expect(ONNXFile.encode(program) == ONNXFile.encode(program))
  }

  /// Bytes by hand after the rules of the encoding.
  @Test func protobufEncodes() {
    var message = Protobuf()
    message.write(1, 150)
    message.write(2, "testing")
    message.write(3) { $0.write(1, 150) }
    message.write(16, -1)
    message.write(5, 1.5 as Float)
    #expect(
      message.bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [
        0x1A, 0x03, 0x08, 0x96, 0x01,
      ]
        + [0x80, 0x01] + [UInt8](repeating: 0xFF, count: 9) + [0x01, 0x2D, 0, 0, 0xC0, 0x3F])
  }

  @Test func axesArePermuted() {
    #expect(permuted(Array(0..<6), [2, 3], [1, 0]) == [0, 3, 1, 4, 2, 5])
    #expect(permuted(Array(0..<24), [2, 3, 4], [2, 0, 1]).prefix(6) == [0, 4, 8, 12, 16, 20])
  }
}
