/// The code of a lesson as it is compiled together with a learner's file: without the judges.
///
/// What decides about a grade then is in no file or memory that the learner's code could read. Functions that only
/// judges call can be put into `Judge.swift`, which is compiled with the reference solution alone.
enum SubjectSource {
  /// The text with the body of every closure that follows `judge:` cut out.
  ///
  /// - Parameter path: The file that compilers and crashes shall name; lines keep their numbers in it.
  static func make(_ text: String, path: String) -> String {
    sourceLocation(path, line: 1) + withoutJudges(text)
  }

  /// A line that tells the compiler where the next one comes from.
  static func sourceLocation(_ path: String, line: Int) -> String {
    let quoted = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "#sourceLocation(file: \"\(quoted)\", line: \(line))\n"
  }

  private static func withoutJudges(_ text: String) -> String {
    var scanner = SwiftScanner(text)
    var result = ""
    var copied = 0
    // How much of `judge : {` has been seen.
    var seen = 0
    while let (piece, range) = scanner.next() {
      switch piece {
      case .filler, .newline: continue
      case .word: seen = scanner.text(range) == "judge" ? 1 : 0
      case .symbol(UInt8(ascii: ":")): seen = seen == 1 ? 2 : 0
      case .symbol(UInt8(ascii: "{")) where seen == 2:
        seen = 0
        let start = range.upperBound
        // Without an end the file does not compile, and the compiler says where.
        guard scanner.skip(to: UInt8(ascii: "}"), opening: UInt8(ascii: "{")) else { return text }
        let end = scanner.position - 1
        let lines = scanner.text(start..<end).utf8.count { $0 == UInt8(ascii: "\n") }
        result += scanner.text(copied..<start) + " _ in" + String(repeating: "\n", count: lines) + " "
        copied = end
      case .symbol: seen = 0
      }
    }
    return result + scanner.text(copied..<scanner.position)
  }
}
