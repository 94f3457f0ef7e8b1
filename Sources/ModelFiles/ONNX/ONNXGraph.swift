/// A graph of an ONNX file: constants, and nodes in the order in which they run.
///
/// Numbers in `write` are field numbers of onnx.proto3, version 8 of the format.
struct ONNXGraph {
  var name: String
  var inputs: [Value] = []
  var outputs: [Value] = []
  var nodes: [Node] = []
  var constants: [(name: String, tensor: Constant)] = []

  /// An input or output; in the body of a loop only its name counts.
  struct Value {
    var name: String
    var type: ElementType?
    /// Extents behind the batch axis, which may have any.
    var shape: [Int] = []
  }

  /// One operation.
  struct Node {
    var name: String
    var operation: String
    var inputs: [String]
    var outputs: [String]
    var attributes: [(name: String, value: Attribute)]
  }

  /// A setting of an operation.
  enum Attribute {
    case int(Int)
    case ints([Int])
    case float(Float)
    case string(String)
    case graph(ONNXGraph)
  }

  /// The types of elements that are used here, by their number in the format.
  enum ElementType: Int {
    case float = 1
    case int8 = 3
    case int32 = 6
    case int64 = 7
    case bool = 9
    case double = 11
  }

  /// Numbers that the file stores.
  struct Constant: Hashable {
    var type: ElementType
    var shape: [Int]
    var bytes: [UInt8]
  }
}

extension ONNXGraph {
  /// The bytes of a model file with this graph.
  ///
  /// - Parameter notes: metadata by name.
  func file(notes: [(name: String, text: String)]) -> [UInt8] {
    var model = Protobuf()
    model.write(1, 8)  // The version of the format: the first that knows operator set 18.
    model.write(2, "codelab")
    model.write(7) { write(to: &$0) }
    model.write(8) {
      $0.write(1, "")
      $0.write(2, 18)
    }
    for note in notes {
      model.write(14) {
        $0.write(1, note.name)
        $0.write(2, note.text)
      }
    }
    return model.bytes
  }

  fileprivate func write(to message: inout Protobuf) {
    for node in nodes { message.write(1) { node.write(to: &$0) } }
    message.write(2, name)
    for (name, tensor) in constants { message.write(5) { tensor.write(to: &$0, name: name) } }
    for input in inputs { message.write(11) { input.write(to: &$0) } }
    for output in outputs { message.write(12) { output.write(to: &$0) } }
  }
}

extension ONNXGraph.Node {
  fileprivate func write(to message: inout Protobuf) {
    for input in inputs { message.write(1, input) }
    for output in outputs { message.write(2, output) }
    message.write(3, name)
    message.write(4, operation)
    for (name, value) in attributes {
      message.write(5) { attribute in
        attribute.write(1, name)
        switch value {
        case .float(let number):
          attribute.write(2, number)
          attribute.write(20, 1)
        case .int(let number):
          attribute.write(3, number)
          attribute.write(20, 2)
        case .string(let text):
          attribute.write(4, text)
          attribute.write(20, 3)
        case .graph(let graph):
          attribute.write(6) { graph.write(to: &$0) }
          attribute.write(20, 5)
        case .ints(let numbers):
          for number in numbers { attribute.write(8, number) }
          attribute.write(20, 7)
        }
      }
    }
  }
}

extension ONNXGraph.Value {
  fileprivate func write(to message: inout Protobuf) {
    message.write(1, name)
    guard let type else { return }
    message.write(2) {
      $0.write(1) { tensor in
        tensor.write(1, type.rawValue)
        tensor.write(2) { axes in
          axes.write(1) { $0.write(2, "batch") }
          for extent in shape { axes.write(1) { $0.write(1, extent) } }
        }
      }
    }
  }
}

extension ONNXGraph.Constant {
  fileprivate func write(to message: inout Protobuf, name: String) {
    for extent in shape { message.write(1, extent) }
    message.write(2, type.rawValue)
    message.write(8, name)
    message.write(9, bytes)
  }
}
