/// A text and its class.
public struct LabeledText: Sendable, Equatable {
  /// The text.
  public var text: String

  /// The class, from 0.
  public let label: Int

  /// Makes an example.
  public init(text: String, label: Int) {
    self.text = text
    self.label = label
  }
}
