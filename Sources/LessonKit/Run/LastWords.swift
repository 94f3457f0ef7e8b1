import Foundation

/// Follows what a process writes to standard error, to say later why it died.
struct LastWords {
  /// The message of the fatal error, or else the last line.
  var message: String { fatal ?? last }

  private var fatal: String?
  private var last = ""
  private var isInTrace = false

  /// Takes a line; false if it belongs to a list of addresses that helps nobody.
  mutating func add(_ line: String) -> Bool {
    if line.hasPrefix("Current stack trace:") {
      isInTrace = true
      return false
    }
    if isInTrace, line.first?.isNumber == true, line.contains("0x") { return false }
    isInTrace = false
    if let start = line.range(of: "Fatal error") {
      // Where in the standard library it noticed does not help; where in the learner's file does.
      let isOwn = line.hasPrefix("Exercise/")
      fatal = isOwn ? String(line.dropFirst("Exercise/".count)) : String(line[start.lowerBound...])
    } else if !line.allSatisfy(\.isWhitespace) {
      last = line
    }
    return true
  }
}
