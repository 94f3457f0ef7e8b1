import Engine
import Foundation
import Testing

@testable import ModelFiles

/// `Sources/ModelFiles/FORMAT.md` is true, and files of earlier versions stay readable.
@Suite struct FormatTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func document() throws -> String {
    try String(contentsOf: root.appendingPathComponent("Sources/ModelFiles/FORMAT.md"), encoding: .utf8)
  }

  /// The bytes of the document's example are those that its program has.
  @Test func theExampleIsWhatIsWritten() throws {
    var graph = try Graph(input: [2])
    try graph.append(
      .dense(weight: Tensor(shape: [2, 1], values: [0.5, -1]), bias: Tensor(shape: [1], values: [0.25])),
      name: "d")
    let program = try graph.compiled { _, weight in
      try QuantizedTensor(shape: weight.shape, bits: 4, values: [4, -8], scales: [0.125])
    }
    let bytes = ModelFile.encode(program)
    let block = try #require(document().components(separatedBy: "```").dropFirst().first)
    let documented = block.split(separator: "\n").flatMap { line in
      line.prefix(48).split(separator: " ").map { UInt8($0, radix: 16) }
    }
    #expect(documented == bytes.map(Optional.some), "\n\(annotated(bytes))")
    #expect(
      try ModelFile.decode(bytes).logits(images: Tensor(shape: [1, 2], values: [1, 2])).values == [-1.25])
  }

  /// The example's bytes with what they are, as the document has them.
  private func annotated(_ bytes: [UInt8]) -> String {
    let header = Int(readUInt32(bytes[8..<12]))
    var lines: [String] = []
    var next = 0
    func line(_ count: Int, _ text: String) {
      let hex = bytes[next..<next + count].map { String(format: "%02x", $0) }.joined(separator: " ")
      lines.append(hex.padding(toLength: 49, withPad: " ", startingAt: 0) + text)
      next += count
    }
    line(4, "EDLM")
    line(4, "version 1")
    line(4, "\(header) bytes of header")
    line(4, "checksum")
    while next < 16 + header {
      let count = min(16, 16 + header - next)
      line(count, String(decoding: bytes[next..<next + count], as: UTF8.self))
    }
    line(1, "4 and -8 in 4 bits")
    line(4, "scale 0.125")
    line(4, "bias 0.25")
    return lines.joined(separator: "\n")
  }

  /// All kinds, settings, encodings and members of layers are in the document.
  @Test func everyNameIsDocumented() throws {
    let text = try document()
    var names: Set<String> = []
    for graph in [try varietyGraph(), try everythingGraph(), try imageGraph(), try sequenceGraph()] {
      for program in try programs(graph) {
        let container = try Container(ModelFile.encode(program))
        let header = try JSONSerialization.jsonObject(with: Foundation.Data(container.header))
        for layer in try #require((header as? [String: Any])?["layers"] as? [[String: Any]]) {
          names.formUnion(layer.keys)
          for (kind, settings) in layer["kind"] as? [String: [String: Any]] ?? [:] {
            names.insert(kind)
            names.formUnion(settings.keys)
          }
        }
      }
    }
    #expect(names.count > 40)
    for name in names.sorted() { #expect(text.contains("`\(name)`"), "\(name) is missing in FORMAT.md") }
  }

  /// Files that version 1 wrote give the results they gave then; Golden/version1.json has inputs and results.
  @Test(arguments: ["float", "int8"]) func version1StaysReadable(name: String) throws {
    struct Stored: Decodable {
      var input: [Float]
      var results: [String: [Float]]
    }
    let stored = try JSONDecoder().decode(Stored.self, from: Foundation.Data(golden("version1.json")))
    let bytes = try golden("version1-\(name).edl")
    #expect(bytes.count < 40 << 10)
    let program = try ModelFile.decode(bytes)
    let results = try program.logits(images: Tensor(shape: [1] + program.inputShape, values: stored.input))
      .values
    let expected = try #require(stored.results[name])
    #expect(results.count == expected.count)
    for (result, value) in zip(results, expected) {
      // Floats agree between processors to rounding, integers exactly.
      #expect(name == "int8" ? result == value : abs(result - value) <= 1e-5 * max(1, abs(value)))
    }
    // A file that nobody changed is the same when it is written again.
    #expect(ModelFile.encode(program) == bytes)
  }

  @Test func laterVersionsAreRefused() throws {
    var bytes = try golden("version1-int8.edl")
    bytes[4] = 3
    let error = try #require(throws: ModelFileError.self) { try ModelFile.decode(bytes) }
    #expect(error == .futureVersion(3))
    #expect("\(error)".contains("reads version 2. Update it"))
  }

  /// Makes the stored files anew; run it by hand with the folder in `CODELAB_GOLDEN`, and only for a new version.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["CODELAB_GOLDEN"] != nil, "CODELAB_GOLDEN names no folder"))
  func writeStoredFiles() throws {
    let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["CODELAB_GOLDEN"]))
    let graph = try imageGraph()
    let input = examples(1, of: graph, seed: 31)[0]
    var results: [String: [Float]] = [:]
    for (name, program) in [("float", try programs(graph)[0]), ("int8", try programs(graph)[1])] {
      try Foundation.Data(ModelFile.encode(program)).write(
        to: folder.appendingPathComponent("version1-\(name).edl"))
      results[name] = try program.logits(images: input).values
    }
    struct Stored: Encodable {
      var input: [Float]
      var results: [String: [Float]]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try encoder.encode(Stored(input: input.values, results: results))
      .write(to: folder.appendingPathComponent("version1.json"))
  }
}
