import Codelab
import Foundation

/// What a worker sent so far: believed as far as its role allows.
struct WorkerTranscript {
  /// What became of an event line.
  enum Reading: Equatable {
    /// An event to show.
    case event(Event)
    /// Something that was noted and is not shown.
    case noted
    /// A line that is not believed, and why.
    case problem(String)
  }

  /// Bytes that a line of events may have; a model's file travels in one.
  static let lineLimit = 64 << 20
  /// Bytes of events that one worker may send.
  static let totalLimit = 256 << 20

  let role: WorkerRequest.Role
  private(set) var evidence: [Evidence] = []
  private(set) var verdicts: [Verdict] = []
  private(set) var metrics: [Metric] = []
  private(set) var unfinished: (text: String, file: String, line: Int)?
  private(set) var failure: String?
  private(set) var hasFinished = false

  init(role: WorkerRequest.Role) {
    self.role = role
  }

  /// Reads one line.
  mutating func read(_ line: [UInt8]) -> Reading {
    guard let event = try? Wire.decode(Event.self, from: Foundation.Data(line)) else {
      let start = String(decoding: line.prefix(60), as: UTF8.self)
      return .problem("the worker sent a line that is not an event: \(start)")
    }
    if hasFinished || failure != nil { return .problem("the worker sent an event after its last one") }
    switch event {
    case .started, .log, .progress, .figure:
      return .event(event)
    case .metric(let metric):
      metrics.removeAll { $0.name == metric.name }
      metrics.append(metric)
      return .event(event)
    case .evidence(let piece):
      guard role == .subject else { return .problem("the judge sent evidence; only a step's run submits") }
      evidence.removeAll { $0.name == piece.name }
      evidence.append(piece)
      return .noted
    case .verdict(let verdict):
      guard role == .judge else { return .problem("the step's run sent a verdict; only a judge's counts") }
      verdicts.append(verdict)
      return .noted
    case .unfinished(let text, let file, let line):
      guard role == .subject else { return .problem("the judge reached a todo") }
      if unfinished == nil { unfinished = (text, file, line) }
      return .noted
    case .failed(let text):
      failure = text
      return .noted
    case .finished:
      hasFinished = true
      return .noted
    }
  }
}
