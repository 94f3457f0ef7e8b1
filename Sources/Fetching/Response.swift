import Foundation

extension Transfer {
  /// What the server says before it sends the body.
  struct Response: Equatable {
    /// The status, as in 200.
    let status: Int
    /// Bytes of the body, if announced.
    let length: Int?
    /// The range that the body is of, as in `bytes 10-19/20`.
    let contentRange: String?
    /// What tells one version of the file from another: a strong entity tag, or else the date.
    let validator: String?
    /// Where the server leads, if it does.
    let location: String?
  }
}

extension Transfer.Response {
  /// Reads the lines of a header (RFC 9112, sections 4 and 5); nil if the first has no status.
  init?(header: String) {
    let lines = header.split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count > 1, let status = Int(words[1]) else { return nil }
    let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    let fields = Dictionary(pairs) { first, _ in first }
    self.status = status
    // In pieces, the end is where the server says so.
    length = fields["transfer-encoding"] == nil ? fields["content-length"].flatMap { Int($0) } : nil
    contentRange = fields["content-range"]
    validator = fields["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 } ?? fields["last-modified"]
    location = fields["location"]
  }

  /// Where the server leads from an address, if it does.
  ///
  /// - Throws: `FetchError.insecureRedirect` if that is not encrypted and the address was, or is no HTTP at all.
  func target(from url: URL) throws(FetchError) -> URL? {
    guard [301, 302, 303, 307, 308].contains(status), let location else { return nil }
    guard let target = URL(string: location, relativeTo: url)?.absoluteURL else {
      throw .answer(
        url: url.absoluteString, problem: "the server leads to '\(location)', which is no address")
    }
    let scheme = target.scheme?.lowercased()
    guard scheme == "https" || (scheme == "http" && url.scheme?.lowercased() == "http") else {
      throw .insecureRedirect(url: target.absoluteString)
    }
    return target
  }
}
