import ArgumentParser
import Codelab
import Foundation
import Testing

@testable import CodelabCommand

@Suite struct ExportTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "export-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func program() throws -> Program {
    let model = try Model(input: [4, 4, 1], seed: 3) {
      Conv2D(2, kernel: 3)
      ReLU()
      Flatten()
      Dense(3)
    }
    return try model.quantized(
      calibration: Tensor(shape: [2, 4, 4, 1], values: (0..<32).map { Float($0) / 32 }))
  }

  /// Runs the command as from the command line; relative paths do not occur.
  private func export(_ arguments: String...) throws {
    let command = try #require(try CodelabCommand.parseAsRoot(["export"] + arguments) as? Export)
    try command.run()
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Foundation.Data(contentsOf: folder.appendingPathComponent(name)))
  }

  @Test func aModelFileGoesOutInEveryFormat() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = try program()
    try Foundation.Data(ModelFile.encode(program)).write(to: folder.appendingPathComponent("a.edl"))
    try export(path("a.edl"), "--output", path("a.onnx"))
    #expect(try bytes("a.onnx") == ONNXFile.encode(program))
    try export(path("a.edl"), "--output", path("b"), "--format", "safetensors")
    let arrays = try SafeTensors(bytes("b")).arrays
    #expect(arrays["dense_1/weight"]?.type == .int8 && arrays["dense_1/weight.scale"]?.shape == [3])
    #expect(arrays["conv2d_1/bias"]?.type == .int32)
    try export(path("a.edl"), "--output", path("c"), "--format", "npy")
    for (name, array) in program.arrays {
      let file = "c/\(name.replacingOccurrences(of: "/", with: ".")).npy"
      #expect(try NumPyFile.decode(bytes(file)) == array)
    }
    try export(path("a.edl"), "--output", path("d.edl"))
    #expect(try bytes("d.edl") == bytes("a.edl"))
  }

  @Test func checkpointsGoOutAsArrays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let state = [NamedTensor(name: "w", tensor: Tensor(shape: [2], values: [1, 2]))]
    try Foundation.Data(ModelFile.encode(state: state)).write(to: folder.appendingPathComponent("a.edl"))
    try export(path("a.edl"), "-o", path("a.safetensors"))
    #expect(try SafeTensors(bytes("a.safetensors")).state() == state)
    try expectFailure("parameters without layers", path("a.edl"), "-o", path("a.onnx"))
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data(ModelFile.encode(program())).write(to: folder.appendingPathComponent("a.edl"))
    try Foundation.Data("mine".utf8).write(to: folder.appendingPathComponent("a.onnx"))
    try expectFailure("--force overwrites it", path("a.edl"), "-o", path("a.onnx"))
    #expect(try bytes("a.onnx") == Array("mine".utf8))
    try export(path("a.edl"), "-o", path("a.onnx"), "--force")
    #expect(try bytes("a.onnx") == ONNXFile.encode(program()))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.sorted() == ["a.edl", "a.onnx"])
  }

  @Test func mistakesAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Foundation.Data(ModelFile.encode(program()).dropLast(9)).write(
      to: folder.appendingPathComponent("cut.edl"))
    try expectFailure("cut.edl: the file is damaged", path("cut.edl"), "-o", path("a.onnx"))
    try expectFailure("cannot read", path("none.edl"), "-o", path("a.onnx"))
    try expectFailure("does not end in", path("cut.edl"), "-o", path("a.pt"))
    try expectFailure("belong to an exercise", path("cut.edl"), "-o", path("a.onnx"), "--step", "1")
    let copy = folder.appendingPathComponent("a.edl")
    try Foundation.Data(ModelFile.encode(program())).write(to: copy)
    try expectFailure("cannot write", copy.path, "-o", path("none/a.onnx"))
    try expectFailure("is a folder", copy.path, "-o", folder.path, "--format", "onnx", "--force")
    try expectFailure("is a file", copy.path, "-o", copy.path, "--format", "npy", "--force")
  }

  @Test func fileNamesStayInTheFolder() {
    #expect(
      ExportWriter.fileNames(["a/weight", "../../etc/x", "a.weight", "A.weight", "é b\0", ""])
        == ["a.weight.npy", "......etc.x.npy", "a.weight-2.npy", "A.weight-3.npy", "__b_.npy", ".npy"])
  }

  private func expectFailure(_ reason: String, _ arguments: String...) throws {
    let error = try #require(throws: (any Error).self) {
      var command = try CodelabCommand.parseAsRoot(["export"] + arguments)
      try command.run()
    }
    #expect(
      "\(error)".contains(reason) || CodelabCommand.fullMessage(for: error).contains(reason), "\(error)")
  }
}
