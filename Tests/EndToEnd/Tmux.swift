import Foundation
import Testing

/// A real terminal of a given size, in a tmux server of its own, with a program in it.
final class Tmux {
  /// Whether tmux is there; `.ci/run` installs it.
  static let isAvailable = run(["tmux", "-V"]).status == 0

  private let socket = "codelab-\(UUID().uuidString.prefix(8))"

  /// Starts a program in a terminal of `width` x `height`.
  ///
  /// When the program ends, a shell shows `ended with <status>` and stays.
  convenience init(
    width: Int, height: Int, folder: URL, environment: [String: String] = [:], command: String
  ) {
    self.init(
      width: width, height: height, folder: folder, environment: environment,
      shell: "sh -c '\(command); echo ended with $?; exec sh'")
  }

  /// Starts a shell, or what a shell understands, in a terminal of `width` x `height`.
  init(width: Int, height: Int, folder: URL, environment: [String: String] = [:], shell: String) {
    let variables = environment.map { "\($0.key)='\($0.value)'" }.sorted().joined(separator: " ")
    tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "-c", folder.path,
      "env \(variables) \(shell)")
  }

  deinit { tmux("kill-server") }

  /// Presses keys, named as tmux names them.
  func press(_ keys: String...) {
    for key in keys { tmux("send-keys", key) }
  }

  /// Types text as it is.
  func type(_ text: String) {
    tmux("send-keys", "-l", text)
  }

  /// Sends bytes as a terminal would.
  func send(bytes: [UInt8]) {
    let hex = bytes.map { String($0, radix: 16) }
    run(["tmux", "-L", socket, "send-keys", "-H"] + hex)
  }

  /// Pastes text, in brackets if the program asked for that.
  func paste(_ text: String) {
    tmux("set-buffer", text)
    tmux("paste-buffer", "-p")
  }

  /// What the terminal says about itself, as in `#{cursor_flag}`.
  func property(_ format: String) -> String {
    tmux("display-message", "-p", format).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the terminal shows with the escape sequences of its styles.
  var styledText: String { tmux("capture-pane", "-p", "-e") }

  /// The process of the program in the terminal's shell.
  func process(named name: String) -> Int32? {
    Int32(run(["pgrep", "-P", shell, name]).output.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// Changes the size of the terminal.
  func resize(width: Int, height: Int) {
    tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// What the terminal shows, one string a row.
  var rows: [String] {
    tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The process identifier of the shell in the terminal.
  var shell: String { property("#{pane_pid}") }

  /// Waits until the terminal shows a text and returns the rows.
  @discardableResult
  func wait(for text: String, seconds: Double = 30, _ location: SourceLocation = #_sourceLocation) -> [String]
  {
    wait("no '\(text)'", seconds: seconds, location) { $0.contains { $0.contains(text) } }
  }

  /// Waits until a condition on the rows holds and returns them.
  @discardableResult
  func wait(
    _ complaint: String, seconds: Double = 30, _ location: SourceLocation = #_sourceLocation,
    until condition: ([String]) -> Bool
  ) -> [String] {
    let deadline = Date().addingTimeInterval(seconds)
    var shown = rows
    while !condition(shown), Date() < deadline {
      usleep(30_000)
      shown = rows
    }
    if !condition(shown) {
      Issue.record(
        "\(complaint) within \(seconds) s:\n\(shown.joined(separator: "\n"))", sourceLocation: location)
    }
    // A terminal that is still drawing shows half a frame: give it a moment to stand still.
    for _ in 0..<10 where condition(shown) {
      usleep(30_000)
      let next = rows
      if next == shown || !condition(next) { break }
      shown = next
    }
    return shown
  }

  @discardableResult
  private func tmux(_ arguments: String...) -> String {
    run(["tmux", "-L", socket] + arguments).output
  }
}

/// Runs a program to its end and returns its status and everything it printed.
///
/// The output goes through a file: a program may leave a server behind (tmux does) that would keep a pipe open.
@discardableResult
func run(
  _ arguments: [String], folder: URL? = nil, environment: [String: String] = [:]
) -> (status: Int32, output: String) {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent("output-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: file) }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, file.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
  let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let inFolder = folder.map { ["env", "-C", $0.path] + arguments } ?? ["env"] + arguments
  let words = inFolder.map { strdup($0) } + [nil]
  let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in words + settings { free(text) } }
  // The threads that tests run on block signals; a tmux server that inherits that never notices that a program
  // has ended, and never ends itself.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  var child: pid_t = 0
  let error = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, words, settings)
  guard error == 0 else { return (127, String(cString: strerror(error))) }
  var status: Int32 = 0
  while waitpid(child, &status, 0) == -1, errno == EINTR {}
  let output = (try? Data(contentsOf: file)) ?? Data()
  let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
  return (code, String(decoding: output, as: UTF8.self))
}

/// The package under test.
enum Package {
  /// The folder of Package.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The built program.
  static let codelab =
    Bundle.allBundles.map(\.bundleURL)
    .flatMap { [$0.deletingLastPathComponent(), $0] }
    .map { $0.appendingPathComponent("codelab").path }
    .first(where: FileManager.default.isExecutableFile)
    ?? root.appendingPathComponent(".build/debug/codelab").path

  /// A copy of the course in a folder of its own, for tests that change it.
  static func course() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("codelab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["Codelabs", "Datasets"] {
      try FileManager.default.copyItem(
        at: root.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    return folder
  }

  /// A copy of the course where nothing was begun, but what was compiled and trained before is kept.
  static func freshCourse() throws -> URL {
    let folder = try shared.get()
    for name in ["Work", ".codelab/progress.json"] {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    return folder
  }

  private static let shared = Result { try course() }
}

/// Everything that drives the built program; one test after the other, because each wants both cores.
@Suite(.serialized) enum EndToEnd {}
