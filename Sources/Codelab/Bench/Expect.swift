import Synchronization

/// Gives a verdict on a check, inside a judge.
///
/// A check may be expected several times, on several inputs: it passes when all of them hold, and reports
/// the first that does not.
///
/// - Parameters:
///   - check: The identifier that a task in `lesson.md` lists.
///   - condition: Whether the work passes.
///   - message: What is demanded, in words.
///   - expected: The expected value, compact.
///   - actual: The value that came, compact.
///   - mistake: The name of the mistake that explains the failure, for which `lesson.md` has a hint.
public func expect(
  _ check: String, _ condition: Bool, _ message: @autoclosure () -> String,
  expected: @autoclosure () -> String? = nil, actual: @autoclosure () -> String? = nil,
  mistake: @autoclosure () -> String? = nil
) {
  guard let verdicts = Verdicts.current else {
    preconditionFailure("expect(\"\(check)\", ...) was called outside a judge")
  }
  verdicts.record(
    condition
      ? Verdict(check: check, passed: true, message: message())
      : Verdict(
        check: check, passed: false, message: message(), expected: expected(), actual: actual(),
        mistake: mistake()))
}

/// The verdicts of one judgement, in the order in which checks were first expected.
final class Verdicts: Sendable {
  @TaskLocal static var current: Verdicts?

  private let list = Mutex<[Verdict]>([])

  var all: [Verdict] { list.withLock { $0 } }

  func record(_ verdict: Verdict) {
    list.withLock { list in
      guard let index = list.firstIndex(where: { $0.check == verdict.check }) else {
        list.append(verdict)
        return
      }
      if list[index].passed { list[index] = verdict }
    }
  }
}
