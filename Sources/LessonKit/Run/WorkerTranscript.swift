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

  /// Different names that figures, metrics and evidence may have, each.
  static let nameLimit = 256
  /// Characters of a log line.
  static let textLimit = 4_096

  let role: WorkerRequest.Role
  private(set) var evidence: [Evidence] = []
  private(set) var verdicts: [Verdict] = []
  private(set) var metrics: [Metric] = []
  private var figures: Set<String> = []
  private(set) var unfinished: (text: String, file: String, line: Int)?
  private(set) var failure: String?
  /// Where in the library the worker crashed, innermost first.
  private(set) var crashFrames: [Int] = []
  /// What the worker tried although its sandbox forbids it.
  private(set) var forbidden: String?
  /// What the system enforced; nil if the worker was in no sandbox.
  private(set) var protections: [Protection]?
  private(set) var hasFinished = false
  private var isFirst = true

  init(role: WorkerRequest.Role) {
    self.role = role
  }

  /// Reads one line.
  mutating func read(_ line: [UInt8]) -> Reading {
    guard let event = try? Wire.decode(Event.self, from: Foundation.Data(line)) else {
      let start = String(decoding: line.prefix(60), as: UTF8.self).filter { !$0.isNewline && $0 >= " " }
      return .problem("the worker sent a line that is not an event: \(start)")
    }
    if let defect = event.defect { return .problem("the worker sent what cannot be shown: \(defect)") }
    if case .crashed(let frames) = event {
      crashFrames = Array(frames.prefix(Self.nameLimit))
      return .noted
    }
    if case .forbidden(let what) = event {
      forbidden = forbidden ?? String(what.prefix(Self.textLimit))
      return .noted
    }
    if hasFinished || failure != nil { return .problem("the worker sent an event after its last one") }
    defer { isFirst = false }
    switch event {
    case .protected(let protections):
      // Sent before any code of the exercise is there to forge it.
      guard isFirst else { return .problem("the worker said too late what protects it") }
      self.protections = protections
      return .noted
    case .started, .progress:
      return .event(event)
    case .log(let text):
      return .event(.log(text: String(text.prefix(Self.textLimit))))
    case .figure(let figure):
      guard figures.count < Self.nameLimit || figures.contains(figure.id) else {
        return .problem("the worker sent more than \(Self.nameLimit) different figures")
      }
      figures.insert(figure.id)
      return .event(event)
    case .metric(let metric):
      guard metrics.count < Self.nameLimit || metrics.contains(where: { $0.name == metric.name }) else {
        return .problem("the worker sent more than \(Self.nameLimit) different metrics")
      }
      metrics.removeAll { $0.name == metric.name }
      metrics.append(metric)
      return .event(event)
    case .evidence(let piece):
      guard role == .subject else { return .problem("the judge sent evidence; only a step's run submits") }
      guard evidence.count < Self.nameLimit || evidence.contains(where: { $0.name == piece.name }) else {
        return .problem("the worker submitted more than \(Self.nameLimit) different pieces")
      }
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
    case .forbidden, .crashed: return .noted
    case .finished:
      hasFinished = true
      return .noted
    }
  }
}
