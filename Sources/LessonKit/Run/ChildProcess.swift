import Foundation

/// A child process with pipes, in a session and process group of its own.
///
/// The session takes the terminal away from the child, and tells its descendants even if they left the group.
/// Nothing here waits: reads and writes take what is there, and the owner selects on the descriptors. The
/// group is killed and the child reaped at the latest when the last reference goes.
final class ChildProcess {
  /// What to start.
  struct Command: Sendable {
    var executable: String
    var arguments: [String] = []
    var environment: [String: String] = [:]
    var directory: String
    /// What the child reads from its standard input.
    var input: [UInt8] = []
    /// The descriptor of the child that `Stream.events` reads; nil for none.
    var eventDescriptor: Int32?
  }

  /// What a child writes.
  enum Stream: CaseIterable {
    case output, errors, events
  }

  /// How a child ended.
  enum Termination: Equatable, Sendable {
    case exited(Int32)
    case signaled(Int32)
  }

  /// What a read gave.
  enum ReadResult: Equatable {
    case bytes([UInt8])
    /// Nothing is there at the moment.
    case nothing
    /// Nothing will come any more.
    case end
  }

  let pid: pid_t
  private(set) var termination: Termination?
  private var reading: [Stream: Descriptor] = [:]
  private var writing: Descriptor?
  private var unwritten: ArraySlice<UInt8>

  /// Starts a child.
  init(_ command: Command) throws(ChildError) {
    Self.ignoreBrokenPipes
    let input = try Pipe(), output = try Pipe(), errors = try Pipe()
    let events = command.eventDescriptor == nil ? nil : try Pipe()
    var ends: [(Descriptor, Int32)] = [
      (input.reading, STDIN_FILENO), (output.writing, STDOUT_FILENO), (errors.writing, STDERR_FILENO),
    ]
    if let events, let descriptor = command.eventDescriptor { ends.append((events.writing, descriptor)) }
    pid = try spawn(command, ends)

    unwritten = command.input[...]
    reading = [.output: output.reading, .errors: errors.reading]
    reading[.events] = events?.reading
    writing = input.writing
    for descriptor in reading.values { descriptor.makeNonBlocking() }
    input.writing.makeNonBlocking()
    writeInput()
  }

  deinit {
    guard termination == nil else { return }
    kill()
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1, errno == EINTR {}
  }

  /// The descriptors to read from, as long as they are open.
  var readDescriptors: [Int32] { reading.values.map(\.number) }
  /// The descriptor to write to, as long as there is something to write.
  var writeDescriptors: [Int32] { writing.map { [$0.number] } ?? [] }
  /// Whether everything that the child wrote has been read.
  var isDrained: Bool { reading.isEmpty }

  /// Writes as much of the input as the pipe takes; closes it after the last byte.
  func writeInput() {
    guard let descriptor = writing else { return }
    while !unwritten.isEmpty {
      let count = unwritten.withUnsafeBytes { write(descriptor.number, $0.baseAddress, $0.count) }
      if count > 0 {
        unwritten = unwritten.dropFirst(count)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        // The child does not want to read; that is its business.
        unwritten = []
      }
    }
    unwritten = []
    writing = nil
  }

  /// Reads at most `limit` bytes of what is there.
  func read(_ stream: Stream, limit: Int) -> ReadResult {
    guard let descriptor = reading[stream] else { return .end }
    while true {
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
        count = Foundation.read(descriptor.number, buffer.baseAddress, limit)
        initialized = max(count, 0)
      }
      if count > 0 { return .bytes(bytes) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return .nothing }
      reading[stream] = nil
      return .end
    }
  }

  /// Stops reading a stream.
  func close(_ stream: Stream) { reading[stream] = nil }

  /// Looks whether the child has ended; if so, ends what is left of its group and reaps it.
  func reap() -> Termination? {
    if let termination { return termination }
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == -1 {
      guard errno == EINTR else { break }
    }
    guard information.si_signo != 0 else { return nil }
    // Before the number of the group can be given to others.
    kill()
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1 {
      guard errno == EINTR else { break }
    }
    let signal = status & 0x7F
    termination = signal == 0 ? .exited((status >> 8) & 0xFF) : .signaled(signal)
    return termination
  }

  /// Kills the child and everything in its group.
  func kill() {
    guard termination == nil else { return }
    Foundation.kill(-pid, SIGKILL)
    // Again, because those that die may have started others meanwhile.
    for _ in 0..<8 {
      let others = processes(ofSession: pid)
      if others.isEmpty { return }
      for process in others { Foundation.kill(process, SIGKILL) }
    }
  }

  /// A child that reads no input must not end this process.
  private static let ignoreBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()
}

/// A process that cannot be started.
struct ChildError: Error, Equatable, CustomStringConvertible {
  let description: String
}

/// A descriptor, closed when the last reference goes.
private final class Descriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }
  deinit { close(number) }

  func makeNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }
}

/// A pipe that children do not inherit.
private struct Pipe {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(ChildError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw ChildError(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    // Above the standard descriptors and the events, so that moving one into place never closes another.
    let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 16) }
    for end in ends { close(end) }
    reading = Descriptor(high[0])
    writing = Descriptor(high[1])
    guard high.allSatisfy({ $0 >= 0 }) else { throw ChildError(description: "too many open files") }
  }
}

/// Starts a process whose descriptors are `ends`, with default signals, in a group of its own.
private func spawn(
  _ command: ChildProcess.Command, _ ends: [(Descriptor, Int32)]
) throws(ChildError) -> pid_t {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (descriptor, number) in ends { posix_spawn_file_actions_adddup2(&actions, descriptor.number, number) }
  closeOthers(&actions, from: (ends.map(\.1).max() ?? 2) + 1)
  guard setDirectory(&actions, command.directory) == 0 else {
    throw ChildError(description: "this system cannot start a process in a folder of its own")
  }

  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t(), all = sigset_t()
  sigemptyset(&none)
  sigfillset(&all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
  #if canImport(Darwin)
    flags |= Int32(POSIX_SPAWN_SETSID) | Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
  #else
    // POSIX_SPAWN_SETSID of glibc and musl, which their headers hide from Swift.
    flags |= 0x80
  #endif
  posix_spawnattr_setflags(&attributes, Int16(flags))

  let arguments = ([command.executable] + command.arguments).map { strdup($0) } + [nil]
  let environment = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in arguments + environment { free(text) } }
  var pid: pid_t = 0
  let error = posix_spawn(&pid, command.executable, &actions, &attributes, arguments, environment)
  guard error == 0 else {
    throw ChildError(
      description:
        "cannot start \(command.executable) in \(command.directory): \(String(cString: strerror(error)))")
  }
  return pid
}

/// The processes of a session, apart from its leader; only Linux tells.
private func processes(ofSession session: pid_t) -> [pid_t] {
  #if os(Linux)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { $0 != session && getsid($0) == session }
  #else
    return []
  #endif
}
