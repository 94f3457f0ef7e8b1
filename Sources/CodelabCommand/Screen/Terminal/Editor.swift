import Foundation

/// The program in which the learner edits a file.
struct Editor: Equatable {
  /// The command, as the shell understands it.
  let command: String

  /// The editor of the environment, or the first usual one that is installed.
  ///
  /// - Throws: ``EditorError`` if there is none.
  static func find(in environment: [String: String]) throws(EditorError) -> Editor {
    for name in ["VISUAL", "EDITOR"] {
      if let command = environment[name], !command.allSatisfy(\.isWhitespace) {
        return Editor(command: command)
      }
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    for name in ["nano", "vim", "vi", "nvim", "emacs", "micro", "hx"] {
      if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) {
        return Editor(command: name)
      }
    }
    throw EditorError(
      description: "no editor was found: set EDITOR, or edit the file in another window and press "
        + "\(Command.check.keyName)")
  }

  /// The arguments that open a file at a line, in the form that the editor understands; editors that are not
  /// known get the file alone.
  func arguments(for file: URL, line: Int) -> [String] {
    let program = command.split(separator: " ").first.map { String($0) } ?? ""
    switch program.split(separator: "/").last.map(String.init) ?? program {
    case "vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "kak", "micro", "joe",
      "jed", "mg", "ne", "mcedit", "gedit", "kate":
      return ["+\(line)", file.path]
    case "hx", "helix", "subl", "zed", "zeditor", "mate": return ["\(file.path):\(line)"]
    case "code", "codium", "code-insiders", "cursor": return ["--goto", "\(file.path):\(line)"]
    case "xed", "bbedit": return ["--line", "\(line)", file.path]
    default: return [file.path]
    }
  }

  /// Opens a file; the editor then has the terminal until it has ended.
  func open(_ file: URL, line: Int) throws(EditorError) -> EditorProcess {
    // The shell splits the command, as in EDITOR="code --wait"; the file stays one word.
    let words = ["sh", "-c", "exec \(command) \"$@\"", "sh"] + arguments(for: file, line: line)
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // It must not inherit which signals this program ignores or blocks. It stays in the process group, so that
    // it may read the terminal.
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let error = posix_spawn(&child, "/bin/sh", nil, &attributes, arguments, environ)
    guard error == 0 else {
      throw EditorError(
        description: "the editor '\(command)' cannot be started: \(String(cString: strerror(error)))")
    }
    return EditorProcess(command: command, pid: child)
  }
}

/// An editor that has the terminal.
struct EditorProcess {
  fileprivate let command: String
  fileprivate let pid: pid_t

  /// How it is with the editor.
  enum State: Equatable {
    case running
    /// It has ended; what went wrong, if anything.
    case ended(failure: String?)
  }

  /// Looks whether the editor has ended, without waiting.
  ///
  /// Where it was stopped, as by Ctrl-Z, this program stops as well, so that the shell gets the terminal; `fg`
  /// continues both.
  func state() -> State {
    var status: Int32 = 0
    let found = waitpid(pid, &status, WUNTRACED | WNOHANG)
    if found == 0 || (found == -1 && errno == EINTR) { return .running }
    guard found == pid else { return .ended(failure: nil) }
    if status & 0xFF == 0x7F {
      kill(getpid(), SIGSTOP)
      return .running
    }
    let signal = status & 0x7F
    let code = (status >> 8) & 0xFF
    switch (signal, code) {
    case (0, 0): return .ended(failure: nil)
    case (0, 126), (0, 127):
      return .ended(
        failure: "the editor '\(command)' was not found or cannot be run; set EDITOR to one that is installed"
      )
    case (0, _): return .ended(failure: "the editor '\(command)' ended with status \(code)")
    default: return .ended(failure: "the editor '\(command)' was ended by signal \(signal)")
    }
  }

  /// Asks the editor to end.
  func terminate() { kill(pid, SIGTERM) }
}

/// A machine without an editor, or one that cannot be started.
struct EditorError: Error, CustomStringConvertible {
  /// What is wrong, and what to do.
  let description: String
}
