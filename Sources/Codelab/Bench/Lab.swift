/// A step's hands: random inputs, figures to show, and evidence to submit.
public final class Lab: Bench {
  /// What the worker was asked to do.
  public let request: WorkerRequest
  /// Where events go.
  public let events: EventWriter
  /// Random numbers that follow from the recorded seed.
  public var random: SeededGenerator

  /// Makes the lab of one run.
  public init(request: WorkerRequest, events: EventWriter) {
    self.request = request
    self.events = events
    random = SeededGenerator(seed: request.seed)
  }

  /// Hands in a value for judging.
  public func submit(_ name: String, _ value: some Encodable) throws {
    let json = String(decoding: try Wire.encode(value), as: UTF8.self)
    events.send(.evidence(Evidence(name: name, content: .value(json: json))))
  }

  /// Hands in a model for judging, as the bytes of its file.
  public func submit(_ name: String, _ program: Program) throws {
    try submit(name, model: ModelFile.encode(program))
  }

  /// Hands in the bytes of a model file for judging.
  public func submit(_ name: String, model bytes: [UInt8]) throws {
    events.send(.evidence(Evidence(name: name, content: .model(bytes: .init(bytes)))))
  }
}
