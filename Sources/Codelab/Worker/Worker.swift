import CWorker
// Preconcurrency, for `stdout`, a variable of the C library.
@preconcurrency import Foundation
import Synchronization

/// The inside of a worker process: loads a compiled exercise and runs or judges one step of it.
public enum Worker {
  /// The descriptor on which a worker writes its events.
  public static let eventDescriptor: Int32 = 3

  /// The exit status of a run that reached a `todo`.
  static let unfinishedStatus: Int32 = 70
  /// The exit status of a run that tried what its sandbox forbids.
  static let forbiddenStatus: Int32 = 71

  /// The function that a compiled exercise offers; its source is ``entryPoint``.
  static let symbol = "codelab_lesson"

  /// Swift source, compiled together with every exercise, that hands the lesson to the worker.
  public static let entryPoint = """
    import Codelab
    @_cdecl("\(symbol)") public func codelabLesson(_ result: UnsafeMutableRawPointer) {
      result.initializeMemory(as: Lesson.self, to: lesson)
    }
    """

  private static let writer = Mutex<EventWriter?>(nil)

  /// Where events go, while a worker runs.
  static var current: EventWriter? { writer.withLock { $0 } }

  /// Runs a worker to its end: reads a request from standard input, executes it, and exits.
  public static func main() -> Never {
    // However the program that started it ends; only Linux can.
    _ = cw_die_with_parent()
    signal(SIGPIPE, SIG_IGN)
    // What the learner printed before a crash must arrive: standard output is a pipe here, written in blocks
    // unless told otherwise.
    setvbuf(stdout, nil, _IOLBF, 0)
    // Learners' children must not inherit the private descriptor.
    _ = fcntl(eventDescriptor, F_SETFD, FD_CLOEXEC)
    let events = EventWriter(descriptor: eventDescriptor)
    writer.withLock { $0 = events }
    do {
      let input = FileHandle.standardInput.readDataToEndOfFile()
      let request = try Wire.decode(WorkerRequest.self, from: input)
      let null = open("/dev/null", O_RDONLY)
      dup2(null, STDIN_FILENO)
      close(null)
      limitResources(request)
      if let sandbox = request.sandbox {
        let protections = sandbox.enter(descriptor: eventDescriptor, status: forbiddenStatus)
        events.send(.protected(by: protections))
      }
      execute(request, lesson: try load(request.library), events: events)
    } catch {
      events.send(.failed(text: "\(error)"))
    }
    fflush(nil)
    // Handlers that the learner's code left behind do not get to run.
    _exit(0)
  }

  /// Runs or judges one step and reports it, ending with `finished` or `failed`.
  static func execute(_ request: WorkerRequest, lesson: Lesson, events: EventWriter) {
    guard let step = lesson.step(request.step) else {
      events.send(.failed(text: "Lesson.swift has no step '\(request.step)'"))
      return
    }
    do {
      switch request.role {
      case .subject:
        events.send(.started(step: step.id))
        try step.run(Lab(request: request, events: events))
        events.send(.finished(checks: []))
      case .judge:
        let checks = try judge(step, request: request, events: events)
        events.send(.finished(checks: checks))
      }
    } catch {
      events.send(.failed(text: "\(error)"))
    }
  }

  /// Judges a step and returns the checks it gave a verdict on.
  private static func judge(
    _ step: Step, request: WorkerRequest, events: EventWriter
  ) throws -> [String] {
    let verdicts = Verdicts()
    // Verdicts reached before an error stand.
    defer { for verdict in verdicts.all { events.send(.verdict(verdict)) } }
    try Verdicts.$current.withValue(verdicts) {
      try step.judge?(Work(request: request, events: events))
    }
    return verdicts.all.map(\.check)
  }

  private static func load(_ path: String) throws -> Lesson {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw WorkerError(text: "cannot load the compiled exercise: \(String(cString: dlerror()))")
    }
    guard let address = dlsym(library, symbol) else {
      throw WorkerError(text: "the compiled exercise has no lesson")
    }
    // A crash then tells where; without it, it is only known by its signal.
    _ = cw_report_crashes(eventDescriptor, address)
    typealias EntryPoint = @convention(c) (UnsafeMutableRawPointer) -> Void
    let entryPoint = unsafeBitCast(address, to: EntryPoint.self)
    return withUnsafeTemporaryAllocation(of: Lesson.self, capacity: 1) { buffer in
      let place = buffer.baseAddress!
      entryPoint(UnsafeMutableRawPointer(place))
      return place.move()
    }
  }

  /// Sets what the system enforces; the program outside watches time, memory in use and output.
  private static func limitResources(_ request: WorkerRequest) {
    #if canImport(Glibc)
      let (core, files, data) = (RLIMIT_CORE.rawValue, RLIMIT_NOFILE.rawValue, RLIMIT_DATA.rawValue)
      let (time, fileSize) = (RLIMIT_CPU.rawValue, RLIMIT_FSIZE.rawValue)
    #else
      let (core, files, data) = (RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_DATA)
      let (time, fileSize) = (RLIMIT_CPU, RLIMIT_FSIZE)
    #endif
    limit(core, to: 0)
    limit(files, to: 256)
    if let memory = request.memoryLimit { limit(data, to: memory) }
    if let seconds = request.processorTimeLimit { limit(time, to: seconds) }
    if let size = request.fileSizeLimit { limit(fileSize, to: size) }
  }

  private static func limit(_ resource: some BinaryInteger, to value: Int) {
    var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    setrlimit(.init(resource), &limits)
  }
}

/// A worker that cannot begin.
struct WorkerError: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
