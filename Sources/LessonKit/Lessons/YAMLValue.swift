import Yams

/// A value of a YAML document, and the line where it stands.
struct YAMLValue: Equatable {
  /// What the value is.
  ///
  /// Every scalar is a text: no word by itself means true, nothing or a number.
  enum Content: Equatable {
    case text(String)
    case list([YAMLValue])
    case mapping([Entry])
  }

  /// A key of a mapping and what it stands for.
  struct Entry: Equatable {
    var key: YAMLValue
    var value: YAMLValue
  }

  let content: Content
  /// The line of the document, from 1.
  let line: Int

  var text: String? { if case .text(let text) = content { text } else { nil } }
  var list: [YAMLValue]? { if case .list(let list) = content { list } else { nil } }
  var mapping: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// Reads a document of any kind; nil if there is nothing in it.
  ///
  /// - Throws: `YamlError`.
  static func compose(_ text: String) throws -> YAMLValue? {
    try Yams.compose(yaml: text, .basic, .default, .utf8).map { YAMLValue($0, line: 1) }
  }

  init(content: Content, line: Int) {
    self.content = content
    self.line = line
  }

  /// A value that has no mark of its own stands where `line` says.
  private init(_ node: Node, line: Int) {
    let line = node.mark?.line ?? line
    self.line = line
    content =
      switch node {
      case .scalar(let scalar): .text(scalar.string)
      case .sequence(let nodes): .list(nodes.map { YAMLValue($0, line: line) })
      case .mapping(let pairs):
        .mapping(
          pairs.map { Entry(key: YAMLValue($0.key, line: line), value: YAMLValue($0.value, line: line)) })
      // The reader of documents has put what an alias stands for in its place.
      case .alias: .text("")
      }
  }
}
