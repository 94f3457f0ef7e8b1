import Foundation

/// The program in which the learner edits a file.
struct Editor {
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
    for name in ["nano", "vim", "vi", "emacs"] {
      if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) {
        return Editor(command: name)
      }
    }
    throw EditorError(
      description: "no editor was found: set EDITOR, or edit the file in another window and press c")
  }

  /// Whether the editor takes `+LINE` before the file.
  private var takesLine: Bool {
    let program = command.split(separator: " ").first.map {
      URL(fileURLWithPath: String($0)).lastPathComponent
    }
    return ["vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro", "joe"].contains(
      program ?? "")
  }

  /// Opens a file and waits until the editor has ended.
  ///
  /// - Returns: What went wrong, if anything.
  func open(_ file: URL, line: Int) -> String? {
    // The shell splits the command, as in EDITOR="code --wait"; the file stays one word.
    let words = ["sh", "-c", "exec \(command) \"$@\"", "sh"] + (takesLine ? ["+\(line)"] : []) + [file.path]
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    // In the process group of this program, so that the editor may read the terminal.
    var child: pid_t = 0
    let error = posix_spawn(&child, "/bin/sh", nil, nil, arguments, environ)
    guard error == 0 else {
      return "the editor '\(command)' cannot be started: \(String(cString: strerror(error)))"
    }
    var status: Int32 = 0
    repeat {
      while waitpid(child, &status, WUNTRACED) == -1, errno == EINTR {}
      // Ctrl-Z in the editor stops both, so that the shell gets the terminal, and `fg` continues both.
      if status & 0xFF == 0x7F { kill(getpid(), SIGSTOP) }
    } while status & 0xFF == 0x7F
    let signal = status & 0x7F
    let code = (status >> 8) & 0xFF
    switch (signal, code) {
    case (0, 0): return nil
    case (0, 127): return "the editor '\(command)' was not found; set EDITOR to one that is installed"
    case (0, _): return "the editor '\(command)' ended with status \(code)"
    default: return "the editor '\(command)' was ended by signal \(signal)"
    }
  }
}

/// A machine without an editor.
struct EditorError: Error, CustomStringConvertible {
  /// What is wrong, and what to do.
  let description: String
}
