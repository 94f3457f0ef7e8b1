import Codelab
import Foundation

/// One exercise: a folder of Markdown and Swift below `Codelabs`, read and checked.
public struct Exercise: Sendable, Equatable {
  /// The front matter's identifier, as in `quantize-a-model`.
  public var id: String { frontMatter.id }
  /// The path below the Codelabs folder, as in `02-compression/06-quantize-a-model`.
  public var path: String
  /// The folder.
  public var folder: URL
  /// The settings at the top of `lesson.md`.
  public var frontMatter: FrontMatter
  /// The Markdown before the first step.
  public var intro: String
  /// The line of `lesson.md` where the intro begins.
  public var introLine: Int
  /// The steps, in order; at least one.
  public var steps: [LessonStep]

  /// The chapter's folder, as in `02-compression`.
  public var chapter: String { String(path.prefix { $0 != "/" }) }

  /// The chapter's name for people, as in `2 Compression`.
  public var chapterTitle: String { Chapter.title(ofFolder: chapter) }

  /// `lesson.md`: the text.
  public var lessonText: URL { folder.appendingPathComponent("lesson.md") }
  /// `Lesson.swift`: what the steps run and how they are judged.
  public var lessonCode: URL { folder.appendingPathComponent("Lesson.swift") }
  /// `Judge.swift`: what only judges need; many exercises have none.
  public var judgeCode: URL { folder.appendingPathComponent("Judge.swift") }
  /// `Exercise.swift`: what the learner starts from.
  public var starter: URL { folder.appendingPathComponent("Exercise.swift") }
  /// `Solution.swift`: the reference.
  public var solution: URL { folder.appendingPathComponent("Solution.swift") }

  /// The step with an identifier, if there is one.
  public func step(_ id: String) -> LessonStep? { steps.first { $0.id == id } }

  /// The points that all tasks give together.
  public var points: Int { steps.reduce(0) { $0 + $1.points } }

  /// The minutes the exercise takes: the front matter's, or the sum of the steps'.
  public var minutes: Int { frontMatter.minutes ?? steps.reduce(0) { $0 + ($1.minutes ?? 0) } }

  /// The knob with a name, if there is one.
  public func knob(_ name: String) -> Knob? { frontMatter.knobs.first { $0.name == name } }

  /// Where every knob stands before it is turned.
  public var knobDefaults: [String: Double] {
    Dictionary(uniqueKeysWithValues: frontMatter.knobs.map { ($0.name, $0.defaultValue) })
  }
}

extension Exercise {
  /// Where every knob stands: as kept from earlier, or at its default where it never stood there or no longer can.
  public func positions(kept: [String: Double]) -> [String: Double] {
    Dictionary(
      frontMatter.knobs.map { knob in
        let position = kept[knob.name].flatMap { knob.values.contains($0) ? $0 : nil }
        return (knob.name, position ?? knob.defaultValue)
      }, uniquingKeysWith: { first, _ in first })
  }
}
