import ArgumentParser
import Codelab
import Foundation

/// A format that models are written in.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  case onnx, safetensors, npy, edl
}

/// A model to write: a program, or the parameters of a model in training.
struct ExportedModel {
  private enum Content {
    case program(Program)
    case checkpoint([NamedTensor])
  }

  private let bytes: [UInt8]
  private let content: Content

  /// Reads a model file.
  ///
  /// - Parameter name: what it is called in errors.
  init(bytes: [UInt8], name: String) throws {
    self.bytes = bytes
    do {
      do {
        content = .program(try ModelFile.decode(bytes))
      } catch ModelFileError.content {
        content = .checkpoint(try ModelFile.decodeState(bytes))
      }
    } catch {
      throw ValidationError("\(name): \(error)")
    }
  }

  /// What it is, in a few words.
  var summary: String {
    switch content {
    case .program(let program):
      "program of \(program.layers.count) layers that computes in \(program.arithmetic.rawValue)"
    case .checkpoint(let state): "checkpoint of \(state.count) tensors"
    }
  }

  /// The files of a format.
  ///
  /// - Throws: `ValidationError` when the format cannot hold the model.
  func files(_ format: ExportFormat) throws -> ExportWriter.Content {
    switch (format, content) {
    case (.edl, _): return .file(bytes)
    case (.onnx, .program(let program)): return .file(ONNXFile.encode(program))
    case (.onnx, .checkpoint):
      throw ValidationError(
        "the file holds parameters without layers, which ONNX cannot express; export it as safetensors or npy"
      )
    case (.safetensors, .program(let program)): return .file(SafeTensors(program).bytes)
    case (.safetensors, .checkpoint(let state)): return .file(SafeTensors(state: state).bytes)
    case (.npy, .program(let program)):
      return .folder(program.arrays.map { ($0.name, NumPyFile.encode($0.array)) })
    case (.npy, .checkpoint(let state)):
      return .folder(state.map { ($0.name, NumPyFile.encode(NumericArray($0.tensor))) })
    }
  }
}
