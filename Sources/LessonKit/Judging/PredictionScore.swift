import Codelab
import Foundation

/// What a learner answered before a step ran.
public enum PredictionAnswer: Codable, Sendable, Equatable {
  /// A number, in the unit's base.
  case value(Double)
  /// One of the choices.
  case choice(String)
}

/// How a prediction turned out.
public struct PredictionScore: Sendable, Equatable {
  /// How near an answer was.
  public enum Grade: Sendable, Equatable {
    /// Within the tolerance, or the right choice.
    case right
    /// Within three times the tolerance.
    case close
    /// Further off.
    case off
  }

  /// How near the answer was.
  public var grade: Grade
  /// What was measured; nil for choices.
  public var measured: Metric?
  /// The right choice; nil for measurements.
  public var answer: String?
}

extension Prediction {
  /// Reads what a learner typed: a number in the prediction's unit, or a choice by text or number.
  ///
  /// Fractions are typed in percent, bytes and seconds with a unit (`38 KB`, `40 us`) unless the question names it, as in
  /// `How many KB`.
  ///
  /// - Returns: The answer; nil if the text is none.
  public func answer(from text: String) -> PredictionAnswer? {
    let text = text.trimming(\.isWhitespace)
    switch kind {
    case .choice(let choices, _):
      if let choice = choices.first(where: { $0.lowercased() == text.lowercased() }) {
        return .choice(choice)
      }
      guard let number = Int(text), choices.indices.contains(number - 1) else { return nil }
      return .choice(choices[number - 1])
    case .metric(_, let unit, _):
      switch unit {
      case .fraction:
        return Self.number(text.trimming { $0 == "%" || $0.isWhitespace }).map { .value($0 / 100) }
      case .bytes: return amount(text, as: Quantity.bytes)
      case .seconds: return amount(text, as: Quantity.seconds)
      case .count, .number: return Self.number(text).map { .value($0) }
      }
    }
  }

  /// Compares an answer with what was measured.
  ///
  /// The tolerance is a share of the measured value for bytes and seconds, and absolute otherwise.
  ///
  /// - Returns: The score; nil while nothing was measured, or for an answer of the other kind.
  public func score(_ answer: PredictionAnswer, metrics: [Metric]) -> PredictionScore? {
    switch (kind, answer) {
    case (.choice(_, let right), .choice(let chosen)):
      return PredictionScore(grade: chosen == right ? .right : .off, measured: nil, answer: right)
    case (.metric(let name, let unit, let tolerance), .value(let value)):
      guard let measured = metrics.last(where: { $0.name == name }) else { return nil }
      let isRelative = unit == .bytes || unit == .seconds
      let allowed = isRelative ? tolerance * abs(measured.value) : tolerance
      // Room for the rounding of decimal fractions, so that the tolerance itself is within it.
      let error = abs(value - measured.value) * (1 - 1e-9)
      let grade: PredictionScore.Grade = error <= allowed ? .right : error <= 3 * allowed ? .close : .off
      return PredictionScore(grade: grade, measured: measured, answer: nil)
    default:
      return nil
    }
  }

  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private func amount(_ text: String, as kind: Quantity.Kind) -> PredictionAnswer? {
    let isNumber = Self.number(text) != nil
    // Without a unit in the question, a number alone could be meant in any.
    let text = isNumber ? "\(text) \(askedUnit ?? "")" : text
    guard case .success(let value) = Quantity.parse(text, as: kind) else { return nil }
    return .value(value)
  }

  /// The word behind `How many` in the question.
  private var askedUnit: String? {
    guard let range = question.range(of: "How many ") else { return nil }
    return String(question[range.upperBound...].prefix(while: \.isLetter))
  }
}
