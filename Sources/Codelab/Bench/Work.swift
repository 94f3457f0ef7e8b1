import Foundation

/// The work that a subject handed in, as the judge sees it: plain data and model files.
public final class Work: Bench {
  /// What the worker was asked to do.
  public let request: WorkerRequest
  /// Where events go.
  public let events: EventWriter
  /// Random numbers that follow from the recorded seed: the same that the step's `lab.random` gave.
  public var random: SeededGenerator

  /// Makes the work of one submission.
  public init(request: WorkerRequest, events: EventWriter) {
    self.request = request
    self.events = events
    random = SeededGenerator(seed: request.seed)
  }

  /// The value handed in under a name.
  ///
  /// - Throws: ``EvidenceError`` if nothing was handed in under it, or something of another type.
  public subscript<Value: Decodable>(_ name: String) -> Value {
    get throws {
      guard case .value(let json) = try evidence(name) else {
        throw EvidenceError.wrongType(name: name, expected: "\(Value.self)")
      }
      do {
        return try Wire.decode(Value.self, from: Foundation.Data(json.utf8))
      } catch {
        throw EvidenceError.wrongType(name: name, expected: "\(Value.self)")
      }
    }
  }

  /// The bytes of the model file handed in under a name.
  public func modelBytes(_ name: String) throws -> [UInt8] {
    guard case .model(let bytes) = try evidence(name) else {
      throw EvidenceError.wrongType(name: name, expected: "a model")
    }
    return [UInt8](bytes)
  }

  /// The model handed in under a name, read from the bytes of its file.
  public func program(_ name: String) throws -> Program {
    try ModelFile.decode(modelBytes(name))
  }

  private func evidence(_ name: String) throws -> Evidence.Content {
    guard let found = request.evidence.last(where: { $0.name == name }) else {
      throw EvidenceError.missing(name: name)
    }
    return found.content
  }
}

/// Evidence that a judge asked for and cannot use.
public enum EvidenceError: Error, CustomStringConvertible, Equatable {
  /// Nothing was handed in under the name.
  case missing(name: String)
  /// What was handed in has another type.
  case wrongType(name: String, expected: String)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .missing(let name): "the step submitted nothing named '\(name)'"
    case .wrongType(let name, let expected): "what the step submitted as '\(name)' is not \(expected)"
    }
  }
}
