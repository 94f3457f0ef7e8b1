import Foundation
import LessonKit

/// A program in a terminal that this process plays: keys go in, and what it draws comes out as bytes.
final class PseudoTerminal {
  /// The program's process.
  let pid: pid_t
  /// When it was started, in seconds of `monotonicSeconds`.
  let started: Double
  private let descriptor: Int32
  private var isGone = false

  /// Starts a program in a terminal of 200 x 50 with 256 colors.
  ///
  /// - Throws: ``ScreenBenchError`` if the system has no terminal to give or cannot start the program.
  init(_ executable: String, _ arguments: [String], folder: URL) throws {
    var ours: Int32 = -1, programs: Int32 = -1
    var size = winsize(ws_row: 50, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ours, &programs, nil, nil, &size) == 0, let name = ttyname(programs) else {
      throw ScreenBenchError("no pseudo terminal: \(String(cString: strerror(errno)))")
    }
    defer { close(programs) }
    for end in [ours, programs] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    descriptor = ours

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let newSession = Int32(POSIX_SPAWN_SETSID)
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      // POSIX_SPAWN_SETSID of glibc and musl, which their headers hide from Swift.
      let newSession: Int32 = 0x80
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens is the one that controls it.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(newSession))

    let words = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path, executable] + arguments
    let kept = ["PATH", "HOME", "TMPDIR", "CODELAB_ISA", "CODELAB_THREADS"]
    let environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
      .merging(["TERM": "xterm-256color", "LANG": "C.UTF-8"]) { $1 }
    let argv = words.map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child: pid_t = 0
    started = monotonicSeconds()
    let error = posix_spawn(&child, "/bin/sh", &actions, &attributes, argv, envp)
    guard error == 0 else {
      close(descriptor)
      throw ScreenBenchError("the program cannot be started: \(String(cString: strerror(error)))")
    }
    pid = child
  }

  deinit {
    if !isGone {
      kill(pid, SIGTERM)
      _ = waitToEnd(seconds: 5)
    }
    close(descriptor)
  }

  /// Presses keys.
  func press(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Reads what the program draws until a text is among it.
  ///
  /// - Returns: When it came, or nil if it did not within some seconds.
  func wait(for text: String, seconds: Double) -> Double? {
    let wanted = Array(text.utf8)
    var tail: [UInt8] = []
    let end = monotonicSeconds() + seconds
    while true {
      let left = end - monotonicSeconds()
      guard left > 0, let bytes = read(seconds: left) else { return nil }
      tail += bytes
      if tail.contains(wanted) { return monotonicSeconds() }
      tail = tail.suffix(wanted.count - 1)
    }
  }

  /// Reads what the program draws for some seconds, or until a condition holds, which is asked often.
  func drain(seconds: Double, until condition: () -> Bool = { false }) -> Bool {
    let end = monotonicSeconds() + seconds
    while monotonicSeconds() < end {
      if condition() { return true }
      _ = read(seconds: min(0.02, max(0, end - monotonicSeconds())))
    }
    return condition()
  }

  /// Seconds of processor time that the program used so far, without its children.
  var processorTime: Double {
    #if os(Linux)
      var clock = clockid_t()
      var time = timespec()
      guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return .nan }
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    #else
      var usage = rusage_info_current()
      let result = withUnsafeMutablePointer(to: &usage) { pointer in
        pointer.withMemoryRebound(to: rusage_info_t?.self, capacity: 1) {
          proc_pid_rusage(pid, RUSAGE_INFO_CURRENT, $0)
        }
      }
      var scale = mach_timebase_info_data_t()
      mach_timebase_info(&scale)
      guard result == 0 else { return .nan }
      let ticks = Double(usage.ri_user_time + usage.ri_system_time)
      return ticks * Double(scale.numer) / Double(scale.denom) * 1e-9
    #endif
  }

  /// Waits until the program has ended; false if it has not after some seconds.
  func waitToEnd(seconds: Double) -> Bool {
    drain(seconds: seconds) {
      var status: Int32 = 0
      if waitpid(pid, &status, WNOHANG) == pid { isGone = true }
      return isGone
    }
  }

  /// Bytes that came within some seconds; empty after that time, nil if none will come any more.
  private func read(seconds: Double) -> [UInt8]? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32((seconds * 1_000).rounded(.up))) > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
      count = max(0, Foundation.read(descriptor, buffer.baseAddress, buffer.count))
    }
    if bytes.isEmpty { usleep(1_000) }
    return bytes.isEmpty && isGone ? nil : bytes
  }
}

/// Why the screen could not be measured.
struct ScreenBenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
