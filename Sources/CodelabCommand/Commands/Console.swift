import Foundation
import TerminalUI

/// Plain output: lines on standard output and standard error.
enum Console {
  /// Prints a line at once, also into a pipe.
  static func line(_ text: String = "") {
    print(text)
    // A report that was not written in full must not look like success.
    guard fflush(nil) == 0 else {
      error("the output cannot be written: \(String(cString: strerror(errno)))")
      exit(2)
    }
  }

  /// Prints a line of text from a learner's code, without anything that could drive a terminal.
  static func untrusted(_ text: String) {
    line(sanitizedText(text))
  }

  /// Text, of one line or several, without anything that could drive a terminal.
  static func sanitizedText(_ text: String) -> String {
    sanitizedLines(text).joined(separator: "\n")
  }

  /// Prints a line on standard error.
  static func error(_ text: String) {
    fflush(nil)
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
