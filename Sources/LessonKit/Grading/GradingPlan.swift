import Foundation

/// What a grading run is to do: every chosen exercise of every submission.
public struct GradingPlan: Sendable {
  /// One exercise of one submission.
  struct Item: Sendable {
    let submission: String
    let exercise: Exercise
    let work: Work
  }

  /// What was handed in for an exercise.
  enum Work: Sendable {
    /// A file: its name in messages, and its content.
    case file(name: String, content: [UInt8])
    /// Nothing that can be graded, and why.
    case nothing(reason: String)
  }

  private(set) var items: [Item] = []
  /// Submissions of which nothing is graded, and why, in the order they were added.
  private(set) var refused: [(submission: String, reason: String)] = []
  private var names: Set<String> = []
  private let exercises: [Exercise]

  /// A plan for some exercises, without submissions yet.
  public init(_ exercises: [Exercise]) {
    self.exercises = exercises
  }

  /// Whether there is a file to grade.
  public var hasWork: Bool {
    items.contains { if case .file = $0.work { true } else { false } }
  }

  /// Why there is no file to grade for the first exercise; nil if there is one.
  public var problem: String? {
    guard case .nothing(let reason)? = items.first?.work else { return nil }
    return reason
  }

  /// Adds a submission: a folder or an archive, named in messages as its path was given.
  public mutating func add(_ place: String) {
    let url = URL(fileURLWithPath: place)
    let name = uniqueName(url.lastPathComponent.withoutControlCharacters)
    let submission: Submission
    do {
      submission = try Submission(contentsOf: url)
    } catch {
      refused.append((name, error.description))
      items += exercises.map {
        Item(submission: name, exercise: $0, work: .nothing(reason: error.description))
      }
      return
    }
    for exercise in exercises {
      items.append(
        Item(
          submission: name, exercise: exercise,
          work: submission.work(for: exercise, isOnly: exercises.count == 1, in: place)))
    }
  }

  /// Keeps each n-th item, beginning with the number of the shard, so that n runs share the work.
  public mutating func keepShard(_ number: Int, of count: Int) {
    items = items.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
    let kept = Set(items.map(\.submission))
    refused.removeAll { !kept.contains($0.submission) }
  }

  private mutating func uniqueName(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name) (\(number))"
      number += 1
    }
    return candidate
  }
}

extension Submission {
  fileprivate func work(for exercise: Exercise, isOnly: Bool, in place: String) -> GradingPlan.Work {
    do {
      guard let answer = try answer(to: exercise, isOnly: isOnly) else {
        return .nothing(reason: "nothing was handed in: there is no \(exercise.path)/Exercise.swift")
      }
      let folder = place.hasSuffix("/") ? String(place.dropLast()) : place
      return .file(name: "\(folder)/\(answer.path)".withoutControlCharacters, content: answer.content)
    } catch {
      return .nothing(reason: error.description)
    }
  }
}
