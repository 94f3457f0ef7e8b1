import Foundation

/// Finds the line of the learner's file in which a step crashed, with LLVM's symbolizer.
///
/// Only asked after a crash: it takes a tenth of a second, where Swift's own backtraces take several.
enum CrashPlace {
  /// The symbolizer's arguments for offsets in a library.
  static func arguments(_ library: URL, _ frames: [Int]) -> [String] {
    ["--obj=\(library.path)", "--no-demangle", "--inlines"] + frames.map { "0x" + String($0, radix: 16) }
  }

  /// The innermost line of a file that the symbolizer names; nil if it names none.
  ///
  /// It writes a function and then `file:line:column`, each on a line of its own.
  static func line(of file: URL, in text: String) -> Int? {
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(file.path + ":") {
      let number = line.dropFirst(file.path.count + 1).prefix { $0.isNumber }
      if let number = Int(number), number > 0 { return number }
    }
    return nil
  }

  /// What happened and where, for people.
  static func message(_ message: String, signal: Int32, file: String, line: Int) -> String {
    var what = message
    if let start = message.range(of: "Fatal error: ") { what = String(message[start.upperBound...]) }
    if what.isEmpty { what = signal == SIGSEGV ? recursion : silentTrap }
    return "\(what) (\(file):\(line))"
  }

  /// What most often crashes with SIGSEGV.
  static let recursion = "most often a function that calls itself without end"
  /// What traps without a message.
  private static let silentTrap =
    "an operation without a result: a number that its type cannot hold, or a division by zero"
}
