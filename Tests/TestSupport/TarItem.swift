/// An entry of a tar archive.
public struct TarItem {
  let path: String
  let content: [UInt8]
  let kind: String
  let link: String

  /// Makes an entry: a file, or what else its kind says.
  public init(path: String, content: [UInt8] = [], kind: String = "0", link: String = "") {
    self.path = path
    self.content = content
    self.kind = kind
    self.link = link
  }

  /// The header and the content, filled up to whole blocks.
  var blocks: [UInt8] {
    func field(_ text: String, _ width: Int) -> [UInt8] {
      Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
    }
    func octal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: width - 1 - digits.count) + digits
    }
    func header(checksum: String) -> [UInt8] {
      let front = field(path, 100) + field("0000644", 8) + field("0000000", 8) + field("0000000", 8)
      let middle = field(octal(content.count, 12), 12) + field("00000000000", 12) + Array(checksum.utf8)
      return front + middle + Array(kind.utf8) + field(link, 100) + Array("ustar\u{0}00".utf8)
        + [UInt8](repeating: 0, count: 247)
    }
    let sum = header(checksum: "        ").reduce(0) { $0 + Int($1) }
    let filling = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    return header(checksum: octal(sum, 7) + "\u{0} ") + content + filling
  }
}

/// A tar archive.
public func tar(_ items: [TarItem]) -> [UInt8] {
  items.flatMap(\.blocks) + [UInt8](repeating: 0, count: 1024)
}
