import Foundation

/// A child process under limits of time, memory and output, whose output comes in lines.
///
/// Has no clock: the owner says what time it is, in seconds.
final class LimitedProcess {
  /// What the child may use.
  struct Limits {
    var time: Double
    var memory: Int?
    var output: Int
    /// A folder and the bytes that its files may have together.
    var files: (folder: URL, size: Int)?
    var eventLine = WorkerTranscript.lineLimit
    var events = WorkerTranscript.totalLimit
  }

  /// How it ended.
  enum End: Equatable {
    case exited(Int32)
    case signaled(Int32)
    case overTime
    case overMemory
    case overOutput(limit: Int)
    case overFiles
    case cancelled
  }

  /// A line and where it came from.
  struct Line: Equatable {
    var stream: ChildProcess.Stream
    var content: LineReader.Line
  }

  /// Bytes read a turn, so that a flood leaves time for keys.
  static let turn = 256 << 10
  /// Seconds between two looks at the memory.
  private static let samplePeriod = 0.05

  let started: Double
  private(set) var end: End?
  private let child: ChildProcess
  private let limits: Limits
  private var stop: End?
  private var readers: [ChildProcess.Stream: LineReader]
  private var outputBytes = 0
  private var eventBytes = 0
  private var nextSample: Double
  private var lastTurn: Double

  init(_ command: ChildProcess.Command, limits: Limits, now: Double) throws(ChildError) {
    child = try ChildProcess(command)
    self.limits = limits
    started = now
    lastTurn = now
    nextSample = now + Self.samplePeriod
    readers = [
      .output: LineReader(limit: 4096, keepsParts: true), .errors: LineReader(limit: 4096, keepsParts: true),
      .events: LineReader(limit: limits.eventLine, keepsParts: false),
    ]
  }

  var readDescriptors: [Int32] { child.readDescriptors }
  var writeDescriptors: [Int32] { child.writeDescriptors }

  /// When the next turn is due even if no descriptor is ready.
  var deadline: Double {
    // It closed everything, or was killed: it is gone any moment, and nothing will say so.
    if stop != nil || child.isDrained { return lastTurn + 0.001 }
    return min(nextSample, started + limits.time)
  }

  /// Kills the child; the next turns reap it.
  func cancel() { stop(.cancelled) }

  /// Takes one turn: feeds, reads at most ``turn`` bytes, looks at the limits, reaps.
  func advance(now: Double) -> [Line] {
    guard end == nil else { return [] }
    lastTurn = now
    child.writeInput()
    // Before reading: what the child wrote before it ended is then read in full.
    let termination = child.reap()
    var lines: [Line] = []
    let isEmpty = stop == nil ? read(&lines) : true
    if let termination, isEmpty {
      if stop == nil {
        for (stream, var reader) in readers {
          lines += reader.finish().map { Line(stream: stream, content: $0) }
        }
      }
      end = stop ?? Self.end(of: termination)
      return lines
    }
    if termination == nil, stop == nil { checkLimits(now) }
    return lines
  }

  /// Reads in turn from all streams; whether they are empty for now.
  private func read(_ lines: inout [Line]) -> Bool {
    var left = Self.turn
    var open = ChildProcess.Stream.allCases
    while !open.isEmpty, left > 0, stop == nil {
      for stream in open where left > 0 && stop == nil {
        guard case .bytes(let bytes) = child.read(stream, limit: min(left, 64 << 10)) else {
          open.removeAll { $0 == stream }
          continue
        }
        left -= bytes.count
        take(bytes, from: stream, &lines)
      }
    }
    return open.isEmpty
  }

  private func take(_ bytes: [UInt8], from stream: ChildProcess.Stream, _ lines: inout [Line]) {
    var bytes = bytes
    if stream == .events {
      eventBytes += bytes.count
      if eventBytes > limits.events { return stop(.overOutput(limit: limits.events)) }
    } else {
      let room = limits.output - outputBytes
      outputBytes += bytes.count
      if bytes.count > room {
        bytes = Array(bytes.prefix(room))
        stop(.overOutput(limit: limits.output))
      }
    }
    lines += readers[stream]?.add(bytes).map { Line(stream: stream, content: $0) } ?? []
  }

  private func checkLimits(_ now: Double) {
    if now >= started + limits.time { return stop(.overTime) }
    guard now >= nextSample else { return }
    nextSample = now + Self.samplePeriod
    if let memory = limits.memory, let held = residentMemory(of: child.pid), held > memory {
      stop(.overMemory)
    }
    if let files = limits.files, isLarger(files.folder, than: files.size) { stop(.overFiles) }
  }

  private func stop(_ reason: End) {
    guard stop == nil, end == nil else { return }
    stop = reason
    child.kill()
    for stream in ChildProcess.Stream.allCases { child.close(stream) }
  }

  private static func end(of termination: ChildProcess.Termination) -> End {
    switch termination {
    case .exited(let status): .exited(status)
    case .signaled(let signal): .signaled(signal)
    }
  }
}

/// Whether the files of a folder have more bytes together than a limit, or are more than a thousand.
private func isLarger(_ folder: URL, than limit: Int) -> Bool {
  var (size, count) = (0, 0)
  let keys: Set<URLResourceKey> = [.fileSizeKey]
  guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: Array(keys)) else {
    return false
  }
  for case let file as URL in files {
    size += (try? file.resourceValues(forKeys: keys))?.fileSize ?? 0
    count += 1
    if size > limit || count > 1_000 { return true }
  }
  return false
}

/// Seconds of a clock that never goes back.
public func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
