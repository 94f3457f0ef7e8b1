import Foundation

/// What running a step and judging it have in common: seed, knobs, budget, data and a place for artifacts.
public protocol Bench: AnyObject {
  /// What the worker was asked to do.
  var request: WorkerRequest { get }
  /// Where events go.
  var events: EventWriter { get }
}

extension Bench {
  /// The seed of this run; the same seed gives the same results.
  public var seed: UInt64 { request.seed }

  /// The folder of the data sets.
  public var datasets: URL { URL(fileURLWithPath: request.datasets, isDirectory: true) }

  /// What the model may cost, from the lesson's front matter.
  public var budget: Budget { request.budget }

  /// The position of a knob as a whole number.
  ///
  /// - Precondition: the lesson declares the knob.
  public func knob(_ name: String) -> Int {
    Int(knobValue(name).rounded())
  }

  /// The position of a knob.
  ///
  /// - Precondition: the lesson declares the knob.
  public func knobValue(_ name: String) -> Double {
    guard let value = request.knobs[name] else {
      preconditionFailure("the lesson's front matter declares no knob '\(name)'")
    }
    return value
  }

  /// Writes a line to the log.
  public func log(_ text: String) {
    events.send(.log(text: text))
  }

  /// Shows a figure, or replaces the one with its identifier.
  public func show(_ figure: Figure) {
    events.send(.figure(figure))
  }

  /// Reports how far a long piece of work is.
  public func progress(_ label: String, _ completed: Int, of total: Int, unit: String) {
    events.send(.progress(Progress(label, completed: completed, of: total, unit: unit)))
  }

  /// Reports something measured; a prediction about it is scored.
  public func metric(_ name: String, _ value: Double, _ unit: Metric.Unit) {
    events.send(.metric(Metric(name: name, value: value, unit: unit)))
  }

  /// The bytes that an earlier step kept under a name, for these lesson sources, engine, data and seed.
  ///
  /// A judge keeps its artifacts apart from a subject's.
  public func kept(_ name: String) -> [UInt8]? {
    (try? Foundation.Data(contentsOf: artifact(name))).map { [UInt8]($0) }
  }

  /// Keeps bytes for later steps.
  ///
  /// Use it for what the lesson itself makes, such as a trained baseline, under a name that holds the knobs and the
  /// learner's values that it depends on; never for what the learner's code computes, which changes with every edit.
  /// A list of the learner's attempts may be kept, too.
  public func keep(_ name: String, _ bytes: [UInt8]) {
    // A folder that cannot be written costs time in a later step, not the result of this one.
    try? Foundation.Data(bytes).write(to: artifact(name), options: .atomic)
  }

  private func artifact(_ name: String) -> URL {
    URL(fileURLWithPath: request.artifacts, isDirectory: true).appendingPathComponent("\(name)-\(seed)")
  }
}
