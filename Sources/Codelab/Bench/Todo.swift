import Foundation

/// Marks what is left for the learner to write.
///
/// Reaching it ends the run with 'not done yet' and the place in the learner's file.
public func todo(_ text: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  if let writer = Worker.current {
    writer.send(.unfinished(text: text, file: "\(file)", line: Int(line)))
    fflush(nil)
    _exit(Worker.unfinishedStatus)
  }
  fatalError("todo: \(text)", file: file, line: line)
}
