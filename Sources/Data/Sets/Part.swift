/// A part of a set of data.
public enum Part: String, Sendable, CaseIterable {
  /// What models learn from.
  case train

  /// What models are chosen by.
  case validation

  /// What a model is judged by in the end.
  case test
}
