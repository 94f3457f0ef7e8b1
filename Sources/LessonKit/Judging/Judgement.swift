import Codelab

/// Turns what a judge said into the outcome of a step.
public enum Judgement {
  /// The outcome of the tasks of a step that was judged.
  ///
  /// A check that must be judged and has no verdict failed: silence never passes.
  ///
  /// - Parameters:
  ///   - step: The step with its tasks and hints.
  ///   - verdicts: What the judge said; a later verdict on a check counts only if it fails.
  ///   - metrics: What the judge measured, for the targets.
  ///   - silence: Why a verdict can be missing, in words.
  ///   - hintLevel: How much the hint for a check may give away, from 1.
  public static func tasks(
    of step: LessonStep, verdicts: [Verdict], metrics: [Metric] = [],
    silence: String = "the judge gave no verdict on it",
    hintLevel: (String) -> Int
  ) -> [TaskResult] {
    let said = Dictionary(verdicts.map { ($0.check, $0) }) { first, second in first.passed ? second : first }
    return results(of: step, metrics: metrics) { id in
      guard let verdict = said[id] else {
        return CheckResult(id: id, status: .failed, message: silence)
      }
      let hint =
        verdict.passed
        ? nil
        : self.hint(for: id, mistake: verdict.mistake, level: hintLevel(id), among: step.hints)
      return CheckResult(
        id: id, status: verdict.passed ? .passed : .failed, message: verdict.message,
        expected: verdict.expected, actual: verdict.actual, mistake: verdict.mistake, hint: hint?.text)
    }
  }

  /// The outcome of the tasks of a step that ended before it could be judged.
  public static func unjudgedTasks(of step: LessonStep, because reason: String) -> [TaskResult] {
    results(of: step, metrics: []) { CheckResult(id: $0, status: .notJudged, message: reason) }
  }

  /// Passed, or the checks that were not.
  public static func ending(of tasks: [TaskResult]) -> Ending {
    let failed = tasks.flatMap(\.checks).filter { $0.status != .passed }.map(\.id)
    return failed.isEmpty ? .passed : .failed(checks: failed)
  }

  /// The hint for a failed check.
  ///
  /// A hint for the very mistake comes before a general one. Of those, the one with the highest level that
  /// is allowed; below all of them, the mildest.
  public static func hint(for check: String, mistake: String?, level: Int, among hints: [Hint]) -> Hint? {
    let own = hints.filter { $0.check == check }
    let matching = own.filter { $0.mistake != nil && $0.mistake == mistake }
    let candidates = (matching.isEmpty ? own.filter { $0.mistake == nil } : matching).sorted {
      $0.level < $1.level
    }
    return candidates.last { $0.level <= level } ?? candidates.first
  }

  private static func results(
    of step: LessonStep, metrics: [Metric], _ check: (String) -> CheckResult
  ) -> [TaskResult] {
    step.tasks.map { task in
      var result = TaskResult(
        id: task.id, title: task.title, line: task.line, points: task.points, checks: task.checks.map(check))
      result.targets = task.targets.map { target in
        let value = metrics.last { $0.name == target.metric }?.value
        // A small or fast model that computes something else is worth nothing.
        let earned = result.isPassed ? value.map(target.points(for:)) ?? 0 : 0
        return TargetResult(target: target, value: value, earned: earned)
      }
      return result
    }
  }
}
