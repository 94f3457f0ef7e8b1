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

  /// Prints text for people, as from a lesson or a learner's code, without anything that could drive a terminal
  /// and in ASCII where the locale has no more.
  static func untrusted(_ text: String) {
    let text = sanitizedText(text)
    line(isUTF8 ? text : String(text.map { $0.isASCII ? $0 : "?" }))
  }

  private static let isUTF8 = {
    setlocale(LC_CTYPE, "")
    return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
  }()

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
